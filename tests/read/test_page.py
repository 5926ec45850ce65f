from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.options import ReadOptions
from firsthand.read.outside import Outside
from firsthand.read.page import decode_page, read_page
from firsthand.records import Rejected, Report
from firsthand.text import report_id

HEAD = """<title>Quay burns | Selm Post</title>
<meta property="og:title" content="Quay burns"><meta property="og:site_name" content="Selm Post">
<meta property="article:published_time" content="2018-03-21T07:05:00+01:00">
<link rel="canonical" href="https://selmpost.example/news/quay">"""
BODY = """<header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>
<main><article><h1>Quay burns</h1>
<figure><img src="a.jpg"><figcaption>The quay on <b>March 2</b>, 2018. (Rell/Coast Agency)</figcaption></figure>
<p>The fish quay in Port Selm burned on Tuesday, the
   <a href="https://coast.example/1">Coast&nbsp;Agency</a> reported, and nobody could say how the fire had begun.</p>
<h2>The search</h2>
<figure><img src="b.jpg"><figcaption>Divers at work in the harbour</figcaption></figure>
<p>Crews cut their boats loose and drifted out into the harbour.<br>“It <em>jumped</em>,” said a bait seller, who has
   <a href="/people/dovik">her stall</a> beside the hall, of the floor.</p>
<blockquote>We are ruling nothing out, and we shall search until the last of them is found.</blockquote>
<ul><li>The coast road is closed</li><li>Schools stay shut until Monday</li></ul>
<p>Source: Coast Agency</p></article></main>
<aside><figure><img src="c.jpg"><figcaption>A bus in the mountains near Keldane</figcaption></figure></aside>
<footer><p>Copyright 2018 Selm Post</p></footer>"""
EXPECTED = [
    ("headline", "Quay burns"),
    ("caption", "The quay on March 2, 2018. (Rell/Coast Agency)"),
    ("paragraph", "The fish quay in Port Selm burned on Tuesday, the Coast Agency reported, and nobody could say how "
                  "the fire had begun."),
    ("heading", "The search"),
    ("caption", "Divers at work in the harbour"),
    ("paragraph", "Crews cut their boats loose and drifted out into the harbour."),
    ("paragraph", "“It jumped,” said a bait seller, who has her stall beside the hall, of the floor."),
    ("quote", "We are ruling nothing out, and we shall search until the last of them is found."),
    ("paragraph", "The coast road is closed"),
    ("paragraph", "Schools stay shut until Monday"),
    ("credit", "Source: Coast Agency"),
]


def page(body: str = BODY, head: str = HEAD) -> str:
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body>{body}</body></html>"


def read(html: str | bytes) -> Report:
    found = read_page(html.encode() if isinstance(html, str) else html, "quay.html", ReadOptions())
    assert isinstance(found, Report), found
    return found


def test_blocks_in_reading_order_with_captions_where_they_stood() -> None:
    found = read(page())
    assert [(block.kind, found.text[block.start:block.end]) for block in found.blocks] == EXPECTED
    assert found.text == "\n\n".join(words for _, words in EXPECTED)


def test_links_cut_out_their_words() -> None:
    found = read(page())
    assert [(link.href, found.text[link.start:link.end]) for link in found.links] == [
        ("https://coast.example/1", "Coast Agency"), ("https://selmpost.example/people/dovik", "her stall")]


def test_what_the_page_says_of_itself() -> None:
    found = read(page())
    assert (found.title, found.publisher, found.language) == ("Quay burns", "Selm Post", "en")
    assert (found.published, found.published_basis) == ("2018-03-21T07:05:00+01:00", "metadata")
    assert found.url == "https://selmpost.example/news/quay"
    assert found.id == report_id("https://selmpost.example/news/quay", found.text)


def test_the_same_page_reads_the_same_twice() -> None:
    assert read(page()) == read(page())


@pytest.mark.parametrize(("head", "expected"), [
    ('<meta name="pubdate" content="20 March 2018">', "2018-03-20"),
    ('<script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", "datePublished": '
     '"2018-03-20T09:00:00Z"}]}</script>', "2018-03-20T09:00:00Z"),
    ('<script type="application/ld+json">{"datePublished": </script><meta name="date" content="2018-03-20">',
     "2018-03-20"),
    ('<meta property="article:published_time" content="yesterday">', None),
    ('<meta property="article:published_time" content="2091-03-20">', "2091-03-20"),
    ("", None),
])
def test_published(head: str, expected: str | None) -> None:
    body = "<article><p>On 5 May 2001 the fish quay in Port Selm burned, and it burned again this week.</p></article>"
    found = read(page(body, head))
    assert (found.published, found.published_basis) == (expected, "metadata" if expected else None)


