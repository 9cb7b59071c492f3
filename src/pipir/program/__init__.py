"""How does a network become a linear programme, and how is it solved? Named blocks, HiGHS, statuses, duals in words."""
