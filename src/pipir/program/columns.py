"""What may be decided? Every column of the programme, with its bounds."""

from __future__ import annotations

import numpy as np

from pipir.program.grid import Floats
from pipir.program.spans import Spans, spans
from pipir.program.writing import Writing


def decide(w: Writing) -> None:
    """Add what leaves, waits, lies, is begun, served, handed over and discarded, and what goes short."""
    scope, unit = w.scope, w.unit
    add = w.draft.add_columns
    flow_item = scope.flows.item
    add("sent", scope.sends, unit[flow_item[scope.sends.entity]], upper=_may_leave(w))
    add("waits", scope.waits, unit[scope.cell_item[scope.doors.cell[scope.waits.entity]]], upper=_may_wait(w))
    add("stock", scope.stocks, unit[scope.cell_item[scope.stocks.entity]])
    add("starts", scope.starts, unit[w.net.making.item[scope.starts.entity]], upper=capacity(w))
    add("fills", scope.fills, unit[scope.uses.item[scope.fills.entity]])
    add("hands", scope.hands, unit[scope.cell_item[scope.handings.cell[scope.hands.entity]]])
    stored = _stored(w)
    add("discards", stored, unit[scope.cell_item[stored.entity]])
    add("short", once(len(w.claims.kind)), 1.0, upper=1.0)
    add("largest", once(len(w.claims.ranks)), 1.0)


def once(count: int) -> Spans:
    """Entities with one number each, as if they had a single period."""
    return spans(np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.int64))


def capacity(w: Writing) -> Floats:
    """Units that each line can start in each of its periods: shape (starts,)."""
    made = np.diff(w.net.making.ramps.started(w.grid.edges[:, None]), axis=0) * w.scope.means.line_open
    found: Floats = np.maximum(made[w.scope.starts.period, w.scope.starts.entity], 0.0)
    return found


def _may_leave(w: Writing) -> Floats:
    """No limit but where the lane, or a site at its end, is closed all through the period."""
    scope = w.scope
    share = scope.means.way_open[scope.sends.period, scope.flows.lane[scope.sends.entity]]
    return np.where(share > 0.0, np.inf, 0.0)


def _may_wait(w: Writing) -> Floats:
    """No limit where a limit of the site may keep goods out, or while it is closed; else they come in."""
    scope, door = w.scope, w.scope.waits.entity
    shut = scope.means.site_open[scope.waits.period, scope.cell_site[scope.doors.cell[door]]] <= 0.0
    return np.where(scope.doors.free[door] | shut, np.inf, 0.0)


def _stored(w: Writing) -> Spans:
    """Cells of sites whose storage is limited can be discarded from, where anything lies or comes by itself."""
    stocks = w.scope.stocks
    kept = w.scope.stored[w.scope.cell_site] & ((w.opening > 0.0) | (w.given > 0.0).any(axis=1))
    return Spans(stocks.first, np.where(kept, stocks.count, 0))


def periods(w: Writing, count: int) -> Spans:
    """Entities that exist in every period."""
    return spans(np.zeros(count, dtype=np.int64), np.full(count, w.grid.count))
