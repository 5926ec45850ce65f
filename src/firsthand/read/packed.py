"""Files inside a ZIP, read with a limit: what a directory says of a size is not believed."""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from firsthand.errors import DamagedError
from firsthand.options import ReadOptions

MAX_MEMBERS = 100_000
"""A directory of more files is there to keep a reader busy; a day's archive has some hundreds."""

BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, KeyError)
"""What the standard library raises on damaged, encrypted and exotic ZIP files."""


def open_zip(handle: BinaryIO) -> zipfile.ZipFile:
    """A ZIP file; raises `DamagedError` where it is none."""
    try:
        archive = zipfile.ZipFile(handle)
    except BROKEN as error:
        raise DamagedError("damaged", f"It can't be opened as a ZIP file ({error}); it may be cut off.") from None
    if len(archive.infolist()) > MAX_MEMBERS:
        raise DamagedError("bomb", f"It holds more than {MAX_MEMBERS} files.")
    return archive


def read_member(archive: zipfile.ZipFile, name: str, options: ReadOptions) -> bytes:
    """The bytes of one file of a ZIP; raises `DamagedError` where it is too long, missing, damaged or encrypted."""
    try:
        with archive.open(name) as member:
            content = member.read(options.max_bytes + 1)
            packed = max(archive.getinfo(name).compress_size, 1)
    except BROKEN as error:
        raise DamagedError("damaged", f"{name} in it can't be read ({error}).") from None
    if len(content) > options.max_bytes:
        raise DamagedError("bomb", f"{name} in it unpacks to more than {options.max_bytes} bytes (option max_bytes).")
    if len(content) > options.bomb_bytes and len(content) > options.max_ratio * packed:
        raise DamagedError("bomb", f"{name} in it unpacks to more than {options.max_ratio} times its size, as no text "
                                   "does.")
    return content
