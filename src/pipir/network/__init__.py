"""How does a case look to an engine? Compiled for one scenario: indices, permissions, lags, capacities."""
