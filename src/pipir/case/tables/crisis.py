"""What happens? Scenarios, what they demand, what strikes."""

from __future__ import annotations

from pipir.case.columns import (
    NONE,
    ONE,
    ZERO,
    Check,
    Column,
    Empty,
    Kind,
    Rule,
    Table,
    choice,
    date,
    integer,
    number,
    optional,
    ref,
    share,
    slug,
    text,
)

SCENARIOS = Table(
    "scenarios",
    "Crises that the case can be run through; day 0 is the start. The first row is the default.",
    (
        slug("scenario", "Id of the scenario.", example="taiwan"),
        text("name", "Name as reports print it.", example="War over Taiwan, 180 days"),
        ref("situation", "situations", "Situation that stances answer for.", example="taiwan"),
        date("start", "Day 0.", example="2025-06-01"),
        integer("days", "Length.", "day", least=1, most=36500, example="180"),
        optional(share("probability", "Chance that it happens."), Empty("1 for a lone scenario, else not stated")),
        optional(integer("gap_days", "Days until the next contingency.", "day", example="365"), Empty("365 days", 365)),
        optional(ref("next", "scenarios", "The contingency that may follow.", example="korea"), NONE),
    ),
    ordered=True,
)

DEMANDS = Table(
    "demands",
    "What a crisis uses up, where, from when to when.",
    (
        ref("scenario", "scenarios", "Scenario.", key=True, example="taiwan"),
        slug("demand", "Id of the demand within its scenario.", example="lrasm-guam"),
        ref("nation", "nations", "Nation that needs it; it holds the site.", example="USA"),
        ref("site", "sites", "Where it is needed.", example="us-guam"),
        ref("item", "items", "What is needed.", example="lrasm"),
        number("from_day", "First day.", "day", example="0"),
        number("to_day", "Day after the last.", "day", example="30"),
        number("per_day", "Expenditure.", "unit/day", example="15"),
        integer("tier", "1 is served first.", "tier", least=1, example="1"),
        optional(number("weight", "What one unit counts beside other items.", "weight", example="1"), ONE),
        optional(number("cv", "Coefficient of variation of a day's use.", "ratio", example="0.5"), ZERO),
    ),
    rules=(Rule("to_day", ">", "from_day", "a demand lasts at least a moment"),),
    checks=(Check("pipir.case.checking.rules:demand_at_own_site", "the nation holds the site"),),
)

HAZARDS = Table(
    "hazards",
    "What strikes sites, lanes and lines: chance a day, share lost, days closed.",
    (
        ref("scenario", "scenarios", "Scenario.", key=True, example="taiwan"),
        slug("hazard", "Id of the hazard within its scenario.", example="strike-guam"),
        choice("kind", "site lane line", "What is struck."),
        Column("target", Kind.SLUG, "Id of the site, lane or line.", example="us-guam"),
        number("from_day", "First day.", "day", example="0"),
        number("to_day", "Day after the last.", "day", example="21"),
        share("probability_per_day", "Chance of a strike on a day of the window.", example="0.1"),
        share("loss", "Share of what is there that a strike destroys.", example="0.15"),
        optional(number("outage_days", "Days closed after a strike.", "day", example="2"), ZERO),
        optional(Column("group", Kind.SLUG, "Hazards that strike together.", example="salvo-guam"), NONE),
    ),
    rules=(Rule("to_day", ">", "from_day", "a hazard lasts at least a moment"),),
    checks=(
        Check("pipir.case.checking.rules:target_exists", "the target is a site, lane or line as `kind` says"),
        Check("pipir.case.checking.rules:group_shares_window", "a group has one window and one probability"),
    ),
)

TABLES: tuple[Table, ...] = (SCENARIOS, DEMANDS, HAZARDS)
