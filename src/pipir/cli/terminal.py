"""What may be sent to a terminal? Text whose control characters are shown, not obeyed."""

from __future__ import annotations

import re

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """The text with every control character but line feed and tab written as an escape.

    Cells and file names come from others: they must not move the cursor, colour the screen or reverse the line.
    """
    return CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode("ascii"), text)
