"""Which question does briefing answer? All of them, on paper, for somebody who has never seen the tool."""

from __future__ import annotations

from dataclasses import dataclass

from pipir.runs.capability import Capability
from pipir.runs.options import option


@dataclass(frozen=True)
class BriefOptions:
    """Options of `brief`. Called from Python, `for_nation` is the seat it is written from."""

    scenario: str | None = option(None, "--scenario", "Scenario (default: the case's first).", ref="scenarios")
    for_nation: str | None = option(None, "--for", "Write it from this nation's seat.", ref="nations", metavar="NATION")
    runs: int = option(1000, "--runs", "Number of runs of the simulation.", least=1, most=10_000_000)
    seed: int = option(0, "--seed", "Seed of the random streams.", least=0, most=2**63 - 1)
    window: float = option(
        12.0, "--window", "Months that the account covers.", least=0.0, most=1200.0, metavar="MONTHS"
    )
    workers: int = option(
        2, "--workers", "Processes that share the plans; the brief is the same.", least=1, most=256, recorded=False
    )


CAPABILITIES = (
    Capability(
        "brief",
        "What can each partner give, who runs short of what, when, and what is left after: as one document.",
        BriefOptions,
        "pipir.briefing.brief:brief",
        (),
        (),
    ),
)
