"""Does `find` put the worst first, the same way every time, for any case?"""

from __future__ import annotations

import inspect

import pipir.findings
from pipir.case.bundled import names
from pipir.case.checking import from_frames
from pipir.case.checking.sheet import key_text
from pipir.case.reading import read_case
from pipir.case.tables import TABLES
from pipir.findings import find as asking
from pipir.findings.find import FINDERS, WORST_FIRST, find
from pipir.findings.finding import FINDINGS


def test_an_empty_case_has_no_findings() -> None:
    assert find(from_frames("nothing", {})).findings.is_empty()


def test_the_worst_come_first_and_the_same_case_gives_the_same_bytes() -> None:
    for name in names():
        case = read_case(name)
        result = find(case)
        ranks = [WORST_FIRST[severity] for severity in result.findings["severity"]]
        assert ranks == sorted(ranks)
        assert result.findings.columns == list(FINDINGS.names)
        assert result.to_json() == find(read_case(name)).to_json()


def test_rows_name_rows_of_the_table() -> None:
    for name in names():
        case = read_case(name)
        for table, row in find(case).findings.select("table", "row").iter_rows():
            assert set(row.split()) <= set(case[table].select(key_text(TABLES[table])).to_series())


def test_every_finder_is_asked_once() -> None:
    modules = [module for _, module in inspect.getmembers(asking, inspect.ismodule)]
    written = {
        function
        for module in modules
        if module.__name__.startswith(pipir.findings.__name__)
        for name, function in inspect.getmembers(module, inspect.isgeneratorfunction)
        if not name.startswith("_") and list(inspect.signature(function).parameters) == ["case"]
    }
    assert set(FINDERS) == written
    assert len(FINDERS) == len(set(FINDERS))
