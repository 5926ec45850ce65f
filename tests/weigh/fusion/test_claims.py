"""What happens to odd files: a clear message with the line, or a rule; nothing dropped without a word."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyarrow as pa
import pytest

from firsthand.errors import InputError
from firsthand.weigh.fusion.claims import as_claims, read_claims

HEADER = b"source,item,value\n"


def written(folder: Path, data: bytes, name: str = "claims.csv") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("data", "message"), [
    (b"", "line 1: the file is empty"),
    (b" \n\n", "line 1: the file is empty"),
    (b"source,item\na,b\n", "line 1: no column value; there are: source, item"),
    (b"source,item,value,value\na,b,c,d\n", "column value stands there twice"),
    (HEADER, "line 2: no claim follows"),
    (HEADER + b"a,,3\n", "line 2: no source, item or value; rejected"),
])
def test_a_file_that_cannot_be_weighed_says_why(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=r"claims\.csv") as raised:
        read_claims(written(tmp_path, data))
    assert message in str(raised.value)


def test_a_missing_file_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_claims(tmp_path / "none.csv")


def test_rejected_rows_are_named_with_their_lines(tmp_path: Path) -> None:
    claims = read_claims(written(tmp_path, HEADER + b'a,"pier\nthree",5\nb,quay\nc,,3\nd,quay,  \ne,quay,7\n'))
    assert claims.table.to_pylist() == [{"source": "a", "item": "pier\nthree", "value": "5"},
                                        {"source": "e", "item": "quay", "value": "7"}]
    notes = " ".join(claims.notes)
    assert "line 4: 2 cells where the header has 3; rejected" in notes
    assert "line 5: no source, item or value" in notes
    assert "line 6: no source, item or value" in notes


def test_many_rejected_rows_are_counted(tmp_path: Path) -> None:
    claims = read_claims(written(tmp_path, HEADER + b"a,b,\n" * 12 + b"a,b,c\n"))
    assert len(claims.notes) == 7
    assert claims.notes[5] == "and 7 more rows rejected so"


def test_mixed_encodings_are_read_line_by_line_and_noted(tmp_path: Path) -> None:
    data = HEADER + "é,quay,1\n".encode() + "é,pier,2\n".encode("cp1252")
    claims = read_claims(written(tmp_path, data))
    assert claims.table["source"].to_pylist() == ["é", "é"]
    assert claims.notes[0] == f"{tmp_path / 'claims.csv'}: line 3: not UTF-8; read as Windows-1252 (1 lines so read)"


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf" + HEADER + "é,x,1\n".encode(),
                                  "source,item,value\r\né,x,1\r\n".encode("utf-16")])
def test_byte_order_marks_are_understood(tmp_path: Path, data: bytes) -> None:
    assert read_claims(written(tmp_path, data)).table.to_pylist() == [{"source": "é", "item": "x", "value": "1"}]


def test_a_cell_of_ten_megabytes_is_a_value(tmp_path: Path) -> None:
    claims = read_claims(written(tmp_path, HEADER + b"a,x," + b"y" * 20_000_000 + b"\nb,x,z\n"))
    assert [len(value) for value in claims.table["value"].to_pylist()] == [20_000_000, 1]


def test_other_columns_and_their_order_do_not_matter(tmp_path: Path) -> None:
    packed = gzip.compress(b"Value,note,Item,Source\n1,?,x,a\n")
    assert read_claims(written(tmp_path, packed, "c.csv.gz")).table.to_pylist() == [
        {"source": "a", "item": "x", "value": "1"}]


def test_arrow_and_triples_are_the_same_claims() -> None:
    rows = [("a", "x", "1"), ("b", "x", "2")]
    table = pa.table({"source": ["a", "b"], "item": ["x", "x"], "value": [1, 2]})
    assert as_claims(rows).table.equals(as_claims(table).table)


@pytest.mark.parametrize("given", [[("a", "x")], ["abc"], pa.table({"source": ["a"]}), []])
def test_what_are_no_claims_is_an_input_error(given: object) -> None:
    with pytest.raises(InputError, match="claims"):
        as_claims(given)