def test_a_date_line_on_the_page_dates_it() -> None:
    body = '<article><time pubdate datetime="2018-03-20T10:00">Tuesday</time><p>The fish quay in Port Selm burned, ' \
           "and nobody could say how the fire had begun.</p></article>"
    assert read(page(body, "")).published == "2018-03-20T10:00:00"


@pytest.mark.parametrize(("head", "expected"), [
    ('<meta property="og:site_name" content=" Selm  Post ">', "Selm Post"),
    ('<script type="application/ld+json">{"publisher": {"@type": "Organization", "name": "Selm Post"}}</script>',
     "Selm Post"),
    ('<link rel="canonical" href="https://www.selmpost.example/a">', None),
    ("", None),
])
def test_publisher(head: str, expected: str | None) -> None:
    body = "<article><p>The fish quay in Port Selm burned, and nobody could say how the fire had begun.</p></article>"
    assert read(page(body, head)).publisher == expected


@pytest.mark.parametrize(("content", "expected"), [
    ("Dálaigh".encode(), "Dálaigh"),
    ("Dálaigh".encode("utf-8-sig"), "Dálaigh"),
    ("Dálaigh".encode("utf-16"), "Dálaigh"),
    ("Dálaigh’s".encode("cp1252"), "Dálaigh’s"),
    ('<meta charset="iso-8859-1">’'.encode("cp1252"), '<meta charset="iso-8859-1">’'),
    ('<meta charset="windows-1251">Порт'.encode("cp1251"), '<meta charset="windows-1251">Порт'),
    ('<meta charset="utf-8">Порт'.encode(), '<meta charset="utf-8">Порт'),
    ('<meta charset="no-such">Порт'.encode(), '<meta charset="no-such">Порт'),
    ('<meta charset="hex">Порт'.encode(), '<meta charset="hex">Порт'),
])
def test_decode_page(content: bytes, expected: str) -> None:
    assert decode_page(content).text == expected


def test_an_xml_declaration_does_no_harm() -> None:
    assert read('<?xml version="1.0" encoding="utf-8"?>\n' + page()).title == "Quay burns"


MENU = "<nav><ul>" + "".join(f"<li><a href='/{n}'>Section {n} here</a></li>" for n in range(30)) + "</ul></nav>"


@pytest.mark.parametrize(("html", "reason"), [
    ("", "empty"), (" \n", "empty"), ("<html></html>", "no-article-text"), ("<!-- nothing -->", "no-article-text"),
    (f"<html><body>{MENU}<footer>Copyright</footer></body></html>", "no-article-text"),
    (f"<html><head><title>Selm Post</title></head><body>{MENU}</body></html>", "no-article-text"),
    ("<p>\x00</p>", "binary"),
])
def test_what_is_no_article_is_rejected(html: str, reason: str) -> None:
    found = read_page(html.encode(), "menu.html", ReadOptions())
    assert isinstance(found, Rejected)
    assert (found.ref, found.reason) == ("menu.html", reason)


@pytest.mark.parametrize("html", [
    "<div>" * 20_000 + "The quay burned on Tuesday, and nobody knew why." + "</div>" * 20_000,
    page("<p>" + "The fish quay burned on Tuesday. " * 5_000 + "</p>", ""),
    page("<p>The <a href='x'>fish <a href='y'>quay</a></a> burned &#0; &#xD800; on <b>Tuesday</p></i><td>x", ""),
    "<html><body>" + "<p>The fish quay burned on Tuesday, they said.</p>" * 3_000,
    "just some words about the quay that burned on Tuesday, with no tag at all",
])
def test_odd_pages_give_a_report_or_a_reason(html: str) -> None:
    found = read_page(html.encode("utf-8", "surrogatepass"), "odd.html", ReadOptions())
    assert isinstance(found, Rejected) or all(found.text[block.start:block.end].strip() for block in found.blocks)


