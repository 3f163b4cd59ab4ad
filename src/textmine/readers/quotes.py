"""Tell what a sender wrote from what their mail program quoted below, between or above it."""

import re
from collections.abc import Sequence
from dataclasses import replace
from email.utils import parseaddr
from typing import NamedTuple

from textmine.readers.blocks import Block

OWN_WORDS = 20
"""With fewer words of their own above a forwarded message people only pass it on; then it is content."""

_MARKER = re.compile(r"^[ \t]*> ?")
_WROTE = re.compile(
    r"^\s*(?:op|on|am|le)\b.{4,200}"
    r"\b(?:schreef|heeft .{0,120}geschreven|wrote|schrieb|a écrit)\b.{0,120}:\s*$",
    re.IGNORECASE | re.DOTALL,
)
_ORIGINAL = re.compile(
    r"^\s*[-_*]{2,}\s*(?:oorspronkelijke? bericht|original message|ursprüngliche nachricht)"
    r"\s*[-_*]{2,}\s*$",
    re.IGNORECASE,
)
_FORWARD = re.compile(
    r"^\s*(?:[-_*]{2,}\s*(?:forwarded message|doorgestuurd bericht)\s*[-_*]{2,}"
    r"|begin doorgestuurd bericht:|begin forwarded message:)\s*$",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"^[*\s]*(?P<name>van|from|verzonden|sent|datum|date|aan|to|cc|onderwerp|subject|beantwoorden aan|"
    r"reply-to|bijlagen?|attachments?|prioriteit|importance)\s*:[*\s]*(?P<value>.*)$",
    re.IGNORECASE,
)
_FROM = frozenset({"van", "from"})
_SENT = frozenset({"verzonden", "sent", "datum", "date"})
_RULE = re.compile(r"^\s*_{5,}\s*$")
_FORWARD_SUBJECT = re.compile(r"^\s*(?:fwd?|doorst|dg)\s*:", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_MAX_WROTE_LINES = 3
_MAX_FIELD_LINES = 14


class _Boundary(NamedTuple):
    """Where an earlier message begins: its introduction goes on until the block ``end``."""

    end: int
    kind: str
    sender: str | None


def mark_quoted(blocks: Sequence[Block], subject: str = "") -> tuple[list[Block], str | None]:
    """Return the blocks with quoted originals as kind quoted, and the sender of a forwarded message.

    A forwarded message counts as content when the sender wrote fewer than ``OWN_WORDS`` words above it;
    the lines that introduce it become kind header, and marks that only say "forwarded" are taken off.
    """
    marked: list[Block] = []
    texts = [block.text for block in blocks]
    forwarded = bool(_FORWARD_SUBJECT.match(subject))
    sender: str | None = None
    at = own = 0
    passed_on = unmark = False
    while at < len(texts):
        boundary = _boundary(texts, at)
        if boundary is None:
            block = _passed_on(blocks[at], unmark=unmark) if passed_on else blocks[at]
            quoted = block.kind == "quoted" or _MARKER.match(block.text)
            marked.append(replace(block, kind="quoted", level=0) if quoted else block)
            own += 0 if quoted else len(_WORD.findall(block.text))
            at += 1
            continue
        whole = boundary.kind == "forward" or (boundary.kind == "original" and (forwarded or not own))
        introduction = blocks[at : boundary.end]
        if whole and own < OWN_WORDS:
            passed_on, unmark = True, any(_MARKER.match(block.text) for block in introduction)
            sender = sender or boundary.sender
            marked += _of_kind(introduction, "header")
        elif boundary.kind == "reply" and _followed_by_marks(texts, boundary.end):
            marked += _of_kind(introduction, "quoted")
        else:
            marked += _of_kind(blocks[at:], "quoted")
            break
        at = boundary.end
    return marked, sender


def _of_kind(blocks: Sequence[Block], kind: str) -> list[Block]:
    return [replace(block, kind=kind, level=0) if block.text else block for block in blocks]


def _passed_on(block: Block, *, unmark: bool) -> Block:
    """Return a block of a forwarded message as it was before a mail program indented or marked it."""
    if unmark and _MARKER.match(block.text):
        return replace(block, text=_MARKER.sub("", block.text, count=1))
    return replace(block, kind="paragraph") if block.kind == "quoted" else block


def _boundary(texts: Sequence[str], at: int) -> _Boundary | None:
    line = texts[at]
    if _FORWARD.match(line):
        end, sender = _fields([_MARKER.sub("", text, count=1) for text in texts], at + 1)
        return _Boundary(end, "forward", sender)
    if _ORIGINAL.match(line):
        end, sender = _fields(texts, at + 1)
        return _Boundary(end, "original", sender)
    if _FIELD.match(line) or _RULE.match(line):
        start = at + 1 if _RULE.match(line) else at
        end, sender = _fields(texts, start)
        if sender is not None:
            return _Boundary(end, "original", sender)
    for count in range(1, _MAX_WROTE_LINES + 1):
        lines = texts[at : at + count]
        if len(lines) == count and all(lines) and _WROTE.match("\n".join(lines)):
            return _Boundary(at + count, "reply", None)
    return None


def _fields(texts: Sequence[str], start: int) -> tuple[int, str | None]:
    """Return where the header lines from ``start`` end, and the sender if they hold "Van" and a date."""
    sender = sent = None
    at = end = start
    while at < min(len(texts), start + _MAX_FIELD_LINES):
        found = [_FIELD.match(line) for line in texts[at].split("\n")]
        names = {match["name"].lower() for match in found if match}
        if not names and texts[at].strip() and not (end > start and texts[at][:1].isspace()):
            break
        for match in found:
            if match and match["name"].lower() in _FROM:
                sender = match["value"].strip()
        sent = sent or bool(names & _SENT)
        at += 1
        end = at if names else end
    return (end, sender) if sender is not None and sent else (start, None)


def _followed_by_marks(texts: Sequence[str], start: int) -> bool:
    following = next((line for line in texts[start : start + 4] if line.strip()), "")
    return bool(_MARKER.match(following))


def address_of(sender: str) -> str:
    """Return the e-mail address in ``sender`` when it holds one, else the name as written."""
    bracketed = re.search(r"[<\[](?:mailto:)?([^<>\[\]\s]+@[^<>\[\]\s]+)[>\]]", sender)
    if bracketed:
        return bracketed[1].lower()
    name, address = parseaddr(sender)
    return address.lower() if "@" in address else (name or sender).strip()
