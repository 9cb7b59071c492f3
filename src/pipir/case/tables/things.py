"""What is it? Items, what they are made of, what may stand in for what, and the standards behind that."""

from __future__ import annotations

from pipir.case.columns import (
    NONE,
    Check,
    Rule,
    Table,
    choice,
    number,
    optional,
    ref,
    slug,
    text,
)

GATES = ("technical", "safety", "permission")
"""Gates of a pair, in the order in which they are opened: it fits, its data are released, the nation permits it."""

ITEMS = Table(
    "items",
    "Munitions, components, materials and equipment.",
    (
        slug("item", "Id of the item; never equal to a family.", example="sm-6"),
        text("name", "Name as reports print it.", example="SM-6"),
        choice("kind", "munition component material equipment", "What it is."),
        slug("family", "Family of variants that agreements and stances may name.", key=False, example="standard"),
        text("mission", "What it is for.", example="air defence"),
        text("unit", "Unit that every quantity of the item is counted in.", example="missile"),
        number("mass_kg", "Mass of one unit as shipped.", "kg/unit", example="1500"),
        optional(number("neq_kg", "Net explosive quantity of one unit.", "kg/unit", example="390")),
        optional(number("unit_cost_usd", "Cost of one unit.", "USD/unit", example="4400000")),
        optional(ref("design_authority", "nations", "Nation whose consent a re-export needs.", example="USA"), NONE),
        optional(text("nsn", "NATO stock number, 13 digits.", example="1410015551234")),
        optional(text("dodic", "US ammunition code, 4 characters.", example="D544")),
        optional(number("shelf_life_years", "Years an item keeps.", "year", example="20")),
    ),
    checks=(Check("pipir.case.checking.rules:item_is_no_family", "an item id never equals a family"),),
)

BILLS = Table(
    "bills",
    "Bills of materials: what one unit of an item takes.",
    (
        ref("item", "items", "The item made.", key=True, example="gmlrs"),
        ref("component", "items", "What it takes.", key=True, example="gmlrs-motor"),
        number("quantity", "Units of the component in one unit of the item.", "unit/unit", above=0.0, example="1"),
    ),
    rules=(Rule("item", "!=", "component", "an item is not its own component"),),
    checks=(Check("pipir.case.checking.rules:bills_have_no_loop", "no item is made of itself"),),
)

SUBSTITUTES = Table(
    "substitutes",
    "What may stand in for what, per user: usable only when all three gates are `yes`.",
    (
        ref("nation", "nations", "The user.", key=True, example="AUS"),
        ref("item", "items", "What is required.", key=True, example="shell-155"),
        ref("substitute", "items", "What may be used instead.", key=True, example="shell-155-k307"),
        number("ratio", "Units of the substitute that do the work of one.", "unit/unit", above=0.0, example="1"),
        optional(ref("standard", "standards", "Standard that the pair rests on.", example="aop-29"), NONE),
        choice("technical", "yes no unknown", "Gate 1: it fits and works."),
        choice("safety", "yes no unknown", "Gate 2: safety data are released."),
        choice("permission", "yes no unknown", "Gate 3: the nation permits it."),
    ),
    rules=(Rule("item", "!=", "substitute", "an item is no substitute for itself"),),
)

STANDARDS = Table(
    "standards",
    "Standards that interchangeability rests on.",
    (
        slug("standard", "Id of the standard.", example="aop-29"),
        text("title", "Title.", example="Indirect fire ammunition interchangeability"),
    ),
)

RATIFICATIONS = Table(
    "ratifications",
    "Which nation has ratified which standard, with which reservation.",
    (
        ref("nation", "nations", "The nation.", key=True, example="KOR"),
        ref("standard", "standards", "The standard.", key=True, example="aop-29"),
        choice("status", "ratified reserved none", "Standing of the ratification."),
        optional(text("reservation", "The nation's stated deviation.", example="own propellant only"), NONE),
    ),
)

TABLES: tuple[Table, ...] = (ITEMS, BILLS, SUBSTITUTES, STANDARDS, RATIFICATIONS)
