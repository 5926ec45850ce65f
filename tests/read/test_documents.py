"""PDF, DOCX and tables: what is made here with the standard library is read, what is broken is told."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.options import ReadOptions
from firsthand.read import read_inputs
from firsthand.read.docx import read_docx
from firsthand.read.pdf import read_pdf
from firsthand.records import Rejected, Report
from tests.conftest import steps

# ---------------------------------------------------------------- PDF

WORDS = ["The fish quay in Port Selm burned on Tues-", "day, the Coast Agency said in a short state-",
         "ment on its site.", "", "Nobody could say how the fire had begun."]


def pdf(pages: list[list[str]], packed: bool = False) -> bytes:
    """A PDF of these lines, written by hand: the format's smallest form."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>",
               b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
                   len(pages), b" ".join(b"%d 0 R" % (4 + 2 * n) for n in range(len(pages)))),
               b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    for number, lines in enumerate(pages):
        rows = b"".join(b"1 0 0 1 72 %d Tm (%s) Tj\n" % (720 - 14 * n, line.encode("cp1252"))
                        for n, line in enumerate(lines) if line)
        content = b"BT /F1 12 Tf\n" + rows + b"ET"
        extra = b" /Filter /FlateDecode" if packed else b""
        stream = zlib.compress(content) if packed else content
        objects += [b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R /Resources "
                    b"<< /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number),
                    b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(stream), extra, stream)]
    body, offsets = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return body + (b"xref\n0 %d\n0000000000 65535 f \n%strailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
                   % (len(objects) + 1, table, len(objects) + 1, len(body)))


def read_one(content: bytes, **options: Any) -> Report | Rejected:
    return read_pdf(content, "a.pdf", ReadOptions(**options))


@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf(packed: bool) -> None:
    found = read_one(pdf([WORDS], packed))
    assert isinstance(found, Report)
    assert "burned on Tuesday, the Coast Agency said in a short statement on its site." in found.text.replace("\n", " ")


LEFT = ["The fish quay in Port Selm", "burned on Tuesday night, the", "harbour office said, and three",
        "people died in the flames.", "Rescuers looked for the others", "until the morning came and"]
RIGHT = ["the fog had lifted. Divers then", "searched the basin for two men", "who are still missing, and the",
         "mayor asked all to stay away.", "The port will stay closed for", "a week, she said."]
FOOT = "This line goes over the whole width of the page, as those below columns do."


def beside(left: list[str], right: list[str]) -> list[str]:
    """The lines of a page whose halves stand side by side, drawn a row at a time."""
    return [f"{one}) Tj 248 0 Td ({two}" for one, two in zip(left, right, strict=True)]


def test_two_columns_are_read_one_after_the_other() -> None:
    found = read_one(pdf([["Fire at the quay", "", "", *beside(LEFT, RIGHT), "", "", FOOT]]))
    assert isinstance(found, Report)
    assert "\n".join([*LEFT, *RIGHT]) in found.text
    assert found.text.startswith("Fire at the quay\n\nThe fish quay")
    assert found.text.endswith(FOOT)


def test_rows_of_a_table_stay_together() -> None:
    found = read_one(pdf([["Killed by town", *beside([f"Killed in the town of {name}" for name in "abcdefgh"],
                                                     [str(10 * number) for number in range(1, 9)])]]))
    assert isinstance(found, Report)
    assert "Killed in the town of c 30\n" in found.text


def test_running_heads_and_page_numbers_stay_out() -> None:
    sheds = ("red", "green", "blue", "white")
    pages = [[f"Selm Post, edition {n}", f"The {shed} shed burned down.", "It was dark.", f"The {shed} doors fell.",
              f"Page {n} of 4"] for n, shed in enumerate(sheds, 1)]
    found = read_one(pdf(pages))
    assert isinstance(found, Report)
    assert "Selm Post" not in found.text
    assert "of 4" not in found.text
    assert "The blue shed burned down." in found.text


