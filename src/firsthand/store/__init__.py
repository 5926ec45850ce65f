"""Where a case is kept: one SQLite file, or a PostgreSQL database that a desk shares."""

from __future__ import annotations

from firsthand.store.accounts import Account, Accounts, AuditEntry
from firsthand.store.copy import copy_case, new_case
from firsthand.store.health import Health
from firsthand.store.responses import Response, Responses
from firsthand.store.schema import ACROSS, PER_REPORT
from firsthand.store.sql import SqlStore, mark_of

__all__ = ["ACROSS", "PER_REPORT", "Account", "Accounts", "AuditEntry", "Health", "Response", "Responses", "SqlStore",
           "copy_case", "mark_of", "new_case"]
