from __future__ import annotations

import pytest

from firsthand.options import ReadOptions
from firsthand.read.feed import read_feed
from firsthand.records import Rejected, Report
from tests.conftest import steps

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Selm Post &amp; Times</title><link>https://s.example/</link>
<item><title>Quay burns</title><link>https://selm.example/1</link><guid isPermaLink="false">1</guid>
 <pubDate>Wed, 21 Mar 2018 07:05:00 GMT</pubDate><dc:creator>Ann Dovik</dc:creator>
 <description>The quay burned.</description>
 <content:encoded><![CDATA[<p>The fish quay in Port Selm burned on Tuesday, the
  <a href="https://coast.example/1">Coast&nbsp;Agency</a> reported.</p><h2>The search</h2>
  <blockquote>We are ruling nothing out.</blockquote><figure><img src="a.jpg"><figcaption>The quay on March
  2</figcaption></figure><script>alert(1)</script>]]></content:encoded>
 <media:content url="a.jpg"><media:description>Divers at work in the harbour</media:description>
 <media:credit>Rell</media:credit></media:content><source url="https://coast.example/rss">Coast Agency</source></item>
<item><title>Fog &lt;b&gt;again&lt;/b&gt;</title><link>https://selm.example/2</link>
 <author>x@selm.example (Bo Rell)</author>
 <description>The harbour stayed shut on Monday because of fog.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Selm &lt;i&gt;Post&lt;/i&gt;</title>
<entry><id>urn:1</id><title>Quay burns</title><link rel="edit" href="https://selm.example/e"/>
 <link href="https://selm.example/1"/><updated>2018-03-21T09:00:00Z</updated><published>2018-03-21T07:05:00Z</published>
 <author><name>Ann Dovik</name><email>a@selm.example</email></author>
 <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The fish quay <b>burned</b> on
 Tuesday.</p></div></content>
 <source><title>Coast Agency</title><link href="https://coast.example/"/></source></entry>
<entry><id>urn:2</id><title>Fog</title><updated>2018-03-22T09:00:00Z</updated>
 <summary type="text">Fog &lt;b&gt; shut the harbour.</summary></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Selm Post</title></channel>
