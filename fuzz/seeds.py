"""Good inputs to begin with: a small one or two of every kind. All of it is invented."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import zipfile

STORY = """Blast at the fish quay kills 14

PORT SELM, 20 March 2018 (Coast Agency) - At least 14 people were killed and some 40 injured when a blast tore through
the fish quay of Port Selm on Tuesday evening, the harbour master, Tolm Aster, said.

“We are ruling nothing out,” she told reporters. According to the Coast Agency, two of the dead were children.
Photo: The quay on 2 March 2018. (Rell/Coast Agency)
"""
LATER = """Publisher: Inland News
Published: 2018-03-22
By Ann Dovik

Toll of quay blast rises to 19

The explosion on Tuesday killed 19, not 14, officials said on Thursday; a spokesman denied that smugglers were behind
it. "Between 20 and 30 are missing", he said. The Coast Agency had reported dozens of dead.
"""
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Quay burns | Selm Post</title>
<meta property="article:published_time" content="2018-03-21T07:05:00+01:00"><link rel="canonical"
 href="https://selm.example/1"><script type="application/ld+json">{"@type":"NewsArticle","headline":"Quay burns",
"author":[{"name":"Ann Dovik"}],"datePublished":"2018-03-21"}</script></head><body><nav><a href="/">Home</a></nav>
<article><h1>Quay burns</h1><figure><img src="a.jpg"><figcaption>The quay on March 2</figcaption></figure>
<p>The fish quay in Port Selm burned on Tuesday, the <a href="https://coast.example/1">Coast&nbsp;Agency</a> reported,
and nobody could say how the fire had begun.</p><blockquote>We are ruling nothing out, and we shall search until the
last of them is found.</blockquote><ul><li>The coast road is closed until Monday</li></ul></article></body></html>"""
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Selm Post &amp; Times</title><item><title>Quay burns</title><link>https://selm.example/1</link><guid>1</guid>
<pubDate>Wed, 21 Mar 2018 07:05:00 GMT</pubDate><dc:creator>Ann Dovik</dc:creator><description>It burned.</description>
<content:encoded><![CDATA[<p>The quay burned on Tuesday, the <a href="https://c.example/">Coast Agency</a> said.</p>]]>
</content:encoded><media:content url="a.jpg"><media:description>Divers at work</media:description></media:content>
</item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">Selm &lt;i&gt;Post&lt;/i&gt;</title><entry>
<id>urn:1</id><title>Quay burns</title><link href="https://selm.example/1"/><updated>2018-03-21T09:00:00Z</updated>
<author><name>Ann Dovik</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The quay
<b>burned</b> on Tuesday.</p></div></content></entry></feed>"""
MAIL = """From: "Selm Briefing" <news@selm.example>
Subject: =?utf-8?q?Quay_burns_=E2=80=93_again?=
Date: Wed, 21 Mar 2018 07:05:00 +0100
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="b"

--b
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

The fish quay burned on Tuesday, the caf=E9 too.
--b
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PHA+VGhlIGZpc2ggcXVheSBidXJuZWQgb24gVHVlc2RheS48L3A+
--b--
"""
WORD = """<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:pPr>
<w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Quay burns</w:t></w:r></w:p><w:p><w:r><w:t>The quay burned, the </w:t></w:r>
<w:hyperlink r:id="r1"><w:r><w:t>Coast Agency</w:t></w:r></w:hyperlink><w:r><w:tab/><w:t> said.</w:t></w:r><w:del><w:r>
<w:delText>denied</w:delText></w:r></w:del></w:p></w:body></w:document>"""
PDF = b"""%PDF-1.4
1 0 obj
<< /Type /Catalog /Pages 2 0 R >>
endobj
2 0 obj
<< /Type /Pages /Count 1 /Kids [4 0 R] >>
endobj
3 0 obj
<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>
endobj
4 0 obj
<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>
endobj
5 0 obj
<< /Length 110 >>
stream
BT /F1 12 Tf 1 0 0 1 72 720 Tm (The fish quay in Port Selm burned on) Tj 1 0 0 1 72 706 Tm (Tuesday.) Tj ET
endstream
endobj
trailer
<< /Size 6 /Root 1 0 R >>
%%EOF
"""
RECORD = json.dumps({"id": "a", "title": "Quay burns", "text": "The fish quay burned on Tuesday.", "author": "Ann",
                     "published": "2018-03-21T07:05:00+01:00", "url": "https://selm.example/1"})
FEED = json.dumps({"version": "https://jsonfeed.org/version/1.1", "title": "Selm Post", "items": [
    {"id": "1", "url": "https://selm.example/1", "title": "Quay burns", "content_html": "<p>The fish quay burned.</p>",
     "date_published": "2018-03-21T07:05:00Z", "authors": [{"name": "Ann"}], "external_url": "https://coast.example/"},
    {"id": 2, "content_text": "Fog shut the harbour.", "date_modified": "2018-03-22"}]})
FORWARD = f"""From: Desk <desk@post.example>
Subject: Fwd: Quay burns
Content-Type: multipart/mixed; boundary="f"

--f

Please check this one.
--f
Content-Type: message/rfc822

