"""What do lines put out, and what do they take for it?"""

from __future__ import annotations

from pipir.program.blocks import making
from program.blocks.known import near, short
from sustainment.world import demand, line, stock, world


def test_output_comes_a_lead_time_after_the_start_and_takes_its_bill() -> None:
    """Of six days four get the line's five a day, as work in hand; then 2 motors' worth of starts: 2 of 10 a day."""
    tables = {
        "lines": [line("usa-a", 5, lead_days=4)],
        "stocks": [stock("usa-a", 2, "motor")],
        "bills": [{"item": "shell", "component": "motor", "quantity": 1}],
        "demands": [demand("usa-a", 10)],
    }
    case = world(6, **tables)
    assert short(case) == near(1 - (4 * 5 + 2) / 60)
    assert short(case, making) == near(1 - 20 / 60)  # work in hand is no choice: it comes all the same


def test_a_repair_line_turns_the_broken_into_the_whole() -> None:
    tables = {
        "lines": [line("usa-a", 1, work="repair")],
        "stocks": [stock("usa-a", 3, condition="repairable")],
        "demands": [demand("usa-a", 1)],
    }
    assert short(world(10, **tables)) == near(0.7)