<item><title>Quay burns</title><link>https://selm.example/1</link><dc:date>2018-03-21T07:05:00+01:00</dc:date>
<description>The fish quay burned on Tuesday.</description></item></rdf:RDF>"""


def read(content: str | bytes) -> list[Report | Rejected]:
    return list(read_feed(content.encode() if isinstance(content, str) else content, "feed.xml", ReadOptions()))


def reports(content: str | bytes) -> list[Report]:
    return [item for item in read(content) if isinstance(item, Report)]


def test_rss_with_full_and_partial_items() -> None:
    full, part = reports(RSS)
    assert [(block.kind, full.text[block.start:block.end]) for block in full.blocks] == [
        ("headline", "Quay burns"),
        ("paragraph", "The fish quay in Port Selm burned on Tuesday, the Coast Agency reported."),
        ("heading", "The search"), ("quote", "We are ruling nothing out."), ("caption", "The quay on March 2"),
        ("caption", "Divers at work in the harbour"), ("credit", "Photo: Rell"), ("credit", "Source: Coast Agency")]
    assert [(link.href, full.text[link.start:link.end]) for link in full.links] == [
        ("https://coast.example/1", "Coast Agency"), ("https://coast.example/rss", "Coast Agency")]
    assert (full.url, full.publisher, full.author) == ("https://selm.example/1", "Selm Post & Times", "Ann Dovik")
    assert (full.published, full.published_basis, full.notes) == ("2018-03-21T07:05:00Z", "metadata", ())
    assert (part.title, part.author, part.published) == ("Fog again", "Bo Rell", None)
    assert "summary only" in part.notes[0]


def test_atom() -> None:
    full, part = reports(ATOM)
    assert full.text == "Quay burns\n\nThe fish quay burned on Tuesday.\n\nSource: Coast Agency"
    assert (full.url, full.publisher, full.author) == ("https://selm.example/1", "Selm Post", "Ann Dovik")
    assert (full.published, full.modified) == ("2018-03-21T07:05:00Z", "2018-03-21T09:00:00Z")
    assert (part.ref, part.text) == ("urn:2", "Fog\n\nFog <b> shut the harbour.")
    assert part.published == "2018-03-22T09:00:00Z"
    assert "last change" in part.notes[1]


def test_rdf() -> None:
    found, = reports(RDF)
    assert (found.publisher, found.published) == ("Selm Post", "2018-03-21T07:05:00+01:00")


def test_a_declared_charset_is_followed() -> None:
    content = RDF.replace("Quay", "Küste")
    declared = '<?xml version="1.0" encoding="ISO-8859-1"?>' + content
    assert reports(declared.encode("latin-1"))[0].title == "Küste burns"
    assert reports(declared.encode("latin-1"))[0].notes[-1:] != ("assumed",)
    assert "assumed" in reports(content.encode("latin-1"))[0].notes[0]


@pytest.mark.parametrize(("broken", "titles"), [
    (RSS.replace("</channel></rss>", ""), 2), (RSS[:RSS.index("Fog")], 2), (RSS.replace("&amp; Times", "& Times"), 2),
    (RSS.replace("<guid", "<guid\x0b"), 2), (RSS.replace("</item>", "", 1), 2),
    (RSS.replace("media:credit>", "xx:y>"), 2),
])
def test_a_broken_feed_is_read_as_far_as_it_goes(broken: str, titles: int) -> None:
    items = read(broken)
    assert 1 <= len([item for item in items if isinstance(item, Report)]) <= titles
    assert all(item.reason in ("broken-xml", "empty", "too-short") for item in items if isinstance(item, Rejected))


def test_what_is_broken_is_told_with_its_line() -> None:
    problem = next(item for item in read(RSS.replace("&amp; Times", "& Times")) if isinstance(item, Rejected))
    assert "line 3" in problem.detail


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
SPY = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("prolog", [LAUGHS, SPY, SPY.replace("SYSTEM", 'PUBLIC "p"'),
                                    LAUGHS.replace("ENTITY a", "ENTITY % a")])
def test_no_entity_is_expanded(prolog: str) -> None:
    items = read(RDF.replace("<rdf:RDF", prolog + "<rdf:RDF", 1).replace("Quay burns", "&b; &a;"))
    assert [getattr(item, "reason", item) for item in items] == ["entities"]


def test_a_document_type_alone_does_no_harm_and_nothing_is_loaded() -> None:
    prolog = '<!DOCTYPE rss PUBLIC "-//x//DTD RSS 0.91//EN" "http://127.0.0.1:9/rss-0.91.dtd">'
    assert len(reports(RDF.replace("<rdf:RDF", prolog + "<rdf:RDF", 1))) == 1


def test_entities_of_html_that_feeds_use_are_characters() -> None:
    assert reports(RDF.replace("Quay", "Quay&nbsp;&eacute;&hellip;&unknown;"))[0].title == "Quay é…&unknown; burns"


@pytest.mark.parametrize(("content", "reason"), [
    ("", "broken-xml"), ("words", "broken-xml"), ("<rss></rss>", "no-items"),
    ("<rss><channel><item/></channel></rss>", "empty"),
    ("<" * 1000, "broken-xml"), ("\x00", "broken-xml"),
])
def test_what_is_no_feed(content: str, reason: str) -> None:
    assert next(item.reason for item in read(content) if isinstance(item, Rejected)) == reason


def test_deep_and_long_feeds() -> None:
    deep = "<rss><channel><item><title>Quay burns</title><description>" + "<b>" * 5000
    assert read(deep)
    assert read(RDF.replace("The fish", "The fish " * 20_000))
    html = "&lt;div>" * 20_000 + "The quay burned on Tuesday."
    assert read(RDF.replace("The fish quay burned on Tuesday.", html))


def test_many_items_cost_in_proportion() -> None:
    item = RDF[RDF.index("<item>"):RDF.index("</rdf:RDF>")]
    few, many = (steps(lambda n=n: reports(RDF.replace(item, item * n))) for n in (5, 20))  # type: ignore[misc]
    assert many < 6 * few
