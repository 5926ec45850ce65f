"""What a single line of a report is, by its own words: credit, caption, bio, footer, heading.

Every test is for short lines only: a paragraph of news prose is never taken for anything else.
"""

from __future__ import annotations

import re

from firsthand.read.dates import FULL_DATE
from firsthand.text import CORRECTION, plain, word_spans

MAX_LINE_CHARS = 1200
"""Captions, credits and bios are shorter; longer lines are paragraphs and are not looked at."""
MAX_CREDIT_WORDS = 18
MAX_CAPTION_WORDS = 90
MAX_HEADLINE_WORDS = 30
MAX_HEADING_WORDS = 12
MAX_BIO_WORDS = 80
MAX_FOOTER_WORDS = 40

_CREDIT = re.compile(
    r"(?:via|sources?|h/t|hat tip|(?:photo(?:graph)?s?|images?|pictures?|video|graphics?)?\s*credits?"
    r"|(?:photo(?:graph)?s?|images?|pictures?|video|footage|graphics?) (?:by|courtesy(?: of)?|from)"
    r"|(?:photo(?:graph)?s?|images?|pictures?)\s*(?=:)"
    r"|courtesy(?: of)?|with (?:additional )?(?:reporting|files|reports?|material) (?:by|from)"
    r"|(?:additional )?(?:reporting|writing|editing|written|edited|translated|compiled) by"
    r"|(?:originally |first )?published (?:by|in|at|on)"
    r"|this (?:article|story|report|piece) (?:was |is )?(?:originally |first )*"
    r"(?:appeared|published|reprinted|taken|republished))\b\s*(?P<colon>[:|])?", re.IGNORECASE)
_HEADER = re.compile(r"(?:title|publisher|published|(?:last )?updated|posted|date|author|url|link)\s*:\s*\S",
                     re.IGNORECASE)
_DATE_LINE = re.compile(r"(?:(?:published|posted|(?:last )?updated|date)(?: (?:on|at))?:?\s*)?"
                        rf"(?:{FULL_DATE}|\d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d\S*)?)"
                        r"(?:\s*(?:GMT|UTC|[A-Z]{2,4}|local time))?\.?", re.IGNORECASE)
_BYLINE = re.compile(r"by (?:(?:[A-Z][\w.'-]*|of|de|van|von|al|el|bin|and|in|for|our|staff|writers?|"
                     r"reporters?|correspondents?|agenc(?:y|ies))(?=[,\s]|$)|[,\s])+")
"""Each word ends where it ends: a name that could be cut anywhere would be tried in all ways."""
_IN_BRACKETS = re.compile(r"\(([^()]{2,160})\)\s*\.?$")
_PICTURE_CREDIT = re.compile(r"\w/\s?\w|\bvia\b|\bphotos?\b|\bphotograph|\bimages?\b|\bpictures?\b"
                             r"|\bhandout\b|\bcourtesy\b|\bcredit\b|\bfile\b|\bscreengrab\b|\bpool\b", re.IGNORECASE)
_AGENCY_NOTE = re.compile(r"[(\[-]{1,2}\s*(?:with\s+)?[A-Z][\w&.'-]*"
                          r"(?:[ /,]+(?:and |with )?[A-Z][\w&.'-]*){0,5}"
                          r"(?:\s+(?:with|and)\s+agencies)?\s*[)\]]?\.?")
_CAPTION_OPENING = re.compile(r"(?:file(?: (?:photo|picture|image|footage))?|(?:photo|picture|image) caption"
                              r"|caption|pictured|in pictures?|photo|picture|image|illustrati(?:on|ve photo))"
                              r"\s*(?::|\s-+\s|\|)\s*\w|(?:an? )?(?:file (?:photo|picture|image) (?:of|shows)"
                              r"|undated (?:photo|picture|image|handout))|in this\b.{0,60}\b"
                              r"(?:photo|picture|image|frame grab|handout)\b", re.IGNORECASE)
_PICTURED = re.compile(r",\s*(?:(?:second|third|fourth|centre|center|far)[ -]*(?:from )?)?"
                       r"(?:left|right|centre|center)\s*,|\((?:left|right|centre|center|[LRC])\)"
                       r"|\b(?:pictured|seen (?:here|above)|file (?:photo|picture|image)|in this (?:file )?"
                       r"(?:photo|picture|image))\b", re.IGNORECASE)
_FOOTER = re.compile(
    r"(?:read (?:also|more|next|the full)|see also|also read"
    r"|related(?: (?:articles?|stories|news|content|posts?))?(?:\s*:|$)"
    r"|more (?:from|on|stories|news)|tags?\s*(?::|$)|filed under|topics?\s*(?::|$)"
    r"|share (?:this|on|via)|share$|tweet$|print$"
    r"|email this|subscribe|sign up|follow us|like us|join (?:us|our)|support (?:us|our)"
    r"|donate|download our|copyright|©|\(c\)\s|all rights reserved|about (?:the author|us)"
    r"|advertisement|sponsored|leave a (?:comment|reply)|comments?(?:\s*\(?\d*\)?)?$|\d+ comments?$"
    r"|newsletter|click here|terms (?:of|and)|privacy policy|cookie|your email|editor'?s picks|most (?:read|popular)"
    r"|trending|recommended|previous (?:article|post|story)|next (?:article|post|story)|back to top"
    r"|reproduction (?:in whole|is)|republish)", re.IGNORECASE)