def test_a_sentence_goes_on_over_the_edge_of_a_page() -> None:
    found = read_one(pdf([["The fish quay burned while nobody"], ["was there to see how it began."]]))
    assert isinstance(found, Report)
    assert found.text == "The fish quay burned while nobody\nwas there to see how it began."


@pytest.mark.parametrize(("content", "reason"), [
    (b"", "damaged"), (b"%PDF-1.4", "damaged"), (b"words", "damaged"), (pdf([WORDS])[:300], "damaged"),
    (pdf([[]]), "no-text"), (pdf([["quay"]]), "too-short"),
])
def test_what_is_no_report_of_a_pdf(content: bytes, reason: str) -> None:
    found = read_one(content)
    assert isinstance(found, Rejected), found
    assert found.reason == reason


def encrypted(password: str) -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([WORDS]))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def test_a_locked_pdf_is_told_and_an_open_one_read() -> None:
    found = read_one(encrypted("secret"))
    assert isinstance(found, Rejected)
    assert found.reason == "encrypted"
    assert isinstance(read_one(encrypted("")), Report)


def test_pages_beyond_the_limit_are_told() -> None:
    found = read_one(pdf([WORDS, WORDS]), max_pages=1)
    assert isinstance(found, Report)
    assert "first 1 of 2 pages" in found.notes[0]


def test_a_page_that_is_too_much_work_is_told_and_the_others_read() -> None:
    endless = pdf([WORDS, ["la " * 10] * 130_000], packed=True)
    assert len(endless) < 2_000_000
    found = read_one(endless)
    assert isinstance(found, Report)
    assert found.notes == ("Page 2 could not be read.",)
    assert "la la" not in found.text


def test_pages_are_read_until_they_are_drawn_with_too_many_bytes() -> None:
    content = pdf([WORDS, WORDS, WORDS], packed=True)
    found = read_one(content, max_bytes=600)
    assert isinstance(found, Report)
    assert "Only the first 2 of 3 pages were read" in found.notes[0]
    none = read_one(content, max_bytes=100)
    assert isinstance(none, Rejected)
    assert none.reason == "too-large"


def test_forms_within_forms_end() -> None:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([WORDS]))))
    inner: Any = None
    for _ in range(40):  # each draws the one before it twice
        form = DecodedStreamObject()
        form.set_data(b"/X Do /X Do" if inner else b"BT (la) Tj ET")
        form.update({NameObject("/Type"): NameObject("/XObject"), NameObject("/Subtype"): NameObject("/Form")})
        if inner:
            form[NameObject("/Resources")] = DictionaryObject(
                {NameObject("/XObject"): DictionaryObject({NameObject("/X"): inner})})
        inner = writer._add_object(form)
    writer.pages[0]["/Resources"][NameObject("/XObject")] = DictionaryObject({NameObject("/X"): inner})
    contents = writer.pages[0].get_contents()
    contents.set_data(contents.get_data() + b" /X Do")
    writer.pages[0][NameObject("/Contents")] = writer._add_object(contents)
    target = io.BytesIO()
    writer.write(target)
    found: list[Report | Rejected] = []
    assert steps(lambda: found.append(read_one(target.getvalue()))) < 3_000_000
    assert isinstance(found[0], Report)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 700), st.binary(min_size=1, max_size=30))
def test_a_damaged_pdf_gives_a_report_or_a_reason(at: int, noise: bytes) -> None:
    content = pdf([WORDS, WORDS])
    assert read_one(content[:at] + noise + content[at + len(noise):])


# ---------------------------------------------------------------- DOCX

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
BODY = """<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Quay burns</w:t></w:r></w:p>
<w:p><w:r><w:t>The fish quay burned, the </w:t></w:r>
<w:hyperlink r:id="r1"><w:r><w:t>Coast Agency</w:t></w:r></w:hyperlink>
<w:r><w:t xml:space="preserve"> said</w:t></w:r><w:del><w:r><w:delText>denied</w:delText><w:t>x</w:t></w:r></w:del>
<w:ins><w:r><w:t xml:space="preserve"> on Tuesday.</w:t></w:r></w:ins></w:p>
<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>The search</w:t></w:r></w:p>
<w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr><w:r><w:t>Divers at work in the harbour</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Three sheds were lost</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p/>"""
RELATIONS = ('<Relationships><Relationship Id="r1" Target="https://coast.example/1"/>'
             '<Relationship Id="r2" Target="file:///x"/></Relationships>')
