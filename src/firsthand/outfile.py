"""Files and folders that are written for others: a file is there as a whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from firsthand.errors import OptionError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A file to write into, which takes its place at `path` when all of it is written.

    What is no file (a pipe, /dev/stdout) is written as it is. Raises `OptionError` where it cannot be
    written; then nothing is left of it, and what was at `path` before stays.
    """
    target = path.resolve()
    is_pipe = target.exists() and not target.is_file() and not target.is_dir()
    unfinished = target if is_pipe else target.with_name(f"{target.name}.part")
    try:
        try:
            yield unfinished
            if not is_pipe:
                unfinished.replace(target)
        except BaseException:
            if not is_pipe:
                unfinished.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise OptionError(f"{path} cannot be written: {error.strerror or error}; give another place") from error


def made_folder(folder: Path) -> Path:
    """The folder, made where it is not there; raises `OptionError` where that cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OptionError(f"{folder} cannot be used as a folder: {error.strerror}; give another one") from error
    return folder
