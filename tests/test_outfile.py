"""A file that is written for others is there as a whole, or as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.errors import OptionError
from firsthand.outfile import made_folder, whole_file


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")
    with whole_file(path) as unfinished:
        unfinished.write_text("new")
        assert path.read_text() == "old"
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_what_breaks_off_leaves_nothing(error: BaseException, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("old")

    def write() -> None:
        with whole_file(path) as unfinished:
            unfinished.write_text("half")
            raise error

    with pytest.raises((OptionError, KeyboardInterrupt)):
        write()
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(OptionError, match=r"nowhere.page.html cannot be written: No such file"), \
            whole_file(tmp_path / "nowhere" / "page.html") as unfinished:
        unfinished.write_text("x")
    with pytest.raises(OptionError, match="cannot be written: Is a directory"), whole_file(tmp_path) as unfinished:
        unfinished.write_text("x")
    (tmp_path / "file").write_text("x")
    with pytest.raises(OptionError, match="cannot be used as a folder"):
        made_folder(tmp_path / "file")


def test_what_is_no_file_is_written_as_it_is() -> None:
    with whole_file(Path("/dev/null")) as unfinished:
        assert unfinished == Path("/dev/null")
    assert Path("/dev/null").is_char_device()
