"""May these rows be a case? Everything that is wrong with them is found at once, else a `Case` is built."""

from __future__ import annotations

from pipir.case.checking.building import Description, build_case, case_faults, from_frames

__all__ = ["Description", "build_case", "case_faults", "from_frames"]
