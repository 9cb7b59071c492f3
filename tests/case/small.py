"""Which small case do the tests of reading spoil, and how do they look at a refusal?"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipir.case.case import Case
from pipir.case.reading import read_case
from pipir.case.refusal import Fault, Refused

DESCRIPTION: dict[str, Any] = {
    "name": "small",
    "title": "Small",
    "version": "1",
    "as_of": "2025-01-01",
    "price_year": 2025,
}

TABLES = {
    "nations": "nation,name,role\nUSA,United States,participant\nJPN,Japan,participant\nKOR,Korea,partner\n",
    "memberships": "nation,body,status\nUSA,PIPIR,member\n",
    "sites": "site,name,nation,host,kind,latitude,longitude,storage_t\n"
    "us-guam,Guam,USA,USA,depot,13.45,144.66,\n"
    'jp-sasebo,"Sasebo, Kyushu",JPN,JPN,base,33.16,129.72,5000\n',
    "items": "item,name,kind,family,mission,unit,mass_kg\n"
    "sm-6,SM-6,munition,standard,air defence,missile,1500\n"
    "sm-3,SM-3,munition,standard,missile defence,missile,1500\n"
    "motor,Motor,component,motors,propulsion,motor,700\n",
    "bills": "item,component,quantity\nsm-6,motor,1\n",
    "stocks": "site,item,condition,quantity,reserve,as_of\n"
    "us-guam,sm-6,,120,40,2025-01-01\n"
    "jp-sasebo,sm-6,serviceable,15.5,,\n",
    "lanes": "lane,origin,destination,mode,days,via\nguam-sasebo,us-guam,jp-sasebo,sea,6.5,JPN KOR\n",
    "commitments": "commitment,supplier,recipient,item,quantity,start,end,state,deliver_to\n"
    "usa-jpn,USA,JPN,sm-6,10,2025-02-01,2025-08-01,contract,jp-sasebo\n",
    "sources": "source,title\ncensus,Census\n",
    "evidence": "table,row,column,source,value,low,high,confidence,chosen\n"
    "stocks,us-guam/sm-6,quantity,census,120,90,150,medium,true\n",
}


def write(folder: Path, tables: dict[str, str] | None = None, **described: Any) -> Path:
    """The small case in a folder, with these tables in place of its own (None: without any of its own)."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = {**TABLES, **(tables or {})}
    for name, text in whole.items():
        (folder / f"{name}.csv").write_bytes(text.encode())
    resources = [{"name": name, "path": f"{name}.csv"} for name in whole]
    describe(folder, **{"resources": resources, **described})
    return folder


def write_overlay(folder: Path, tables: dict[str, str], **described: Any) -> Path:
    """A case that rests on the small one beside it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_bytes(text.encode())
    resources = [{"name": name, "path": f"{name}.csv"} for name in tables]
    only = {"name": "mine", "title": "Mine", "version": "1", "base": "../small"}
    (folder / "datapackage.json").write_text(json.dumps({**only, "resources": resources, **described}), "utf-8")
    return folder


def describe(folder: Path, **described: Any) -> None:
    """Write the descriptor; a value of None leaves its entry out."""
    given = {key: value for key, value in {**DESCRIPTION, **described}.items() if value is not None}
    (folder / "datapackage.json").write_text(json.dumps(given), "utf-8")


def refusal(of: Path | Callable[[], Any], **more: Any) -> tuple[Fault, ...]:
    """The faults for which a case is refused."""
    with pytest.raises(Refused) as refused:
        _ = read_case(of, **more) if isinstance(of, Path) else of()
    return refused.value.faults


def places(faults: tuple[Fault, ...]) -> list[tuple[str, int | None, str | None]]:
    """File, row and column of each fault."""
    return [(fault.file, fault.row, fault.column) for fault in faults]


def one(faults: tuple[Fault, ...]) -> Fault:
    """The only fault."""
    assert len(faults) == 1, faults
    return faults[0]


def small(folder: Path) -> Case:
    """The small case, read."""
    return read_case(write(folder / "small"))
