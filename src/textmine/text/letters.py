"""The parts of a letter or e-mail that are no statement: address, greeting, closing, signature."""

import re
from collections.abc import Sequence

from textmine.text.sections import Vocabulary
from textmine.text.units import Unit, split_unit

_GREETING_LINES = 40
_GREETING_WORDS = 8
_SIGNATURE_WORDS = 6
_POSTSCRIPT = re.compile(r"p\.?\s?s\b\.?", re.IGNORECASE)


def part_greeting(lines: list[Unit], words: Vocabulary) -> list[Unit]:
    """Part a greeting from what follows on the same line: "Geachte minister, ik vind ..."."""
    for index, unit in enumerate(lines[:_GREETING_LINES]):
        if unit.form == "sentence" and (at := words.greeting(unit.text)):
            return [*lines[:index], *split_unit(unit, at), *lines[index + 1 :]]
    return lines


def judge_letter(lines: Sequence[Unit], words: Vocabulary) -> None:
    """Reject greeting and closing, the address ahead of the one and the names behind the other."""
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


def _greeting(lines: Sequence[Unit], words: Vocabulary) -> int | None:
    for index, unit in enumerate(lines[:_GREETING_LINES]):
        if unit.form == "sentence" and unit.words <= _GREETING_WORDS and words.salutation(unit.text):
            return index
    return None


def _judge_signature(unit: Unit, words: Vocabulary) -> bool:
    """Reject a line below the closing; tell whether the signature still goes on."""
    if unit.rank or unit.form != "sentence" or unit.kind == "quoted" or _POSTSCRIPT.match(unit.text):
        return False
    running = unit.prose or (unit.has_verb and unit.words > _SIGNATURE_WORDS)
    if running and not words.disclaimer(unit.text):
        return False
    unit.reason = unit.reason or "metadata"
    return True
