"""Which questions does matching answer? Which offers meet which requests, and what do initiatives mend?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipir.matching import initiative_columns, match_columns
from pipir.network.reads import READS
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


@dataclass(frozen=True)
class InitiativesOptions:
    """Options of `initiatives`."""

    scenario: str | None = option(
        None, "--scenario", "Scenario whose plan is asked (default: the case's first).", ref="scenarios"
    )
    unknown: str = option("no", "--unknown", "How an unknown stance is taken.", choices=("no", "yes"))
    sequence: str | None = option(
        None, "--sequence", "Policy in `sequence` that ranks the claims.", ref="sequence.policy", metavar="POLICY"
    )


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
    Capability(
        "initiatives",
        "What is under way, which shortfall would each effort mend, which overlap, which gap has none?",
        InitiativesOptions,
        "pipir.matching.initiatives:initiatives",
        initiative_columns.TABLES,
        (*READS, "initiatives", "options"),
    ),
)
