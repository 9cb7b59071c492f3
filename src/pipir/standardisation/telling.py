"""What do the figures of a pair, a gate, a set or a joint order mean, in a sentence?"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipir.case.words import capital, counted, figure, listing, percent
from pipir.standardisation.gaining import TOLD, Gain
from pipir.standardisation.gates import Pair
from pipir.standardisation.opening import NONE, Openings
from pipir.standardisation.ratifying import Standing
from pipir.standardisation.words import SAID, Words, days, money


class Telling:
    """Sentences about the pairs of a case in one scenario."""

    def __init__(self, openings: Openings) -> None:
        case = openings.net.case
        self._openings, self._words, self._standing = openings, Words(case), Standing(case)

    def pair(self, place: int, gains: Sequence[Gain], cost: float | None) -> str:
        """What opening a pair would avoid, for how much, and what stands in the way; or why it would avoid nothing."""
        pair, words = self._openings.pairs[place], self._words
        letting = (
            f"letting {words.nations(pair.nations)} {words.use(pair.item)} {words.item(pair.substitute)} "
            f"in place of {words.item(pair.item)}"
        )
        if self._openings.avoided(frozenset({place})) > 0.0:
            priced = "at a cost that is not known" if cost is None else f"for {money(cost)}"
            avoided, instead = self._avoided(pair, gains)
            said = [f"{letting} would avoid {avoided}, {priced}: {self._obstacle(pair)}", *instead]
        else:
            said = [f"{letting} would avoid nothing: {self._idle(place)}", self._obstacle(pair)]
        said += [stands for name in pair.standards if (stands := self._standing.said(pair.nations, name))]
        return _sentence("; ".join(said))

    def _avoided(self, pair: Pair, gains: Sequence[Gain]) -> tuple[str, list[str]]:
        """What is avoided of the item required, else of the item that gains most; and what goes short instead."""
        gained = [gain for gain in gains if gain.told and gain.units > 0]
        gained.sort(key=lambda gain: (gain.item != pair.item, -_days(gain), gain.item))
        lost = sorted((gain for gain in gains if gain.told and gain.units < 0), key=lambda g: (_days(g), g.item))
        more = f", and less of {_others(len(gained) - 1)}" if len(gained) > 1 else ""
        avoided = f"{self._gained(pair, gained[0])} going short{_supply(gained[0])}{more}" if gained else "a little"
        if not lost:
            return avoided, []
        others = f", and more of {_others(len(lost) - 1)}" if len(lost) > 1 else ""
        instead = self._words.amount(-lost[0].units, lost[0].item)
        return avoided, [f"{instead} would go short instead{_supply(lost[0])}{others}"]

    def _gained(self, pair: Pair, gain: Gain) -> str:
        """What is avoided of an item; of another than the one required by what is set free: stock, lift, lines."""
        if gain.item == pair.item:
            return self._words.counted(gain.units, gain.item)
        return f"through what is set free {self._words.amount(gain.units, gain.item)}"

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

    def _idle(self, place: int) -> str:
        """Why a pair avoids nothing."""
        openings, pair = self._openings, self._openings.pairs[place]
        net = openings.net
        substitute = self._words.item(pair.substitute)
        users = sorted(net.nations.index(nation) for nation in pair.nations)
        asks = np.isin(net.demands.nation, users) & (net.demands.item == net.items.ids.index(pair.item))
        they, need = ("they", "need") if len(users) > 1 else ("it", "needs")
        if not asks.any():
            return f"{they} {need} none of that in {self._words.scenario(net.scenario)}"
        if not (openings.shares(NONE)[openings.claims_of_demands(asks)] > TOLD).any():
            return f"what {they} {need} of that is met without it"
        if not len(openings.columns[place]):
            return f"no {substitute} can reach {'them' if len(users) > 1 else 'it'} in time"
        return f"what there is of {substitute} counts as much where it goes now, or something else limits"

    def gate(self, gate: str, figures: tuple[float, float], shut: tuple[int, int]) -> str:
        """What a kind of gate keeps back: `figures` alone and with the others; pairs it shuts, and shuts alone."""
        (alone, kept), (closed, only) = figures, shut
        if not closed:
            return _sentence(f"{SAID[gate]} stands in no pair's way")
        return _sentence(
            f"{SAID[gate]} stands in the way of {counted(str(closed), 'pair')}, alone in that of {only}: "
            f"settled everywhere and nothing else, it would avoid {self._part(alone)} of what goes short by value; "
            f"left as it is, {self._part(kept)} stays short that all gates together would mend"
        )

    def chosen(self, members: Sequence[int], cost: float | None, avoided: float, gap: float) -> str:
        """Which pairs together avoid most, and whether that is proven."""
        if not members:
            return "No pair within the limit avoids anything."
        pairs = [self._openings.pairs[k] for k in members]
        names = listing([self._words.pair(pair.item, pair.substitute) for pair in pairs], len(pairs))
        paid = "at a cost that is not known" if cost is None else f"for {money(cost)}"
        sure = "no other set within the limit avoids more" if not gap else f"another might avoid {self._part(gap)} more"
        return _sentence(f"{names} would avoid {self._part(avoided)} of what goes short by value, {paid}: {sure}")

    def expected(self, pair: Pair, figures: tuple[float, float, str, int]) -> str:
        """What a pair avoids over all scenarios: expected, most, in which, and in how many it avoids anything."""
        expected, most, scenario, several = figures
        name = self._words.pair(pair.item, pair.substitute)
        if not several:
            return _sentence(f"{name} avoids nothing in any scenario")
        named = self._words.scenario(scenario)
        where = f"in {named} alone" if several == 1 else f"in {several} scenarios, most in {named}"
        return _sentence(
            f"{name} avoids something {where}: a share of {figure(most)} there, {figure(expected)} expected"
        )

    def _part(self, value: float) -> str:
        """A part of the value of what goes short with the gates as they are, where parts of a per cent decide."""
        missing = self._openings.missing
        return f"{figure(100.0 * value / missing) if missing > 0.0 else '0'} %"


def joint_order(words: Words, item: str, figures: tuple[float, float, float | None], terms: tuple[float, int]) -> str:
    """What a joint order saves; `figures` are stocks apart and together and USD saved, `terms` chance and days."""
    apart, together, usd = figures
    saved = apart - together
    worth = "" if usd is None else f", {money(usd)} less"
    return (
        f"one safety stock of {words.amount(together, item)} lasts {terms[1]} days as surely ({100 * terms[0]:g} %) "
        f"as {figure(apart)} kept apart: {figure(saved)} less ({percent(saved / apart)}){worth}"
    )


def _days(gain: Gain) -> float:
    return gain.days if gain.days is not None else gain.units / gain.owed


def _supply(gain: Gain) -> str:
    return "" if gain.days is None else f" ({days(abs(gain.days))})"


def _others(count: int) -> str:
    return f"{count} other {'item' if count == 1 else 'items'}"


def _sentence(words: str) -> str:
    return capital(words) + "."
