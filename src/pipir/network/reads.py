"""Which tables of a case does a network read? Runs on a network record their empty cells."""

READS = (
    "memberships",
    "sites",
    "lanes",
    "items",
    "bills",
    "substitutes",
    "lines",
    "stocks",
    "in_transit",
    "commitments",
    "deliveries",
    "agreements",
    "stances",
    "sequence",
    "scenarios",
    "demands",
    "hazards",
)
