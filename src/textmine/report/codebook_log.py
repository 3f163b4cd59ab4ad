"""The change log of the codebook in words: for the console, and as a page in Markdown."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from textmine.codebook import Codebook
from textmine.report.dutch import day, listing
from textmine.review.codebook_changes import KINDS, Change, compare
from textmine.review.codebook_versions import Use, in_order

_HEADING = "Wijzigingen in het codeboek"
_MADE = "Gemaakt met 'textmine review changes'; verander dit bestand niet met de hand."
_LISTS = dict.fromkeys(
    ("include", "exclude", "cues", "replaces", "examples_added", "examples_removed"), ("weg", "erbij")
)
_LABELS = _LISTS | {
    "code_added": ("", "betekenis"),
    "code_removed": ("betekenis", ""),
    "code_split": ("", "nu"),
    "dimension_added": ("", "codes"),
    "dimension_removed": ("", ""),
}
"""What stands before old and new text; nothing: that text is not shown."""
_USUAL = ("was", "nu")
_MARKED = re.compile(r"([\\`*_{}\[\]<>#|])")
_LIST_MARK = re.compile(r"^(\d*)([-+.)])(?=\s|$)")


class Line(NamedTuple):
    """A line of the log; ``level`` 1 to 3 are headings, 4 is a change, 5 what it was and is, 0 plain text."""

    level: int
    text: str


def log(versions: Mapping[str, Codebook], used: Sequence[Use], codebook: Codebook) -> tuple[Line, ...]:
    """Return the log, from the first version that people decided under to the present ``codebook``.

    ``versions`` are the codebooks that were kept; those that are neither used nor present are left out.
    """
    known = {**versions, codebook.version: codebook}
    return tuple(_log(known, used, codebook))


def _log(known: Mapping[str, Codebook], used: Sequence[Use], codebook: Codebook) -> Iterator[Line]:
    yield Line(1, f"{_HEADING}: {codebook.title}")
    order = in_order(used, codebook.version)
    there = [version for version in order if version in known]
    since = {use.version: _since(use.since) for use in used}
    if missing := [version for version in order if version not in known]:
        names = listing([f"{version} ({since[version]})" for version in missing])
        yield Line(0, f"Wat er in deze versies stond, is niet bewaard: {names}.")
    if len(there) == 1 and not missing:
        yield Line(0, f"Er is nog één versie, {there[0]}; er is dus niets gewijzigd.")
    for number, (before, after) in enumerate(pairwise(there), 1):
        back = after in there[:number]
        when = "nu weer" if back else since.get(after, "nu")
        yield Line(2, f"Van versie {before} ({since[before]}) naar versie {after} ({when})")
        yield from _step(known[before], known[after])


def _step(old: Codebook, new: Codebook) -> Iterator[Line]:
    def about(change: Change) -> str:
        if change.dimension:
            return (new.by_id.get(change.dimension) or old.by_id[change.dimension]).name
        return "Voorbeelden" if change.kind.startswith("example") else "Codeboek"

    for title, changes in groupby(compare(old, new), about):
        yield Line(3, title)
        for change in changes:
            yield from _change(change)


def _change(change: Change) -> Iterator[Line]:
    told = KINDS[change.kind]
    if change.kind in _LISTS and not change.before and not change.after:
        told += " (alleen de volgorde)"
    if change.code:
        told = f"{change.name} ({change.code}): {told}"
    elif change.kind == "example_codes":
        told = f"{told}: {change.name}"
    yield Line(4, told)
    labels = _LABELS.get(change.kind, _USUAL)
    for label, texts in zip(labels, (change.before, change.after), strict=True):
        shown = texts or (("–",) if label and labels == _USUAL and (change.before or change.after) else ())
        for text in shown if label else ():
            yield Line(5, f"{label}: {' '.join(text.split()) or '–'}")


def _since(moment: str) -> str:
    """Return the day of a moment as people write it."""
    try:
        return f"sinds {day(dt.date.fromisoformat(moment[:10]))}"
    except ValueError:
        return f"sinds {moment}"


def markdown(lines: Sequence[Line]) -> str:
    """Return the log as a page; whatever people wrote in the codebook stays plain text."""
    shapes = {0: "\n{}", 1: "# {}", 2: "\n## {}", 3: "\n### {}\n", 4: "- {}", 5: "  - {}"}
    head, *rest = (shapes[line.level].format(_escaped(line.text)) for line in lines)
    return "\n".join([head, "", _MADE, *rest]) + "\n"


def _escaped(text: str) -> str:
    return _LIST_MARK.sub(r"\1\\\2", _MARKED.sub(r"\\\1", text))


def plain(lines: Sequence[Line]) -> str:
    """Return the log for a console."""
    before = {0: "", 1: "", 2: "\n", 3: "  ", 4: "  - ", 5: "      "}
    return "\n".join(before[line.level] + line.text for line in lines)
