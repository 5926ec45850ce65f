"""Compressed inputs as streams of plain bytes that break off where they turn out to be bombs.

gzip is unpacked member by member, so that an archive with a damaged member can be read on after it.
"""

from __future__ import annotations

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol, cast

from firsthand.errors import DamagedError
from firsthand.options import ReadOptions

SUFFIXES = (".gz", ".bz2", ".xz", ".zst")
PIECE = 65_536
MEMBER = b"\x1f\x8b\x08"
"""How every gzip member begins (RFC 1952); also its method, the only one there is."""
MAGIC = {MEMBER: "gzip", b"BZh": "bzip2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


class Unpacker(Protocol):
    """A stream of unpacked bytes that knows how many packed ones it took."""

    @property
    def taken(self) -> int:
        """Packed bytes that were read so far."""

    def unpack(self) -> bytes:
        """The next bytes; empty at the end. Raises `DamagedError`."""


class Plain(io.RawIOBase):
    """The bytes of an unpacker, with a limit on how much they grow."""

    def __init__(self, unpacker: Unpacker, options: ReadOptions) -> None:
        self._unpacker, self._options = unpacker, options
        self._left = b""
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._left:
            self._left = self._unpacker.unpack()
            self._given += len(self._left)
            self._check()
        count = min(len(buffer), len(self._left))
        buffer[:count], self._left = self._left[:count], self._left[count:]
        return count

    def _check(self) -> None:
        limits = self._options
        if self._given > limits.bomb_bytes and self._given > limits.max_ratio * self._unpacker.taken:
            raise DamagedError("bomb", f"It unpacks to more than {limits.max_ratio} times its size, as no text does; "
                                       "it was broken off.")


def packing_of(head: bytes) -> str | None:
    """How some bytes are compressed, by their first ones; None where they are not."""
    return next((name for magic, name in MAGIC.items() if head.startswith(magic)), None)


def unpack(handle: BinaryIO, packing: str, options: ReadOptions) -> io.BufferedReader:
    """The plain bytes of a compressed stream; reading them raises `DamagedError` where they can't go on."""
    unpacker: Unpacker = Gzip(handle) if packing == "gzip" else _OfParts(handle, _DECOMPRESSORS[packing])
    return io.BufferedReader(Plain(unpacker, options), PIECE)


class Gzip:
    """gzip members one after another. After `DamagedError`, `resume` finds the next whole member."""

    def __init__(self, handle: BinaryIO) -> None:
        self.taken = 0
        self.members = 0
        self._handle, self._left = handle, b""
        self._member: Any = None
        self._member_start = 0

    def unpack(self) -> bytes:
        """The next bytes of this member or of the one after it."""
        while True:
            if self._member is None and not self._open():
                return b""
            if not self._left and not self._fill():
                self._member = None
                raise DamagedError("damaged", "It breaks off within the part that begins at byte "
                                              f"{self._member_start}.")
            try:
                found = self._member.decompress(self._left, PIECE)
            except zlib.error as error:
                self._member, self._left = None, self._left[1:]  # so that `resume` does not find this one again
                raise DamagedError("damaged", f"The part that begins at byte {self._member_start} is damaged "
                                              f"({error}).") from None
            self._left = self._member.unconsumed_tail or self._member.unused_data
            if self._member.eof:
                self._member = None
            if found:
                return bytes(found)

    def resume(self) -> bool:
        """Goes to the next place where a member begins; False where there is none."""
        while True:
            at = self._left.find(MEMBER)
            if at >= 0:
                self._left = self._left[at:]
                return True
            self._left = self._left[-2:]
            if not self._fill():
                return False

    def _open(self) -> bool:
        """Begins a member; False at the end, where zeros may pad the file."""
        while len(self._left) < len(MEMBER) and self._fill():
            pass
        while self._left and not self._left.strip(b"\x00"):
            self._left = b""
            self._fill()
        if not self._left:
            return False
        self._member_start = self.taken - len(self._left)
        if not self._left.startswith(MEMBER):
            self._left = self._left[1:]
            raise DamagedError("damaged", f"At byte {self._member_start} begins something that is not gzip.")
        self._member = zlib.decompressobj(31)
        self.members += 1
        return True

    def _fill(self) -> bool:
        piece = self._handle.read(PIECE)
        self.taken += len(piece)
        self._left += piece
        return bool(piece)


class _OfParts:
    """bzip2, xz and zstd through decompressors that take bytes and give bytes."""

    def __init__(self, handle: BinaryIO, make: Callable[[BinaryIO], Any]) -> None:
        self._counted = _Counted(handle)
        self._stream = make(cast(BinaryIO, self._counted))

    @property
    def taken(self) -> int:
        return self._counted.count

    def unpack(self) -> bytes:
        try:
            return bytes(self._stream.read(PIECE))
        except (OSError, EOFError, lzma.LZMAError, ValueError) as error:
            raise DamagedError("damaged", f"It is damaged or breaks off at byte {self.taken} or a little before "
                                          f"({error}).") from None


class _Counted(io.RawIOBase):
    """A stream that counts what is read of it."""

    def __init__(self, handle: BinaryIO) -> None:
        self.count = 0
        self._handle = handle

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece = self._handle.read(len(buffer))
        self.count += len(piece)
        buffer[:len(piece)] = piece
        return len(piece)


def _zstd(handle: BinaryIO) -> Any:
    import pyarrow as pa

    return pa.CompressedInputStream(pa.PythonFile(handle, mode="r"), "zstd")


_DECOMPRESSORS: dict[str, Callable[[BinaryIO], Any]] = {"bzip2": bz2.BZ2File, "xz": lzma.LZMAFile, "zstd": _zstd}
