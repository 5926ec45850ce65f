"""Mail (EML, MBOX): each message a report, a forwarded one another; subject, sender, date, words and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr
from typing import BinaryIO

from firsthand.options import ReadOptions
from firsthand.read.charset import Decoded, decode
from firsthand.read.compose import Facts, compose
from firsthand.read.dates import normal_date
from firsthand.read.fragment import fragment_parts, text_parts
from firsthand.read.outside import Outside
from firsthand.records import Rejected, Report

BROKEN = (ValueError, LookupError, AttributeError, TypeError, RecursionError)
"""What the standard library's mail parser raises on headers that nobody should send."""
MAX_LINE_BYTES = 1_048_576
FORWARDED = "message/rfc822"
_BODIES = ("html", "plain")
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_mail(content: bytes, ref: str, options: ReadOptions, outside: Outside | None = None
              ) -> Iterator[Report | Rejected]:
    """The report that a message is, then those of the messages that it forwards, or why there are none."""
    outside = outside or Outside()
    try:
        message = message_from_bytes(content, policy=policy.default)
        if not message.keys():
            yield Rejected(ref, "no-mail", "There are no header lines in it, so it is no mail message.")
            return
        forwarded = list(_forwarded(message))
        if message.get_body(_BODIES) is not None or not forwarded:  # what only forwards says nothing itself
            yield _read(message, ref, options, outside)
        for number, one in enumerate(forwarded, 1):
            yield _read(one, f"{ref}, forwarded message {number}", options, outside)
    except BROKEN as error:
        yield Rejected(ref, "broken-mail", f"The message is broken ({type(error).__name__}: {error}); save its text "
                                           "into a .txt file.")


def _forwarded(message: EmailMessage) -> Iterator[EmailMessage]:
    """The whole messages in a message, those in these too."""
    for part in message.walk():
        inner = part.get_payload() if part.get_content_type() == FORWARDED else None
        if isinstance(inner, list) and inner and isinstance(inner[0], EmailMessage):
            yield inner[0]


def read_mbox(handle: BinaryIO, ref: str, options: ReadOptions) -> Iterator[Report | Rejected]:
    """The reports of a mailbox's messages, in order."""
    number = 0
    for number, content in enumerate(_messages(handle, options.max_bytes), 1):
        where = f"{ref}, message {number}"
        if content is None:
            yield Rejected(where, "too-large", f"It has more than {options.max_bytes} bytes (option max_bytes).")
        else:
            yield from read_mail(_QUOTED_FROM.sub(rb"\1", content), where, options)
    if not number:
        yield Rejected(ref, "empty", 'There is no message in it: no line begins with "From ".')


def _messages(handle: BinaryIO, max_bytes: int) -> Iterator[bytes | None]:
    """The messages of a mailbox: each after a "From " line that a blank line precedes; None for too long ones."""
    lines: list[bytes] = []
    size, is_in, after_blank = 0, False, True
    while line := handle.readline(MAX_LINE_BYTES):
        if after_blank and line.startswith(b"From "):
            if is_in:
                yield b"".join(lines) if size <= max_bytes else None
            lines, size, is_in, after_blank = [], 0, True, False
            continue
        size += len(line)
        if is_in and size <= max_bytes:
            lines.append(line)
        after_blank = not line.strip()
    if is_in:
        yield b"".join(lines) if size <= max_bytes else None


def _read(message: EmailMessage, ref: str, options: ReadOptions, outside: Outside) -> Report | Rejected:
    body = message.get_body(_BODIES)
    if body is None:
        return Rejected(ref, "no-text", "The message has no text of its own, only attachments; save and add these.")
    decoded = _decoded(body)
    subject = " ".join(str(message.get("Subject", "")).split()) or None
    parts = fragment_parts(decoded.text) if body.get_content_subtype() == "html" else text_parts(decoded.text)
    if subject and parts and " ".join(parts[0].text.split()) == subject:
        parts = parts[1:]
    name, address = parseaddr(str(message.get("From", "")))
    attached = [part.get_filename() or part.get_content_type() for part in message.iter_attachments()
                if part.get_content_disposition() == "attachment" and part.get_content_type() != FORWARDED]
    notes = [*decoded.notes, *([f"Attachments were not read: {', '.join(attached)}."] if attached else [])]
    facts = Facts(publisher=" ".join(name.split()) or address or None,
                  published=normal_date(str(message.get("Date", ""))), notes=tuple(notes))
    return compose(subject, parts, ref, options, facts, outside)


def _decoded(body: MIMEPart) -> Decoded:
    content = body.get_payload(decode=True)
    return decode(content if isinstance(content, bytes) else b"", body.get_content_charset())
