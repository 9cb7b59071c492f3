"""By which published formulas are needs, stocks and rates compared? Each is a pure function of numbers."""

from pipir.accounting.methods.covering import days_of_supply, exportable_surplus, time_to_exhaustion
from pipir.accounting.methods.needing import level_of_effort, lifetime_oriented, rounds_per_target, target_oriented
from pipir.accounting.methods.refilling import NoRate, provisioning_reserve, reconstitution_time, years_to_meet

__all__ = [
    "NoRate",
    "days_of_supply",
    "exportable_surplus",
    "level_of_effort",
    "lifetime_oriented",
    "provisioning_reserve",
    "reconstitution_time",
    "rounds_per_target",
    "target_oriented",
    "time_to_exhaustion",
    "years_to_meet",
]
