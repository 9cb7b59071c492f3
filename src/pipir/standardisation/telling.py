"""What do the figures of a pair, a gate, a set or a joint order mean, in a sentence?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipir.case.words import capital, counted, figure, listing, percent
from pipir.planning.gaining import TOLD, Change
from pipir.standardisation.gates import Pair, Use, by_pair
from pipir.standardisation.opening import NONE, Members, Openings
from pipir.standardisation.pooling import Pool
from pipir.standardisation.ratifying import Standing
from pipir.standardisation.words import SAID, Words, days, money

WEIGHED = "weighed by rank"
"""How shares of several items and ranks are added up, in words."""


class Telling:
    """Sentences about the pairs of a case in one scenario."""

    def __init__(self, openings: Openings) -> None:
        case = openings.net.case
        self._openings, self._words, self._standing = openings, Words(case), Standing(case)

    def pair(self, pair: Pair, told: Pair, changes: Sequence[Change], cost: float | None) -> str:
        """What opening a pair would avoid, for how much, and what stands in the way; or why it would avoid nothing.

        `told` is the pair for those of its users whose gates are worth opening, for all where it avoids nothing.
        """
        words, members = self._words, self._members(told)
        letting = (
            f"letting {words.nations(told.nations)} {words.use(pair.item)} {words.item(pair.substitute)} "
            f"in place of {words.item(pair.item)}"
        )
        if self._openings.avoided(members) > 0.0:
            priced = "at a cost that is not known" if cost is None else f"for {money(cost)}"
            avoided, instead = self._avoided(pair, changes)
            said = [f"{letting} would avoid {avoided}, {priced}: {self._obstacle(told)}", *instead]
        else:
            said = [f"{letting} would avoid nothing: {self._idle(told, members)}", self._obstacle(told)]
        if others := [nation for nation in pair.nations if nation not in told.nations]:
            said.append(f"opening it to {words.nations(others)} as well would avoid no more")
        said += [stands for name, users in told.standards.items() if (stands := self._standing.said(users, name))]
        return _sentence("; ".join(said))

    def _members(self, pair: Pair) -> Members:
        return frozenset(k for k, use in enumerate(self._openings.uses) if use in pair.uses)

    def _avoided(self, pair: Pair, changes: Sequence[Change]) -> tuple[str, list[str]]:
        """What is avoided of the item required, else of the item that gains most; and what goes short instead."""
        gained = [change for change in changes if change.units > 0]
        gained.sort(key=lambda change: (change.item != pair.item, -_days(change), change.item))
        lost = sorted((change for change in changes if change.units < 0), key=lambda c: (_days(c), c.item))
        more = f", and less of {_others(len(gained) - 1)}" if len(gained) > 1 else ""
        avoided = f"{self._gained(pair, gained[0])}{more}" if gained else "a little"
        if not lost:
            return avoided, []
        others = f", and more of {_others(len(lost) - 1)}" if len(lost) > 1 else ""
        instead = self._words.amount(-lost[0].units, lost[0].item)
        whose = f"for {self._words.nations(lost[0].nations)}{_supply(lost[0])}"
        return avoided, [f"{instead} would go short instead {whose}{others}"]

    def _gained(self, pair: Pair, change: Change) -> str:
        """What is avoided of an item; of another than the one required by what is set free: stock, lift, lines."""
        if change.item == pair.item:
            units = self._words.counted(change.units, change.item)
        else:
            units = f"through what is set free {self._words.amount(change.units, change.item)}"
        return f"{units} going short for {self._words.nations(change.nations)}{_supply(change)}"

    def _obstacle(self, pair: Pair) -> str:
        """The gates that are closed, with who answers what."""
        parts = []
        for name in pair.closed:
            answers = []
            for answer, said in (("no", "answered no"), ("unknown", "not known")):
                those = [gate.nation for gate in pair.gates if (gate.gate, gate.answer) == (name, answer)]
                answers += [f"{said} for {self._words.nations(those)}"] if those else []
            parts.append(f"{SAID[name]} ({listing(answers)})")
        return f"the {'obstacle is' if len(parts) == 1 else 'obstacles are'} {listing(parts)}"

    def _idle(self, pair: Pair, members: Members) -> str:
        """Why a pair avoids nothing."""
        openings, net = self._openings, self._openings.net
        substitute = self._words.item(pair.substitute)
        users = sorted(net.nations.index(nation) for nation in pair.nations)
        asks = np.isin(net.demands.nation, users) & (net.demands.item == net.items.ids.index(pair.item))
        they, need = ("they", "need") if len(users) > 1 else ("it", "needs")
        if not asks.any():
            return f"{they} {need} none of that in {self._words.scenario(net.scenario)}"
        if not (openings.shares(NONE)[openings.claims_of_demands(asks)] > TOLD).any():
            return f"what {they} {need} of that is met without it"
        if not any(len(openings.columns[k]) for k in members):
            return f"no {substitute} can reach {'them' if len(users) > 1 else 'it'} in time"
        return f"what there is of {substitute} counts as much where it goes now, or something else limits"

    def gate(self, gate: str, figures: tuple[float, float], shut: tuple[int, int]) -> str:
        """What a kind of gate keeps back: `figures` alone and with the others; uses it shuts, and shuts alone."""
        (alone, kept), (closed, only) = figures, shut
        if not closed:
            return _sentence(f"{SAID[gate]} stands in no pair's way")
        return _sentence(
            f"{SAID[gate]} stands in the way of {counted(str(closed), 'pair')}, counted for each user, and alone in "
            f"that of {only}: settled everywhere and nothing else, it would avoid {self._part(alone)} of what goes "
            f"short, {WEIGHED}; left as it is, {self._part(kept)} stays short that all gates together would mend"
        )

    def chosen(self, uses: Sequence[Use], cost: float | None, avoided: float, gap: float) -> str:
        """Which uses together avoid most, and whether that is proven."""
        if not uses:
            return "Nothing that can be opened within the limit avoids anything."
        pairs = by_pair(uses)
        names = listing(
            [f"{self._words.pair(pair.item, pair.substitute)} ({self._words.nations(pair.nations)})" for pair in pairs],
            len(pairs),
        )
        paid = "at a cost that is not known" if cost is None else f"for {money(cost)}"
        sure = "no other set within the limit avoids more" if not gap else f"another might avoid {self._part(gap)} more"
        return _sentence(f"{names} would avoid {self._part(avoided)} of what goes short, {WEIGHED}, {paid}: {sure}")

    def expected(self, pair: Pair, figures: tuple[float, float, str, int]) -> str:
        """What a pair avoids over all scenarios: expected, most, in which, and in how many it avoids anything."""
        expected, most, scenario, several = figures
        name = self._words.pair(pair.item, pair.substitute)
        if not several:
            return _sentence(f"{name} avoids nothing in any scenario")
        named = self._words.scenario(scenario)
        where = f"in {named} alone" if several == 1 else f"in {several} scenarios, most in {named}"
        return _sentence(
            f"{name} avoids something {where}: {figure(most)} of an item's need there, {WEIGHED}, and "
            f"{figure(expected)} expected"
        )

    def _part(self, value: float) -> str:
        """A part of what goes short with the gates as they are, weighed by rank; parts of a per cent decide."""
        missing = self._openings.missing
        return f"{figure(100.0 * value / missing) if missing > 0.0 else '0'} %"


def joint_order(words: Words, pool: Pool, figures: tuple[float, float, float | None], terms: tuple[float, int]) -> str:
    """What a joint order saves; `figures` are stocks apart and together and USD saved, `terms` chance and days."""
    (apart, together, usd), item = figures, words.item(pool.item)
    saved = apart - together
    worth = "" if usd is None else f", {money(usd)} less"
    all_of_them = "both" if len(pool.nations) == 2 else "all"
    who = all_of_them if set(pool.users) == set(pool.nations) else words.nations(pool.users)
    using = f", {who} using {item} in place of {words.item(pool.required)}" if pool.users else ""
    waits = f" (closed to {words.nations(pool.closed)} today, counted as open)" if pool.closed else ""
    return _sentence(
        f"for {words.nations(pool.nations)}{using}{waits}, one safety stock of {words.amount(together, pool.item)} "
        f"lasts {terms[1]} days as surely ({100 * terms[0]:g} %) as {figure(apart)} if each keeps its own: "
        f"{figure(saved)} less ({percent(saved / apart)}){worth}"
    )


def _days(change: Change) -> float:
    return change.share if change.days is None else change.days


def _supply(change: Change) -> str:
    """The days that it lasts those who gain or lose it."""
    return "" if change.days is None else f" ({days(abs(change.days), len(change.nations))})"


def _others(count: int) -> str:
    return f"{count} other {'item' if count == 1 else 'items'}"


def _sentence(words: str) -> str:
    return capital(words) + "."
