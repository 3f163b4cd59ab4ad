"""Repair a text: from the lines a reader found to paragraphs of whole words, with the way back.

The repaired text holds one paragraph, item, heading or cell per line; see ``repair_joints`` for what is
put together, ``repair_chars`` and ``repair_inside`` for what changes inside a line, ``furniture`` for what
is taken out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textmine.text.furniture import furniture
from textmine.text.offsets import Edit, Run, apply_edits, to_raw_spans
from textmine.text.repair_chars import SOFT, character_edits
from textmine.text.repair_inside import inner_edits
from textmine.text.repair_joints import Joint, joints
from textmine.text.repair_lines import Line, Place, split_lines
from textmine.text.words import Vocabulary

FURNITURE_KINDS = ("header", "footer")


@dataclass(frozen=True, slots=True)
class Repaired:
    """The repaired ``text``, the ``runs`` that lead back, and the raw spans of furniture (``removed``)."""

    text: str
    runs: tuple[Run, ...]
    removed: tuple[tuple[int, int], ...] = ()


def repair_text(
    raw: str, places: Sequence[Place], vocabulary: Callable[[Iterable[str]], Vocabulary] = Vocabulary
) -> Repaired:
    """Repair one text; ``places`` are its blocks, ascending, with only line breaks between them.

    ``vocabulary`` makes the judge of words out of the lines of the text.
    """
    kept, removed = _without_furniture(split_lines(raw, places))
    words = vocabulary([line.text for line in kept])
    between = joints(kept, words)
    edits = _gap_edits(raw, kept, between)
    for n, line in enumerate(kept):
        dropped = n < len(between) and between[n].hyphen == "drop" and _hyphen_inside(line)
        edits.extend(character_edits(raw, line.start, line.end - dropped))
    text, runs = _apply(raw, edits)
    if inner := inner_edits(text, words):
        text, runs = _apply(raw, _through(inner, runs, edits))
    return Repaired(text, runs, removed)


def _apply(raw: str, edits: list[Edit]) -> tuple[str, tuple[Run, ...]]:
    if edits:
        return apply_edits(raw, edits)
    return raw, (Run(0, len(raw), 0, len(raw)),) if raw else ()


def _through(inner: Sequence[Edit], runs: Sequence[Run], edits: list[Edit]) -> list[Edit]:
    """Return ``edits`` of the raw text with those ``inner`` ones added that were found in the edited text.

    ``inner`` is ascending; an edit of the raw text inside the reach of an inner one gives way to it.
    """
    spans = to_raw_spans(runs, [(edit.start, max(edit.end, edit.start + 1)) for edit in inner])
    result: list[Edit] = []
    waiting = sorted(edits, key=lambda edit: (edit.start, edit.end))[::-1]
    for edit, (start, end) in zip(inner, spans, strict=True):
        stop = end if edit.end > edit.start else start
        while waiting and waiting[-1].end <= start:
            result.append(waiting.pop())
        while waiting and waiting[-1].start < stop:
            waiting.pop()
        result.append(Edit(start, stop, edit.replacement))
    return result + waiting


def _without_furniture(lines: list[Line]) -> tuple[list[Line], tuple[tuple[int, int], ...]]:
    """Return the lines that stay, and the raw spans of those that go."""
    if len(lines) == 1 and lines[0].kind not in FURNITURE_KINDS:
        return lines, ()
    flowing = [n for n, line in enumerate(lines) if line.kind == "line"]
    found = furniture([lines[n].text for n in flowing], [lines[n].page for n in flowing])
    gone = {flowing[n] for n in found} | {n for n, line in enumerate(lines) if line.kind in FURNITURE_KINDS}
    kept: list[Line] = []
    blanks = 0
    for n, line in enumerate(lines):
        if n in gone:
            blanks += line.blanks
            continue
        turned = bool(kept) and kept[-1].page != line.page
        kept.append(line._replace(blanks=0 if turned else line.blanks + blanks))
        blanks = 0
    return kept, tuple((lines[n].start, lines[n].end) for n in sorted(gone))


def _gap_edits(raw: str, kept: Sequence[Line], between: Sequence[Joint]) -> list[Edit]:
    """Return the edits outside the lines, and those of the hyphens that end them."""
    if not kept:
        return [Edit(0, len(raw))] if raw else []
    edits = [Edit(0, kept[0].start)] if kept[0].start else []
    for first, second, joint in zip(kept, kept[1:], between, strict=False):
        edits.extend(_joint_edits(raw, first, second, joint))
    if kept[-1].end < len(raw):
        edits.append(Edit(kept[-1].end, len(raw)))
    return edits


def _joint_edits(raw: str, first: Line, second: Line, joint: Joint) -> list[Edit]:
    at, end = first.end, second.start
    if joint.hyphen == "drop":
        return [Edit(at - 1 if _hyphen_inside(first) else at, end)]
    glue = "-" + joint.glue if joint.hyphen == "keep" and first.marked else joint.glue
    if not glue:
        return [Edit(at, end)]
    edits = [Edit(at, at + 1, glue)] if raw[at] != glue else []
    if at + 1 < end:
        edits.append(Edit(at + 1, end))
    return edits


def _hyphen_inside(line: Line) -> bool:
    """Tell whether the hyphen that ends ``line`` is part of its text, and not of what follows it."""
    return not line.marked and line.ending != SOFT
