"""XML that strangers wrote: no entity is expanded, nothing is loaded, and what breaks is read as far as it goes."""

from __future__ import annotations

import re
from html.entities import html5
from typing import Any

from firsthand.errors import DamagedError
from firsthand.read.charset import Decoded, decode

PROLOG_BYTES = 65_536
"""Entities are defined before the first element."""

_ENCODING = re.compile(rb"""^\s*(?:\xef\xbb\xbf)?\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NAMED_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,30});")
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def decode_xml(content: bytes, charset: str | None = None) -> Decoded:
    """The characters of a document: by its carrier's word, else its own declaration, else as found."""
    named = _ENCODING.match(content[:1000])
    return decode(content, charset or (named[1].decode("ascii") if named else None))


def parse_xml(text: str) -> tuple[Any, str | None]:
    """The root of a document as an lxml element, and what is broken in it (with its line), or null.

    Names of HTML's entities, which feeds use without defining them, become their characters.
    Raises `DamagedError` for a document that defines entities of its own, or has no element.
    """
    from lxml import etree

    if "<!ENTITY" in text[:PROLOG_BYTES]:
        raise DamagedError("entities", "It defines entities of its own, as bombs and spies do; they are not expanded, "
                                       "and it is not read.")
    # the declaration names an encoding that is undone already; its lines stay, so that places are right
    bare = _DECLARATION.sub(lambda match: "\n" * match[0].count("\n"), text.removeprefix("\ufeff"), count=1)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True,
                             remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(_NAMED_ENTITY.sub(_character, _NO_XML.sub("", bare)).encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DamagedError("broken-xml", f"It can't be read as XML ({error}).") from None
    if root is None:
        raise DamagedError("broken-xml", "It can't be read as XML: there is no element in it.")
    errors = [error for error in parser.error_log  # a prefix without a namespace loses nothing
              if error.level_name != "WARNING" and not error.type_name.startswith("NS_")]
    return root, f"line {errors[0].line}: {errors[0].message}" if errors else None


def _character(match: re.Match[str]) -> str:
    found = match[1]
    return match[0] if found in _OF_XML else html5.get(f"{found};", match[0])
