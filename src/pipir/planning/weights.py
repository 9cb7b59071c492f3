"""What does one rank weigh beside the next, where all ranks are added up into one value, and which values are none?"""

NEXT_RANK = 0.5
"""What a rank weighs of the one before it, unless told otherwise."""
REST = 1e-9
"""Value that is a rest of rounding."""


def tidy(value: float) -> float:
    """The value; 0 where it is a rest of rounding."""
    return 0.0 if abs(value) < REST else float(value)
