"""How much is needed? The three NATO ways of counting a munitions requirement."""

from __future__ import annotations

import math
from collections.abc import Iterable

from pipir.accounting.methods.numbers import is_share, not_negative


def level_of_effort(
    weapons: float,
    rounds_per_weapon_day: float,
    days: int,
    loss_per_day: float = 0.0,
    replacements_per_day: float = 0.0,
) -> float:
    """Rounds that a force fires at a daily rate while it loses and replaces weapons [round].

    Q = sum over t = 0 .. days-1 of e N_t, with N_{t+1} = (1 - a) N_t + r. For when the number of targets is not known.

    Parameters
    ----------
    weapons
        Weapons on the first day, N_0.
    rounds_per_weapon_day
        Rounds that one weapon fires in a day, e.
    days
        Combat days.
    loss_per_day
        Share of the weapons lost in a day, a, from 0 to 1.
    replacements_per_day
        Weapons that join at the end of a day, r.

    Raises
    ------
    ValueError
        Where a quantity is negative or the share lost is not between 0 and 1.

    Source: NATO level-of-effort method (daily rate, combat days, attrition); the algebra is this project's.
    """
    not_negative(weapons, rounds_per_weapon_day, days, replacements_per_day)
    is_share(loss_per_day, "loss_per_day")
    weapon_days, present = 0.0, weapons
    for _ in range(days):
        weapon_days += present
        present = (1.0 - loss_per_day) * present + replacements_per_day
    return rounds_per_weapon_day * weapon_days


def lifetime_oriented(
    weapons: float,
    rounds_per_engagement: float,
    loss_per_engagement: float,
    engagements: float = math.inf,
) -> float:
    """Rounds that weapons fire before each is lost or has had its last engagement [round].

    Q = N m (1 - (1 - q)^K) / q; without a limit on engagements N m / q.

    Parameters
    ----------
    weapons
        Weapons, N.
    rounds_per_engagement
        Rounds fired in one engagement, m.
    loss_per_engagement
        Chance that a weapon is lost in an engagement, q, from 0 to 1.
    engagements
        Most engagements of one weapon, K; infinite where there is no limit.

    Raises
    ------
    ValueError
        Where a quantity is negative, q is no probability, or weapons that are never lost engage without end.

    Source: NATO lifetime-oriented method.
    """
    not_negative(weapons, rounds_per_engagement, engagements)
    is_share(loss_per_engagement, "loss_per_engagement")
    if loss_per_engagement == 0.0:
        if math.isinf(engagements):
            raise ValueError("weapons that are never lost and engage without end need rounds without end")
        lives = engagements
    elif loss_per_engagement == 1.0:
        lives = min(engagements, 1.0)
    else:
        # expm1 and log1p keep the digits that 1 - (1 - q)^K loses for a small q.
        lives = -math.expm1(engagements * math.log1p(-loss_per_engagement)) / loss_per_engagement
    return weapons * rounds_per_engagement * lives


def rounds_per_target(kill_probability: float, wanted: float) -> int:
    """Rounds for one target so that it is defeated with at least the probability wanted [round].

    c = ceil(ln(1 - D) / ln(1 - P)), for one round's probability P and the wanted D.

    Raises
    ------
    ValueError
        Where P is not in (0, 1] or D not in [0, 1), or in [0, 1] where P is 1.

    Source: NATO target-oriented method.
    """
    if not 0.0 < kill_probability <= 1.0:
        raise ValueError(f"kill_probability = {kill_probability} is not above 0 and up to 1")
    if kill_probability == 1.0 and wanted == 1.0:
        return 1
    if not 0.0 <= wanted < 1.0:
        raise ValueError(f"wanted = {wanted} is not from 0 to below 1")
    if wanted == 0.0:
        return 0
    if kill_probability == 1.0:
        return 1
    # A quotient that is whole up to rounding is whole: two rounds of one half reach three quarters.
    return math.ceil(math.log1p(-wanted) / math.log1p(-kill_probability) - 1e-9)


def target_oriented(targets: Iterable[tuple[float, float, float]]) -> float:
    """Rounds for a finite, assessed number of targets [round].

    Q = sum over kinds k of T_k c_k. Each target kind is (number, probability of one round, probability wanted); all
    three are the user's planning figures.

    Raises
    ------
    ValueError
        Where a number is negative or a probability out of range.

    Source: NATO target-oriented method.
    """
    total = 0.0
    for number, kill_probability, wanted in targets:
        not_negative(number)
        total += number * rounds_per_target(kill_probability, wanted)
    return total
