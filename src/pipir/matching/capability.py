"""Which questions does matching answer? Which offers meet which requests, and what do initiatives mend?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipir.matching import match_columns
from pipir.runs.capability import Capability
from pipir.runs.options import option


@dataclass(frozen=True)
class MatchOptions:
    """Options of `match`."""

    from_date: date | None = option(None, "--from", "Day from which offers can leave (default: the case's as_of).")
    late: float = option(
        30.0, "--late", "Days after the day a request is needed by on which it is still met.", least=0.0, most=36_525.0,
        metavar="DAYS",
    )  # fmt: skip
    situation: str | None = option(
        None, "--situation", "Situation whose stances hold (default: none is asked).", ref="situations"
    )
    unknown: str = option("no", "--unknown", "How an unknown stance is taken.", choices=("no", "yes"))
    anew: bool = option(False, "--anew", "Match everything anew, as if no match stood yet.")


CAPABILITIES = (
    Capability(
        "match",
        "Which offers meet which requests, at least time, within what receivers can absorb?",
        MatchOptions,
        "pipir.matching.match:match",
        match_columns.TABLES,
        (
            "sites",
            "lanes",
            "items",
            "substitutes",
            "lines",
            "stocks",
            "in_transit",
            "requirements",
            "usage",
            "commitments",
            "deliveries",
            "agreements",
            "stances",
            "requests",
            "offers",
            "matches",
        ),
    ),
)
