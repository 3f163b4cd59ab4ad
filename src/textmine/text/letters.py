"""The parts of a letter or e-mail that are no statement: address, greeting, closing, signature."""

import re
from collections.abc import Sequence

from textmine.text.sections import Vocabulary
from textmine.text.units import PROSE_WORDS, Unit, split_unit

_GREETING_LINES = 40
_GREETING_WORDS = 8
_FIRST_LINES = 3
_CALL_WORDS = 4
_SIGNATURE_WORDS = 8
_SIGNATURE_LINES = 12
_NAME_WORDS = range(2, 8)
_POSTSCRIPT = re.compile(r"p\.?\s?s\b\.?", re.IGNORECASE)
_NAME_PART = re.compile(r"(?:[A-ZÀ-Þ]\.)+|[A-ZÀ-Þ][\w'’-]*")
_PARTICLE = frozenset(
    {"van", "de", "der", "den", "ten", "ter", "te", "'t", "’t", "op", "el", "in", "la", "von", "bij", "d'"}
)


def part_greeting(lines: list[Unit], words: Vocabulary) -> list[Unit]:
    """Part a greeting from what follows on the same line: "Geachte minister, ik vind ..."."""
    for index, unit in enumerate(lines[:_GREETING_LINES]):
        if unit.form == "sentence" and not _calls(unit, words) and (at := words.greeting(unit.text)):
            return [*lines[:index], *split_unit(unit, at), *lines[index + 1 :]]
    return lines


def judge_letter(lines: Sequence[Unit], words: Vocabulary) -> None:
    """Reject greeting and closing, the address ahead of the one, the names behind the other, mail headers."""
    _keep_forwarded(lines, words)
    _judge_headers(lines, words)
    greeted = _greeting(lines, words)
    if greeted is not None:
        lines[greeted].reason = "salutation"
        for unit in lines[:greeted]:
            if not unit.sentence_like and not unit.is_item:
                unit.reason = unit.reason or "metadata"
    closed = False
    for unit in lines:
        if unit.reason is None and words.closing(unit.text):
            unit.reason = "salutation"
            closed = True
        elif closed:
            closed = _judge_signature(unit, words)
    if not closed:
        _judge_last_lines(lines, words)


def _greeting(lines: Sequence[Unit], words: Vocabulary) -> int | None:
    for index, unit in enumerate(lines[:_GREETING_LINES]):
        if unit.form != "sentence" or unit.words > _GREETING_WORDS:
            continue
        if _calls(unit, words):
            return index
        calls = index < _FIRST_LINES and unit.words <= _CALL_WORDS and unit.text.endswith(",")
        followed = index + 1 < len(lines) and lines[index + 1].text[0].isupper()
        if calls and followed and not unit.has_verb:
            return index
    return None


def _calls(unit: Unit, words: Vocabulary) -> bool:
    """Tell a line that is a greeting and no more: behind its first comma are only more people."""
    if unit.words > _GREETING_WORDS or not words.salutation(unit.text):
        return False
    return not PROSE_WORDS.search(unit.text.partition(",")[2])


def _judge_signature(unit: Unit, words: Vocabulary) -> bool:
    """Reject a line below the closing; tell whether the signature still goes on."""
    if unit.rank or unit.form != "sentence" or unit.kind == "quoted" or _POSTSCRIPT.match(unit.text):
        return False
    running = unit.prose or (unit.has_verb and unit.words > _SIGNATURE_WORDS)
    if running and not words.sentence(unit.text, minutes=False):
        return False
    unit.reason = unit.reason or "metadata"
    return True


def _judge_last_lines(lines: Sequence[Unit], words: Vocabulary) -> None:
    """Reject a signature without a closing: short lines at the end, one of them a name or an address."""
    quoted = (
        n for n, unit in enumerate(lines) if unit.kind == "quoted" or words.matches("mail_header", unit.text)
    )
    end = next(quoted, len(lines))
    block: list[Unit] = []
    known = False
    for unit in reversed(lines[1:end][-_SIGNATURE_LINES:]):
        small = words.sentence(unit.text, minutes=False) == "metadata"
        if unit.form != "sentence" or unit.rank:
            break
        if not small and (unit.sentence_like or unit.has_verb or unit.words > _SIGNATURE_WORDS):
            break
        known = known or small or is_name(unit.text) or words.matches("contact", unit.text)
        block.append(unit)
    for unit in block if known else ():
        unit.reason = unit.reason or "metadata"


def _keep_forwarded(lines: Sequence[Unit], words: Vocabulary) -> None:
    """Take back the rejection of what was forwarded: it is sent in on purpose, unlike an answered message."""
    forwarded = False
    for unit in lines:
        if words.matches("forwarded", unit.text):
            forwarded, unit.reason = True, "metadata"
        elif forwarded and unit.reason == "quoted":
            forwarded = not unit.text.startswith(">")
            unit.reason = None if forwarded else "quoted"


def _judge_headers(lines: Sequence[Unit], words: Vocabulary) -> None:
    """Reject the lines above a forwarded message, two or more together, and a name just ahead of them."""
    run: list[Unit] = []
    before: Unit | None = None
    for unit in lines:
        if unit.form == "sentence" and words.matches("mail_header", unit.text):
            run.append(unit)
            continue
        _reject_headers(before, run)
        before, run = unit, []
    _reject_headers(before, run)


def _reject_headers(before: Unit | None, run: Sequence[Unit]) -> None:
    if len(run) > 1:
        for unit in run:
            unit.reason = "metadata"
        if before is not None and before.reason is None and is_name(before.text):
            before.reason = "metadata"


def is_name(text: str) -> bool:
    """Tell a line that is only a person's name: "A.B. de Vries", "Jan van 't Zand"."""
    parts = text.strip(" ,").split()
    capitals = [part for part in parts if _NAME_PART.fullmatch(part)]
    others = {part.lower() for part in parts} - {part.lower() for part in capitals}
    return len(parts) in _NAME_WORDS and len(capitals) > 1 and others <= _PARTICLE and parts[-1] in capitals
