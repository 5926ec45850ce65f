from __future__ import annotations

import json
from pathlib import Path

import pytest

import firsthand as fh
from firsthand.case import Case, pick_story, stories_of
from firsthand.errors import InputError, OptionError
from firsthand.options import Options, TraceOptions
from firsthand.show.export import export_tables

FIRST = ("SELM CITY, 20 March 2018 - At least 14 people were killed on Tuesday when a blast tore through the fish "
         "quay of Port Selm, the harbour master said. Rescuers were still searching the sheds in the evening.")
SECOND = ("A blast at the fish quay of Port Selm killed 19 people on Tuesday, police said on Thursday. "
          "The sheds of the quay burned through the night and the harbour was closed.")
OTHER = "The orchestra of Lower Varn opened its season with a concert that lasted four hours, critics said."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inputs = tmp_path / "in"
    inputs.mkdir()
    (inputs / "a.txt").write_text(FIRST, "utf-8")
    (inputs / "b.txt").write_text(SECOND, "utf-8")
    (inputs / "c.txt").write_text(OTHER, "utf-8")
    return inputs


def exported(case: Case, folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in export_tables(case.tables(), folder, "jsonl", case.about())}


def test_adding_the_same_input_twice_changes_nothing(tmp_path: Path, folder: Path) -> None:
    with fh.open(str(tmp_path / "case.db")) as case:
        assert case.add(folder).reports == 3
        before = exported(case, tmp_path / "one")
        again = case.add(folder)
        assert (again.reports, again.known) == (0, 3)
        assert exported(case, tmp_path / "two") == before


def test_one_at_a_time_in_another_order_gives_the_same_bytes(tmp_path: Path, folder: Path) -> None:
    with fh.open(str(tmp_path / "all.db")) as case:
        case.add(folder)
        at_once = exported(case, tmp_path / "one")
    with fh.open(str(tmp_path / "each.db")) as case:
        for name in ("c.txt", "a.txt", "b.txt"):
            case.add(folder / name)
        assert exported(case, tmp_path / "two") == at_once


def test_a_rejected_input_is_kept_and_the_rest_is_read(tmp_path: Path, folder: Path) -> None:
    (folder / "broken.jsonl").write_text('{"id": "x", "text": \n{"id": "y", "text": "' + SECOND + '"}\n', "utf-8")
    with fh.open(str(tmp_path / "case.db")) as case:
        added = case.add(folder)
        assert added.reports == 4
        assert len(added.rejected) == 1
        assert list(case.tables().rejected) == list(added.rejected)


def test_a_story_gives_its_words(tmp_path: Path, folder: Path) -> None:
    with fh.open(str(tmp_path / "case.db")) as case:
        case.add(folder)
        story = case.stories()[0]
    assert {report.ref for report in story.reports} == {str(folder / "a.txt"), str(folder / "b.txt")}
    killed = story.findings(slot="killed")
    assert {(finding.value.low, finding.value.high) for finding in killed} == {(14, None), (19, 19)}
    for finding in killed:
        for witness in finding.reports:
            assert str(finding.value.low) in story.words(witness)


def test_own_tables_hold_one_story_alone(tmp_path: Path, folder: Path) -> None:
    with fh.open(str(tmp_path / "case.db")) as case:
        case.add(folder)
        story = case.stories()[0]
    own = story.own_tables()
    members = set(story.story.reports)
    assert {report.id for report in own.reports} == members
    assert {row.report for row in (*own.mentions, *own.attributions, *own.values, *own.flags)} <= members


@pytest.mark.parametrize("wanted", ["0", "9", "zzz", ""])
def test_a_story_that_is_not_there_is_told(tmp_path: Path, folder: Path, wanted: str) -> None:
    with fh.open(str(tmp_path / "case.db")) as case:
        case.add(folder)
        stories = stories_of(case.tables())
    with pytest.raises(OptionError, match="from 1 to 2"):
        pick_story(stories, wanted)
    assert pick_story(stories, "1") is stories[0]
    assert pick_story(stories, stories[1].story.id[:12]) is stories[1]


