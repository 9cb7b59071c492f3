"""How does a case come from disk? From a bundled name, a folder or a workbook; checked or refused."""

from __future__ import annotations

from pipir.case.reading.loading import as_case, read_case

__all__ = ["as_case", "read_case"]
