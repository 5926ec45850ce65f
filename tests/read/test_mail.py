from __future__ import annotations

import io
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.options import ReadOptions
from firsthand.read.mail import read_mail, read_mbox
from firsthand.records import Rejected, Report

BODY = "The fish quay in Port Selm burned on Tuesday.\n\nNobody could say how the fire had begun.\n"
HTML = ("<html><head><style>p {}</style></head><body><div style='display:none'>preview</div><table><tr><td><h1>Quay "
        "burns</h1><p>The fish quay burned, the <a href='https://coast.example/1'>Coast Agency</a> reported.</p></td>"
        "</tr><tr><td>Fog shut the harbour on Monday.</td></tr></table><p><a href='https://x.example/u'>Unsubscribe</a>"
        "</p></body></html>")


def mail(**parts: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = '"Selm Briefing" <news@selm.example>'
    message["Subject"] = "Quay burns – the café too"
    message["Date"] = "Wed, 21 Mar 2018 07:05:00 +0100"
    message["Message-ID"] = "<1@selm.example>"
    message.set_content(parts.get("plain", BODY))
    if "html" in parts:
        message.add_alternative(parts["html"], subtype="html")
    return message


def message_from(content: bytes) -> EmailMessage:
    return message_from_bytes(content, policy=policy.default)


def read(content: bytes) -> Report:
    found, = read_mail(content, "a.eml", ReadOptions())
    assert isinstance(found, Report), found
    return found


def test_a_plain_message() -> None:
    found = read(bytes(mail()))
    assert found.text == ("Quay burns – the café too\n\nThe fish quay in Port Selm burned on Tuesday.\n\n"
                          "Nobody could say how the fire had begun.")
    assert (found.ref, found.publisher, found.title) == ("a.eml", "Selm Briefing", "Quay burns – the café too")
    assert (found.published, found.published_basis) == ("2018-03-21T07:05:00+01:00", "metadata")


def test_a_newsletter_in_html() -> None:
    found = read(bytes(mail(html=HTML)))
    assert "preview" not in found.text
    assert [(block.kind, found.text[block.start:block.end]) for block in found.blocks][1:4] == [
        ("heading", "Quay burns"), ("paragraph", "The fish quay burned, the Coast Agency reported."),
        ("paragraph", "Fog shut the harbour on Monday.")]
    assert [found.text[link.start:link.end] for link in found.links] == ["Coast Agency", "Unsubscribe"]


def test_attachments_are_named() -> None:
    message = mail()
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan.pdf")
    assert read(bytes(message)).notes == ("Attachments were not read: plan.pdf.",)


def forwarding(*inner: EmailMessage, words: str | None = "Please check this one.\n") -> bytes:
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "Desk <desk@post.example>", "Fwd: Quay burns"
    outer.set_content(words or "")
    if words is None:
        outer.clear_content()
        outer.make_mixed()
    for one in inner:
        outer.add_attachment(one)
    return bytes(outer)


def test_forwarded_messages_are_reports_of_those_who_sent_them() -> None:
    outer, inner, deeper = read_mail(forwarding(message_from(forwarding(mail()))), "a.eml", ReadOptions())
    assert [item.ref for item in (outer, inner, deeper)] == [
        "a.eml", "a.eml, forwarded message 1", "a.eml, forwarded message 2"]
    assert isinstance(outer, Report)
    assert isinstance(deeper, Report)
    assert (outer.publisher, outer.published, outer.notes) == ("Desk", None, ())
    assert (deeper.publisher, deeper.published) == ("Selm Briefing", "2018-03-21T07:05:00+01:00")
    assert "fish quay" not in outer.text


def test_what_only_forwards_is_no_refusal() -> None:
    found, = read_mail(forwarding(mail(), words=None), "a.eml", ReadOptions())
    assert isinstance(found, Report)
    assert found.publisher == "Selm Briefing"


def test_charsets() -> None:
    head = b"Subject: =?iso-8859-1?q?Caf=E9?=\r\nContent-Type: text/plain; charset=%s\r\n\r\n"
    assert "Порт" in read(head % b"koi8-r" + "Порт горит с утра".encode("koi8-r")).text
    assumed = read(head % b"no-such" + "The café burned on Tuesday".encode("cp1252"))
    assert assumed.text == "Café\n\nThe café burned on Tuesday"
    assert "assumed" in assumed.notes[0]


@pytest.mark.parametrize(("content", "reason"), [
    (b"", "no-mail"), (b"words only", "no-mail"), (b"Subject: x\r\n\r\n", "too-short"),
    (b"Subject: =?x?q?=\r\nContent-Type: image/png\r\n\r\nx", "no-text"),
    (b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x", "empty"),
])
def test_what_is_no_report(content: bytes, reason: str) -> None:
    found, = read_mail(content, "a.eml", ReadOptions())
    assert isinstance(found, Rejected)
    assert found.reason == reason


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_report_or_a_reason(noise: bytes) -> None:
    for content in (noise, b"From: " + noise + b"\r\nContent-Type: " + noise + b"\r\n\r\n" + noise):
        assert list(read_mail(content, "a.eml", ReadOptions()))


def box(*messages: bytes) -> bytes:
    return b"".join(b"From x@selm.example Wed Mar 21 07:05:00 2018\n" + message + b"\n" for message in messages)


def test_a_mailbox() -> None:
    quoted = bytes(mail(plain="The quay burned.\n\n>From here on nobody knew.\n"))
    items = list(read_mbox(io.BytesIO(box(bytes(mail()), quoted)), "a.mbox", ReadOptions()))
    assert [item.ref for item in items] == ["a.mbox, message 1", "a.mbox, message 2"]
    assert "\n\nFrom here on" in items[1].text  # type: ignore[union-attr]


def test_a_message_that_is_too_long_is_passed_over() -> None:
    long = b"Subject: x\n\n" + b"word " * 5000 + b"\n"
    items = list(read_mbox(io.BytesIO(box(long, bytes(mail()))), "a.mbox", ReadOptions(max_bytes=2000)))
    assert [getattr(item, "reason", "read") for item in items] == ["too-large", "read"]


@pytest.mark.parametrize("content", [b"", b"words", b"\n\n"])
def test_no_mailbox(content: bytes) -> None:
    items = list(read_mbox(io.BytesIO(content), "a.mbox", ReadOptions()))
    assert [getattr(item, "reason", "read") for item in items] == ["empty"]