{MAIL}
--f--
"""
REVIEW = json.dumps({"@context": "https://schema.org", "@graph": [
    {"@type": "ClaimReview", "url": "https://check.example/1", "claimReviewed": "Sharks swim in the harbour",
     "datePublished": "2018-03-21", "author": {"@id": "#us"}, "reviewRating": {"ratingValue": 1, "bestRating": 5,
     "worstRating": "1", "alternateName": "False"}, "itemReviewed": {"@type": "Claim", "author": [{"name": "A post"}]}},
    {"@id": "#us", "name": "Selm Checks"}]})
GED = ("id,date_start,date_end,date_prec,where_prec,where_coordinates,latitude,longitude,country,best,low,high,side_a,"
       "side_b,source_article\n1,2018-03-20,2018-03-20,1,1,Port Selm,36.2,37.2,Selm,14,12,19,Guards,Smugglers,"
       '"Coast Agency,2018-03-21,Blast kills 14"\n')
ACLED = ("event_id_cnty,event_date,time_precision,event_type,actor1,actor2,country,location,latitude,longitude,"
         "geo_precision,source,notes,fatalities\nS1,20 March 2018,1,Explosions,Guards,,Selm,Port Selm,36.2,37.2,1,"
         "Coast Agency; Selm Post,A blast.,14\n")
CLAIMS = "source,item,value\na,quay:dead,14\nb,quay:dead,19\nc,quay:dead,14\na,town,Port Selm\nb,town,\"Selm, Port\"\n"
TIMES = "source,item,value\na,flight 1,7:05 a.m.\nb,flight 1,07:06\na,book,\"Rell, A.; Dovik, B.\"\nb,book,A Rell\n"
LIST = "id,claim,rating,publisher,published,url\n1,Sharks swim in the harbour,False,Selm Checks,2018-03-21,\n"
ROBOTS = b"# x\nUser-agent: firsthand\nUser-agent: *\nDisallow: /news/*.html$\nAllow: /news/\nCrawl-delay: 2\n"
OUTLETS = b"name,aliases,kind,country,owner\nCoast Agency,CA|Coastal,agency,SE,\nSelm Post,,outlet,,Coast Agency\n"
MAP = b'kind = "events"\nname = "Log"\nwithin_km = 25\n[columns]\nfirst = "Day"\nplace = "Pier"\nbest = "Dead"\n'
ANSWER = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
          b"10\r\n<p>The quay burn\r\n3\r\ned.\r\n0\r\n\r\n")


def warc(block: bytes) -> bytes:
    """An archive of one response."""
    head = (f"WARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2018-03-21T07:05:00Z\r\n"
            f"WARC-Target-URI: https://selm.example/1\r\nContent-Type: application/http\r\n"
            f"Content-Length: {len(block)}\r\n")
    return f"WARC/1.0\r\n{head}\r\n".encode() + block + b"\r\n\r\n"


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP of these files."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return target.getvalue()


def _parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    target = io.BytesIO()
    pq.write_table(pa.table({"id": [7, 8], "text": ["The fish quay burned.", None]}), target, compression="none")
    return target.getvalue()


def _bytes(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


_ARCHIVE = warc(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + PAGE.encode())
OF: dict[str, tuple[bytes, ...]] = {
    "text": _bytes(STORY, LATER), "html": _bytes(PAGE),
    "jsonl": _bytes(RECORD, f'{RECORD}\n{{"text": "a b c"}}\n', f"[{RECORD},\n{RECORD}]", FEED),
    "feed": _bytes(RSS, ATOM, FEED), "warc": (_ARCHIVE, gzip.compress(_ARCHIVE, mtime=0)),
    "csv": _bytes('ID,Title,Text\na,Quay burns,"The fish quay, they said, burned"\n', "id;text\n1;a b c\n"),
    "parquet": (_parquet(),), "pdf": (PDF,), "eml": _bytes(MAIL, FORWARD),
    "mbox": _bytes(f"From x\n{MAIL}\nFrom y\nSubject: Fog\n\nThe harbour stayed shut.\n"),
    "docx": (WORD.encode(), zipped({"word/document.xml": WORD.encode()})),
    "wacz": (_ARCHIVE, zipped({"archive/a.warc": _ARCHIVE, "datapackage.json": b'{"resources": []}'})),
    "unnamed": (STORY.encode(), PAGE.encode(), RSS.encode(), RECORD.encode(), MAIL.encode(),
                gzip.compress(STORY.encode(), mtime=0), bz2.compress(STORY.encode()), lzma.compress(STORY.encode())),
    "analyse": _bytes(STORY, f"{STORY}\n====\n{LATER}"),
    "claims": (*_bytes(CLAIMS, TIMES), gzip.compress(CLAIMS.encode(), mtime=0)),
    "factchecks": _bytes(REVIEW, LIST, f'<script type="application/ld+json">{REVIEW}</script>'),
    "claim_review": _bytes(REVIEW), "events": _bytes(GED, ACLED), "answer": (ANSWER,), "robots": (ROBOTS,),
    "address": _bytes("https://selm.example:8443/news/1?a=b#c", "http://xn--e1afmkfd.example/", "https://[2001:db8::1]/"),
    "outlets": (OUTLETS,), "column_map": (MAP,),
}
"""Good inputs for each target."""
