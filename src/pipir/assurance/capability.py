"""Which questions does assurance answer? Whether promises can be kept, what a place costs, and who slips on a line."""

from __future__ import annotations

from pipir.assurance.assuring.declared import ASSURE
from pipir.assurance.resequencing.declared import RESEQUENCE
from pipir.assurance.sequencing.declared import SEQUENCE

CAPABILITIES = (ASSURE, SEQUENCE, RESEQUENCE)
