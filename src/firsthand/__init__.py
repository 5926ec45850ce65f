"""Who said it, who only repeated it, and where the accounts disagree.

    import firsthand as fh

    case = fh.open("harbour.db")
    case.add("harbour/")
    case.stories()[0].findings(slot="killed")

Names are loaded when they are first used, so that `import firsthand` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from firsthand.version import VERSION

if TYPE_CHECKING:
    from firsthand.case import Case, CaseStory
    from firsthand.errors import FirsthandError
    from firsthand.flow import Tables, analyse, read_reports
    from firsthand.options import Options
    from firsthand.show.plots import plot_links, plot_tolls
    from firsthand.weigh.fusion import weigh_claims

__version__ = VERSION

_HOMES = {"Case": "case", "CaseStory": "case", "FirsthandError": "errors", "Options": "options",
          "Tables": "flow", "analyse": "flow", "plot_links": "show.plots", "plot_tolls": "show.plots",
          "read_reports": "flow", "weigh_claims": "weigh.fusion"}

__all__ = ["Case", "CaseStory", "FirsthandError", "Options", "Tables", "analyse", "open", "plot_links",
           "plot_tolls", "read_reports", "weigh_claims"]


def open(path: str, options: Options | None = None) -> Case:
    """The case at `path`, made where there is none; raises `CaseError` where that cannot be."""
    from firsthand.case import Case

    return Case(path, options=options)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'firsthand' has no attribute {name!r}")
    return getattr(import_module(f"firsthand.{_HOMES[name]}"), name)