def test_pages_of_the_sample_case() -> None:
    folder = Path(__file__).parents[2] / "src" / "firsthand" / "data" / "sample" / "reports"
    pages = sorted(folder.glob("*.html"))
    assert len(pages) == 3
    for path in pages:
        found = read(path.read_bytes())
        assert "2018" not in found.text.splitlines()[-1], "the footer stays out"
        assert found.blocks[0].kind == "headline"


def ld(**said: object) -> str:
    import json

    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **said})}</script>'


SHORT = ("<article><h1>Quay burns</h1><p>The fish quay in Port Selm burned, and nobody could say how the fire had "
         "begun.</p></article>")


def kinds(found: Report) -> list[tuple[str, str]]:
    return [(block.kind, found.text[block.start:block.end]) for block in found.blocks]


def test_what_json_ld_says_of_the_article() -> None:
    others = ld(datePublished="2018-01-01", publisher={"name": "Other"}).replace("NewsArticle", "WebPage")
    found = read(page(SHORT, others + ld(
        headline="Quay burns", dateline="PORT SELM, March 21", datePublished="2018-03-21T07:05:00Z",
        dateModified="2018-03-21T09:00:00Z", publisher={"name": "Selm Post"},
        isBasedOn=["https://coast.example/1", {"@id": "https://coast.example/2"}, {"name": "x"}, 5],
        correction=[{"@type": "CorrectionComment", "text": "The toll was wrong."}, "https://selm.example/c", None])))
    assert kinds(found)[1] == ("credit", "PORT SELM, March 21")
    assert kinds(found)[-1] == ("boilerplate", "Correction: The toll was wrong.")
    assert (found.published, found.modified, found.publisher) == ("2018-03-21T07:05:00Z", "2018-03-21T09:00:00Z",
                                                                  "Selm Post")
    assert [(link.href, found.text[link.start:link.end]) for link in found.links] == [
        ("https://coast.example/1", kinds(found)[0][1]), ("https://coast.example/2", kinds(found)[0][1])]


def test_what_the_page_shows_is_not_said_twice() -> None:
    body = SHORT.replace("<p>", "<p>PORT SELM, March 21 - ").replace(
        "</article>", "<p>Correction: The toll was wrong, it is 14.</p></article>")
    found = read(page(body, ld(dateline="Port Selm, March 21", correction="The toll was wrong, it is 14.")))
    assert found.text.lower().count("port selm, march 21") == 1
    assert found.text.count("The toll was wrong") == 1


@pytest.mark.parametrize("said", [
    {"dateline": 5, "correction": 7, "isBasedOn": True, "dateModified": [], "publisher": 3}, {"@type": None},
    {"@type": [[], {}]}, {"correction": {"text": {"x": 1}}}, {"isBasedOn": [[["https://a.example/"]]]},
])
def test_odd_json_ld_does_no_harm(said: dict[str, object]) -> None:
    assert len(kinds(read(page(SHORT, ld(**said))))) == 2


SELM = '{"@type": "NewsArticle", "datePublished": "2018-03-21", "publisher": {"name": "Selm Post"}}'


@pytest.mark.parametrize("script", [
    f'<script type="application/ld+json">{SELM}</script>', f'<SCRIPT TYPE="Application/LD+JSON">{SELM}</SCRIPT>',
    f'<script type="application/ld+json; charset=utf-8">{SELM}</script>',
    f'<script type="application/ld+json">//<![CDATA[\n{SELM}\n//]]></script>',
    f'<script type="application/ld+json">/*<![CDATA[*/{SELM}/*]]>*/</script>',
    f'<script type="application/ld+json"><!--\n{SELM}\n--></script>',
    f'<script type="application/ld+json">{SELM};\n</script>', f'<script type="application/ld+json">[{SELM}]</script>',
    f'<script type="application/ld+json">{SELM.replace("Selm Post", "Selm" + chr(10) + "Post")}</script>',
    f'<script type="application/ld+json">{{"@graph": [{SELM}, {{"@type": "WebSite", "name": "x"}}]}}</script>',
    ld(datePublished="2018-03-21", publisher=[{"name": "Selm Post"}, {"name": "Other"}]),
    '<script type="application/ld+json">{"@graph": [{"@id": "#o", "name": "Other"}, {"@id": "#s", "name": "Selm Post"},'
    '{"@type": ["Thing", "NewsArticle"], "datePublished": "2018-03-21", "publisher": {"@id": "#s"}}]}</script>',
])
def test_json_ld_as_pages_write_it(script: str) -> None:
    found = read(page(SHORT, script))
    assert (found.published, found.publisher) == ("2018-03-21", "Selm Post")


