"""In which order are claims served? The rank of each claim under a `sequence` policy, or the default order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from pipir.case.case import Case
from pipir.case.refusal import refuse
from pipir.network.stances import bodies

DEFAULT = (
    (1, "commitment", "DX"),
    (2, "demand", "1"),
    (3, "commitment", "contract"),
    (3, "commitment", "delivery"),
    (4, "promise", "*"),
    (5, "demand", "2"),
    (6, "commitment", "allocation"),
    (7, "demand", "3"),
    (8, "commitment", "pledge"),
)
"""Rank, kind of claim and scope, where a case states no sequence of its own."""


@dataclass(frozen=True)
class Rule:
    """Claims of a kind for which every condition holds have this rank."""

    rank: int
    claim: str
    conditions: tuple[str, ...]


class Ranks:
    """The rank of any claim: the smallest of its `rules` whose conditions all hold; one last rank where none does.

    `numbers` are those of the rules, in order, then that of the last rank.
    """

    def __init__(self, case: Case, policy: str | None = None, day: date | None = None) -> None:
        rows = case["sequence"]
        named = sorted(set(rows["policy"]) - {"*"})
        if policy is not None and policy not in named:
            raise refuse(
                "--sequence", "is not a policy in sequence", f"one of {', '.join(named) or 'none'}", value=policy
            )
        wanted = {"*", policy} if policy is not None else {"*"}
        stated = [r for r in rows.iter_rows(named=True) if r["policy"] in wanted]
        triples = [(r["rank"], r["claim"], r["scope"]) for r in stated] or list(DEFAULT)
        self.rules = sorted((Rule(k, c, tuple(s.split("&"))) for k, c, s in triples), key=lambda r: r.rank)
        self._bodies = bodies(case, day)
        self.numbers = (*sorted({rule.rank for rule in self.rules}), self.rules[-1].rank + 1)

    def rank(self, claim: str, receiver: str, **facts: str) -> int:
        """Rank of a claim; `facts` are its tier, rating, state and binding as words, as far as it has them."""
        for rule in self.rules:
            if rule.claim == claim and all(self._holds(c, receiver, facts) for c in rule.conditions):
                return rule.rank
        return self.numbers[-1]

    def _holds(self, condition: str, receiver: str, facts: Mapping[str, str]) -> bool:
        return (
            condition == "*"
            or condition in facts.values()
            or condition == receiver
            or condition in self._bodies.get(receiver, ())
        )
