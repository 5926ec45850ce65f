"""Every error that `firsthand` raises on purpose.

    FirsthandError                   catch this one
    ├── InputError                   nothing that was given could be read
    ├── DamagedError                 an input is damaged from some place on
    ├── FetchError                   an address cannot or must not be fetched
    ├── OptionError                  an option or argument cannot be used as given
    ├── CaseError                    a case cannot be opened, or is not a case
    │   └── ConflictError            somebody else decided the same thing meanwhile
    ├── TableError                   rows that do not fit their table
    ├── EngineError                  a query or a Parquet file failed
    ├── ModelError                   a model is missing or damaged
    ├── PluginError                  a plugin failed, or gave what it must not
    └── MissingExtraError            an optional part is not installed

Messages say what is wrong, where (which input), and what to do next. What cannot be read but
does not stop the work is no error: it becomes a `records.Rejected`, counted and listed.
"""

from __future__ import annotations


class FirsthandError(Exception):
    """Base of all errors that `firsthand` raises on purpose."""


class InputError(FirsthandError):
    """Nothing that was given could be read."""


class _ReasonedError(FirsthandError):
    """An error that becomes a `records.Rejected`: `reason` is a short constant, the message its detail."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class DamagedError(_ReasonedError):
    """An input is damaged from some place on, or unpacks to more than is sane."""


class FetchError(_ReasonedError):
    """An address cannot or must not be fetched."""


class OptionError(FirsthandError, ValueError):
    """An option or argument cannot be used as given."""


class CaseError(FirsthandError):
    """A case cannot be opened, or the file is not a case."""


class ConflictError(CaseError):
    """Somebody else decided the same thing meanwhile: look at it again, then decide."""


class TableError(FirsthandError):
    """Rows that do not fit the table they are meant for."""


class EngineError(FirsthandError):
    """A query failed, or a Parquet file could not be read or written."""


class ModelError(FirsthandError):
    """A model's file is missing, or does not have the digest on its card."""


class PluginError(FirsthandError):
    """A plugin cannot be loaded, failed, or gave what it must not."""


class MissingExtraError(FirsthandError, ImportError):
    """An optional part is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed; run: pip install 'firsthand[{extra}]'")