CORE = ("<x xmlns:d='d'><d:creator>Ann Dovik</d:creator><d:modified>2018-03-21T07:05:00Z</d:modified>"
        "<d:title>t</d:title></x>")


def docx(body: str = BODY, prolog: str = "", **parts: str) -> bytes:
    target = io.BytesIO()
    files = {"[Content_Types].xml": "<x/>", "word/_rels/document.xml.rels": RELATIONS, "docProps/core.xml": CORE,
             "word/document.xml": f"{prolog}<w:document {W} {R}><w:body>{body}</w:body></w:document>", **parts}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_a_word_document() -> None:
    found = read_docx(docx(), "a.docx", ReadOptions())
    assert isinstance(found, Report)
    assert [(block.kind, found.text[block.start:block.end]) for block in found.blocks] == [
        ("headline", "Quay burns"), ("paragraph", "The fish quay burned, the Coast Agency said on Tuesday."),
        ("heading", "The search"), ("caption", "Divers at work in the harbour"), ("paragraph", "Three sheds were lost")]
    assert [(link.href, found.text[link.start:link.end]) for link in found.links] == [
        ("https://coast.example/1", "Coast Agency")]
    assert (found.author, found.published, found.modified) == ("Ann Dovik", None, "2018-03-21T07:05:00Z")


@pytest.mark.parametrize(("content", "reason"), [
    (b"", "damaged"), (b"PK\x03\x04", "damaged"), (docx()[:200], "damaged"),
    (docx(prolog='<!DOCTYPE x [<!ENTITY a "ha">]>'), "entities"), (docx(body="<w:p/>"), "empty"),
    (docx(body=f"<w:p><w:r><w:t>{'x' * 3_000_000}</w:t></w:r></w:p>"), "bomb"),
])
def test_what_is_no_report_of_a_word_document(content: bytes, reason: str) -> None:
    found = read_docx(content, "a.docx", ReadOptions(bomb_bytes=1_000_000))
    assert isinstance(found, Rejected), found
    assert found.reason == reason


def test_notes_stand_after_the_text() -> None:
    note = f"""<w:footnotes {W}><w:footnote w:id="0"><w:p/></w:footnote><w:footnote w:id="2"><w:p><w:r><w:t>The Coast
 Agency put it at thirty.</w:t></w:r></w:p></w:footnote></w:footnotes>"""
    found = read_docx(docx(**{"word/footnotes.xml": note, "word/endnotes.xml": "<"}), "a.docx", ReadOptions())
    assert isinstance(found, Report)
    assert found.text.endswith("Three sheds were lost\n\nThe Coast Agency put it at thirty.")


def test_a_zip_of_other_things_is_no_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("a.txt", "words")
    assert [getattr(item, "reason", None) for item in read_inputs([str(tmp_path)], ReadOptions())] == ["no-docx"]


def test_broken_parts_are_done_without() -> None:
    found = read_docx(docx(**{"docProps/core.xml": "<", "word/_rels/document.xml.rels": "<x"}), "a.docx", ReadOptions())
    assert isinstance(found, Report)
    assert found.links == ()


# ---------------------------------------------------------------- tables

HEADER = ["ID", "Title", "Text", "Published", "Extra"]
ROW = ["a", "Quay burns", "The fish quay, they said, burned\non Tuesday.", "2018-03-21", "x"]


def table(rows: list[list[str]], delimiter: str = ",") -> str:
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue()


def read(folder: Path, content: bytes, name: str = "a.csv", **options: Any) -> list[Report | Rejected]:
    (folder / name).write_bytes(content)
    return list(read_inputs([str(folder / name)], ReadOptions(**options)))


