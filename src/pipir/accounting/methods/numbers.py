"""Is a number fit for a formula? Not negative, not NaN, a share where one is due."""

from __future__ import annotations


def not_negative(*values: float) -> None:
    """Raise ValueError where a value is negative or NaN."""
    for value in values:
        if not value >= 0.0:
            raise ValueError(f"{value} is not a quantity of 0 or more")


def is_share(value: float, name: str) -> None:
    """Raise ValueError where a value is not between 0 and 1."""
    if not 0.0 <= value <= 1.0:
        raise ValueError(f"{name} = {value} is not between 0 and 1")