_ROLE = (r"(?:author|writer|journalist|editor|reporter|correspondent|columnist|contributor|blogger|founder"
         r"|analyst|researcher|fellow|professor|lecturer|poet|playwright|photographer|novelist|commentator"
         r"|freelancer?|activist|academic|producer|lyricist|historian)")
_ROLE_WORD = re.compile(rf"\b{_ROLE}s?\b", re.IGNORECASE)
_BIO = re.compile(r"(?:[A-Z][\w.'-]*\s+){2,5}"
                  rf"(?:is (?:a|an|the|our|senior|chief)\b[^.]{{0,80}}\b{_ROLE}s?\b"
                  r"|(?:writes|reports|covers|teaches|works|blogs) (?:about|for|on|from|as|at)\b)")
_CONTACT = re.compile(r"(?:follow (?:him|her|them|me)\b|(?:he|she) (?:tweets|lives in|is the author"
                      r"|can be (?:reached|contacted|followed))|contact the (?:author|reporter)"
                      r"|the (?:views|opinions) expressed)", re.IGNORECASE)
_NAME_ONLY = re.compile(r"(?:[A-Z][\w.'-]*(?:\s+|$)){1,4}")
_PREDICATE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|did|does|said|says|told|killed|reported|shows?"
                        r"|showed|spread|emerged|suggests?)\b", re.IGNORECASE)
_NEWS = re.compile(r"\b(?:said|told|killed|injured|wounded|died|according|reported)\b", re.IGNORECASE)
_END = re.compile(r"[.!?…][\"')\]]*$")
_SENTENCE_BREAK = re.compile(r"[a-z0-9][.!?][\"')]*\s+[A-Z]")


def count_words(line: str) -> int:
    """How many words a line has."""
    return len(word_spans(line))


def ends_sentence(line: str) -> bool:
    """Whether a line closes as a sentence does."""
    return _END.search(plain(line[-8:]).text.rstrip()) is not None


def is_credit(line: str) -> bool:
    """Credit lines, bylines, date lines and the header lines that people put over saved texts."""
    bare, words = _bare(line), count_words(line)
    if not bare or words > MAX_CREDIT_WORDS:
        return False
    if bare.startswith("(") and bare.rstrip(".").endswith(")"):
        return is_credit(bare.rstrip(".")[1:-1]) or _AGENCY_NOTE.fullmatch(bare) is not None
    if _HEADER.match(bare) or _DATE_LINE.fullmatch(bare):
        return True
    opening = _CREDIT.match(bare)
    if opening:
        return bool(opening["colon"]) or (not _PREDICATE.search(bare, opening.end())
                                          and (words <= MAX_HEADING_WORDS or not ends_sentence(bare)))
    if bare[:3].lower() == "by " and words <= 10:
        return _BYLINE.fullmatch("by" + bare[2:]) is not None
    return bare.startswith(("-", "[")) and words <= 6 and _AGENCY_NOTE.fullmatch(bare) is not None


def is_caption(line: str) -> bool:
    """What stands under a picture: opened by "FILE:", closed by its credit, or saying who is on the left."""
    bare, words = _bare(line), count_words(line)
    if not bare or not 2 <= words <= MAX_CAPTION_WORDS:
        return False
    if _CAPTION_OPENING.match(bare):
        return True
    credit = _IN_BRACKETS.search(bare)
    if credit and words > 3 and _PICTURE_CREDIT.search(credit[1]):
        return True
    return words <= MAX_CAPTION_WORDS // 2 and not _SENTENCE_BREAK.search(bare) \
        and _PICTURED.search(bare) is not None


def is_footer(line: str) -> bool:
    """Navigation and legal lines: "Read also", "Share this", "Copyright …"."""
    bare = _bare(line)
    return bool(bare) and count_words(bare) <= MAX_FOOTER_WORDS and _FOOTER.match(bare) is not None


def is_correction(line: str) -> bool:
    """What a report says of its own earlier wording: its figures are no claims of the report."""
    bare = _bare(line)
    return bool(bare) and CORRECTION.match(bare.lstrip("*_ ")) is not None


def is_bio(line: str) -> bool:
    """Who the author is: "Ann Lee is a reporter for …", or roles strung together without a verb."""
    bare, words = _bare(line), count_words(line)
    if not bare or words > MAX_BIO_WORDS:
        return False
    if _BIO.match(bare) or _CONTACT.match(bare):
        return not _NEWS.search(bare)
    roles = len(_ROLE_WORD.findall(bare))
    return roles >= 2 and not _PREDICATE.search(bare)


def is_name(line: str) -> bool:
    """One to four capitalised words and nothing else."""
    bare = _bare(line)
    return len(bare) <= 60 and _NAME_ONLY.fullmatch(bare) is not None


def is_headline(line: str) -> bool:
    """Whether a first line can be a headline: short, and not closed by a full stop."""
    bare = _bare(line)
    return bool(bare) and count_words(bare) <= MAX_HEADLINE_WORDS \
        and not bare.endswith(".") and not _SENTENCE_BREAK.search(bare)


def is_heading(line: str) -> bool:
    """Whether a line amid paragraphs is a heading over the next ones."""
    bare = _bare(line)
    return 0 < count_words(bare) <= MAX_HEADING_WORDS and not ends_sentence(bare) \
        and bare[-1] not in ",;:-\"" and bare[:1] not in "\"-*•" and bare[:1] == bare[:1].upper()


def _bare(line: str) -> str:
    """A line with plain quotes and dashes; empty where it is too long to be looked at."""
    return "" if len(line) > MAX_LINE_CHARS else plain(line).text.strip()