@pytest.mark.parametrize("author", [
    [{"@type": "Person", "name": "Ada Rell"}, {"@type": "Person", "name": "Toma Reck"}], ["Ada Rell", "Toma Reck"],
])
def test_the_authors_of_json_ld(author: object) -> None:
    typed = ld(author=author).replace('"NewsArticle"', '["Thing", "NewsArticle"]')
    assert read(page(SHORT, typed)).author == "Ada Rell; Toma Reck"


@pytest.mark.parametrize("address", [
    "https://news.selmpost.example/quay", "https://www.selmpost.example/quay", "https://selmpost.example/quay"])
def test_a_host_is_no_name(address: str) -> None:
    html = f"<html><head><title>Quay burns</title></head><body>{SHORT}</body></html>"
    found = read_page(html.encode(), "quay.html", ReadOptions(), Outside(url=address))
    assert isinstance(found, Report)
    assert (found.url, found.publisher) == (address, None)


def test_an_amp_page() -> None:
    html = f"""<!doctype html><html ⚡ lang="en"><head><meta charset="utf-8"><link rel="canonical"
      href="https://selmpost.example/news/quay"><script async src="https://cdn.ampproject.example/v0.js"></script>
      <style amp-boilerplate>body{{}}</style>{ld(headline="Quay burns", datePublished="2018-03-21")}</head><body>
      <amp-sidebar><ul><li>Home</li></ul></amp-sidebar><article><h1>Quay burns</h1>
      <figure><amp-img src="a.jpg" width="1" height="1"></amp-img><figcaption>The quay on Tuesday (Rell)</figcaption>
      </figure><p>The fish quay in Port Selm burned, the <a href="https://coast.example/1">Coast Agency</a> reported,
      and nobody could say how the fire had begun.</p><amp-ad width="1" height="1"></amp-ad></article></body></html>"""
    found = read(html)
    assert [kind for kind, _ in kinds(found)] == ["headline", "caption", "paragraph"]
    assert (found.url, found.published) == ("https://selmpost.example/news/quay", "2018-03-21")
    assert [link.href for link in found.links] == ["https://coast.example/1"]


@pytest.mark.parametrize(("canonical", "got", "url", "links"), [
    ("https://selm.example/a", "https://www.selm.example/a?utm_source=x", "https://selm.example/a", []),
    ("https://selm.example/a", "https://amp.selm.example/a", "https://selm.example/a", []),
    ("https://selm.example/", "https://selm.example/a", "https://selm.example/a", []),
    ("https://coast.example/1", "https://selm.example/a", "https://selm.example/a", ["https://coast.example/1"]),
    (None, "https://selm.example/a", "https://selm.example/a", []),
])
def test_where_a_page_was_got_from_beats_what_it_says(canonical: str | None, got: str, url: str,
                                                      links: list[str]) -> None:
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    outside = Outside(url=got, fetched="2018-03-21T07:05:00Z")
    found = read_page(page(SHORT, head).encode(), got, ReadOptions(), outside)
    assert isinstance(found, Report)
    assert found.url == url
    assert [link.href for link in found.links] == links
    assert found.id == report_id(url, found.text)
    assert found.fetched == "2018-03-21T07:05:00Z"


def test_the_charset_of_the_transport_beats_the_pages_own() -> None:
    html = page(SHORT.replace("fire", "огонь"), '<meta charset="windows-1251">').encode("koi8-r")
    found = read_page(html, "a", ReadOptions(), Outside(charset="koi8-r"))
    assert isinstance(found, Report)
    assert "огонь" in found.text
    assert found.notes == ()


@pytest.mark.parametrize("note", ["Correction: An earlier version of this article said that 19 people had died.",
                                  "An earlier version of this story misstated the toll as 19.",
                                  "This article was amended on 22 March 2018 to correct the toll."])
def test_a_correction_note_is_no_claim_of_the_report(note: str) -> None:
    found = read(page(SHORT.replace("</article>", f"<p>{note}</p></article>")))
    assert ("boilerplate", note) in kinds(found)
