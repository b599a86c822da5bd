"""What our account of Wix says (docs/wix-api.md), sentence by sentence."""

from __future__ import annotations

from tools.wix.stated.backups import BACKUPS
from tools.wix.stated.content import CONTENT
from tools.wix.stated.jobs import JOBS
from tools.wix.stated.refusals import REFUSALS
from tools.wix.stated.statement import Basis, Statement
from tools.wix.stated.wire import WIRE

__all__ = ["STATEMENTS", "Basis", "Statement"]

STATEMENTS = (*WIRE, *REFUSALS, *BACKUPS, *JOBS, *CONTENT)
