"""What does one rank weigh beside the next, where all ranks are added up into one value?"""

NEXT_RANK = 0.5
"""What a rank weighs of the one before it, unless told otherwise."""
