"""Where does a name go, so that it covers no other? The first of eight places beside its point that is still free."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

LETTER, LINE = 5.7, 12.0
"""Width of a letter and height of a line [pixel] at the size that names are set in."""


@dataclass(frozen=True)
class Label:
    """A name, the point it stands beside (after placing: its left end and base line), and the distance to keep."""

    text: str
    x: float
    y: float
    gap: float

    @property
    def width(self) -> float:
        """Width in pixels, roughly."""
        return LETTER * len(self.text)


Box = tuple[float, float, float, float]


def placed(labels: Sequence[Label], width: float, height: float) -> list[Label]:
    """The labels that find a free place inside the map, in order of weight; the others are left out."""
    taken: list[Box] = [(label.x - 4, label.y - 4, label.x + 4, label.y + 4) for label in labels]
    out = []
    for label in labels:
        for spot in _spots(label):
            box = (spot.x, spot.y - LINE + 2, spot.x + label.width, spot.y + 2)
            inside = box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height
            if inside and not any(_overlap(box, other) for other in taken):
                taken.append(box)
                out.append(spot)
                break
    return out


def _spots(label: Label) -> list[Label]:
    right, left = label.x + label.gap + 1, label.x - label.gap - 1 - label.width
    middle = label.x - label.width / 2
    above, level, below = label.y - label.gap - 2, label.y + 4, label.y + label.gap + LINE - 2
    places = [
        (right, level),
        (left, level),
        (middle, above),
        (middle, below),
        (right, above),
        (left, above),
        (right, below),
        (left, below),
        (right + 8, level - 14),
        (right + 8, level + 14),
    ]
    return [replace(label, x=x, y=y) for x, y in places]


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