def told(items: list[Report | Rejected]) -> list[str]:
    return [item.reason if isinstance(item, Rejected) else item.ref for item in items]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_table_of_any_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    found, = read(tmp_path, table([HEADER, ROW], delimiter).encode(encoding))
    assert isinstance(found, Report)
    assert found.text == "Quay burns\n\nThe fish quay, they said, burned\non Tuesday."
    assert (found.ref, found.title, found.published) == ("a", "Quay burns", "2018-03-21")


def test_a_column_map(tmp_path: Path) -> None:
    content = table([["guid", "body", "text"], ["a", "The fish quay burned.", "something else"]]).encode()
    columns = (("id", "guid"), ("text", "body"))
    found, = read(tmp_path, content, columns=columns)
    assert isinstance(found, Report)
    assert (found.ref, found.text) == ("a", "The fish quay burned.")
    record, = read(tmp_path, b'{"guid": "a", "body": "The fish quay burned.", "text": 1}', "a.jsonl", columns=columns)
    assert isinstance(record, Report)
    assert (record.ref, record.text) == ("a", "The fish quay burned.")


def test_a_table_without_the_words_says_what_it_has(tmp_path: Path) -> None:
    item, = read(tmp_path, b"id,body\na,The fish quay burned.")
    assert isinstance(item, Rejected)
    assert item.reason == "no-text-column"
    assert "id, body" in item.detail
    assert "--columns text=" in item.detail


@pytest.mark.parametrize(("rows", "expected"), [
    (b"id,text\na,The fish quay burned,too\nb,The fish quay burned\n", ["bad-row", "b"]),
    (b"id,text\na\nb,The fish quay burned\n", ["no-text", "b"]),
    (b"id,text\na,The fish quay burned\na,The fish quay sank\n", ["a", "duplicate-id"]),
    (b"id,text\n\na,The fish quay burned\n", ["a"]), (b"id,text\n", ["empty"]), (b"", ["empty"]), (b"\n", ["empty"]),
    (b"id,text\na,caf\xe9 on the quay\nb,The fish quay burned\n", ["a", "b"]),
    (b'id,text\na,"never closed on the quay\nb,The fish quay burned\n', ["a"]),
    (b"id,text\na," + b"word " * 9000 + b"\nb,The fish quay burned\n", ["too-large", "b"]),
    (b"id,text\nx,The fish quay \x00 burned\n", ["x"]),
])
def test_rows_that_are_odd(tmp_path: Path, rows: bytes, expected: list[str]) -> None:
    items = read(tmp_path, rows, max_bytes=20_000)
    assert told(items) == expected


def test_a_long_cell_is_read_and_the_csv_modules_limit_is_left_alone(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    assert told(read(tmp_path, b"id,text\na," + b"word " * 50_000)) == ["a"]
    assert csv.field_size_limit() == before


def test_an_assumed_charset_is_said_once_for_its_row(tmp_path: Path) -> None:
    first, second = read(tmp_path, b"id,text\na,caf\xe9 on the quay\nb,The fish quay burned\n")
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert "assumed" in first.notes[0]
    assert second.notes == ()


def parquet(columns: dict[str, list[Any]]) -> bytes:
    target = io.BytesIO()
    pq.write_table(pa.table(columns), target)
    return target.getvalue()


def test_a_parquet_file(tmp_path: Path) -> None:
    content = parquet({"id": [7, 8], "TEXT": ["The fish quay burned.", None], "published": [date(2018, 3, 21), None],
                       "vector": [[1.0], [2.0]]})
    items = read(tmp_path, content, "a.parquet")
    assert told(items) == ["7", "no-text"]
    assert items[0].published == "2018-03-21"  # type: ignore[union-attr]


@pytest.mark.parametrize(("content", "reason"), [
    (b"", "damaged"), (b"PAR1", "damaged"), (parquet({"text": ["x y z"]})[:-20], "damaged"),
    (parquet({"words": ["x"]}), "no-text-column"), (parquet({"text": pa.array([], pa.string())}), "empty"),
])
def test_parquet_that_is_none(tmp_path: Path, content: bytes, reason: str) -> None:
    assert told(read(tmp_path, content, "a.parquet")) == [reason]