def test_export_says_what_made_it(tmp_path: Path, folder: Path) -> None:
    with fh.open(str(tmp_path / "case.db")) as case:
        case.add(folder)
        files = exported(case, tmp_path / "out")
    about = json.loads(files["case.json"])
    assert about["schema"] == 1
    assert about["firsthand"] == fh.__version__
    assert about["models"]
    assert about["options"]["read"]["format"] == "auto"


def test_a_crash_in_the_middle_leaves_the_case_as_it_was_before_that_input(
        tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from firsthand.store.sql import Writer

    real = Writer.add_rejected

    def crash_on_the_second(writer: Writer, rejected: object) -> None:
        if len(list(writer.connection.exec_driver_sql("SELECT id FROM reports"))) == 2:
            raise KeyboardInterrupt
        real(writer, rejected)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "add_rejected", crash_on_the_second)
    with Case(tmp_path / "case.db") as case:
        with pytest.raises(KeyboardInterrupt):
            case.add(folder)
        monkeypatch.undo()
        tables = case.tables()
        assert [report.ref for report in tables.reports] == [str(folder / "a.txt")]
        assert [story.reports for story in tables.stories] == [(tables.reports[0].id,)]
        assert case.add(folder).reports == 2


def test_public_names_are_all_there() -> None:
    assert sorted(fh.__all__) == ["Case", "CaseStory", "FirsthandError", "Options", "Tables", "analyse", "open",
                                  "plot_links", "plot_tolls", "read_reports", "weigh_claims"]
    modules = {path.stem for path in Path(fh.__file__).parent.iterdir()}
    assert not modules & set(fh.__all__), "once a module of this name is imported, it hides the function"
    for name in fh.__all__:
        assert getattr(fh, name).__doc__
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        fh.nothing_of_the_kind  # noqa: B018


OUTLETS = "name,aliases,kind,country,owner\nPort Wire,PWX,agency,,\n"
WIRE = "PORT SELM (PWX) - The quay of Port Selm stays closed until Friday, the harbour master said on Tuesday."


def credited(case: Case) -> set[str | None]:
    return {link.source for link in case.tables().links if link.kind == "credits"}


def test_a_table_of_outlets_stays_with_its_case(tmp_path: Path, folder: Path) -> None:
    (tmp_path / "outlets.csv").write_text(OUTLETS, "utf-8")
    (folder / "d.txt").write_text(WIRE, "utf-8")
    with fh.open(str(tmp_path / "case.db")) as case:
        case.add(folder)
        assert credited(case) == set()
    with fh.open(str(tmp_path / "case.db"), options=with_outlets(tmp_path / "outlets.csv")) as case:
        assert credited(case) == {"Port Wire"}
    (tmp_path / "outlets.csv").unlink()
    (folder / "e.txt").write_text(OTHER + " The season is long.", "utf-8")
    with fh.open(str(tmp_path / "case.db")) as case:
        case.add(folder)
        assert credited(case) == {"Port Wire"}


def test_a_table_of_outlets_that_cannot_be_used_makes_no_case(tmp_path: Path) -> None:
    (tmp_path / "outlets.csv").write_text("name,kind\nPort Wire,rumour\n", "utf-8")
    with pytest.raises(InputError, match=r"outlets\.csv, line 2"):
        fh.open(str(tmp_path / "case.db"), options=with_outlets(tmp_path / "outlets.csv"))
    assert not (tmp_path / "case.db").exists()


def with_outlets(path: Path) -> Options:
    return Options(trace=TraceOptions(outlets=str(path)))


def test_the_source_of_a_feed_item_is_a_credit(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(
        "<rss version='2.0'><channel><title>Selm Today</title><item><title>Blast at the quay</title>"
        f"<description>{FIRST}</description><source url='https://varn-herald.example/feed'>Varn Morning Herald</source>"
        "</item></channel></rss>", "utf-8")
    with fh.open(str(tmp_path / "case.db")) as case:
        case.add(tmp_path / "feed.xml")
        assert credited(case) == {"Varn Morning Herald"}
        listed = {origin.name: origin for story in case.stories() for origin in story.origins}
        assert not listed["Varn Morning Herald"].in_case
        text = case.tables().reports[0].text
        assert {text[one.start:one.end] for one in listed["Varn Morning Herald"].words} == {
            "Varn Morning Herald", "Source: Varn Morning Herald"}
