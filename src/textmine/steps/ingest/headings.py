"""Match the columns that ``corpus.yaml`` names with the headings a sheet has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from textmine.corpus import TableSource
from textmine.readers.sheets import Sheet

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Positions:
    """Where our fields and the texts stand, counted from 0; texts with heading and question."""

    fields: dict[str, int]
    texts: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a sheet cannot be read with a mapping; Dutch, with the way out."""

    sheet: str | None
    message: str


def fit(sheet: Sheet, mapping: TableSource) -> Positions | Misfit:
    """Find every mapped column in the heading of ``sheet``; upper case and white space do not count."""
    known: dict[str, list[int]] = {}
    for position, heading in enumerate(sheet.heading):
        known.setdefault(_plain(heading), []).append(position)
    named = {name: heading for name, heading in mapping.columns.model_dump().items() if heading is not None}
    wanted = [*named.values(), *(text.column for text in mapping.texts)]
    missing = [heading for heading in dict.fromkeys(wanted) if _plain(heading) not in known]
    if missing:
        return Misfit(
            sheet.name,
            f"kolom {_list(missing)} ontbreekt op rij {mapping.header_row}; "
            f"daar staat: {_list(sheet.heading)}; verbeter 'columns', 'texts' of 'header_row' in corpus.yaml",
        )
    double = [heading for heading in dict.fromkeys(wanted) if len(known[_plain(heading)]) > 1]
    if double:
        return Misfit(
            sheet.name, f"kolom {_list(double)} staat er meer dan een keer; geef elke kolom een eigen naam"
        )
    columns = [_plain(text.column) for text in mapping.texts]
    if len(set(columns)) < len(columns):
        return Misfit(sheet.name, "corpus.yaml noemt onder 'texts' een kolom twee keer; haal er een weg")
    return Positions(
        {name: known[_plain(heading)][0] for name, heading in named.items()},
        tuple(
            (known[_plain(text.column)][0], text.column, text.question or text.column)
            for text in mapping.texts
        ),
    )


def wants(mapping: TableSource, sheet: Sheet) -> bool:
    """Tell whether the mapping is meant for this sheet: all when it names none, else by name or pattern."""
    if not mapping.sheets or sheet.name is None:
        return True
    name = sheet.name.strip().casefold()
    return any(fnmatchcase(name, pattern.strip().casefold()) for pattern in mapping.sheets)


def explain_unmapped(path: str, sheets: Sequence[Sheet]) -> str:
    """Return what to add to ``corpus.yaml`` so that a table can be read."""
    where = "; ".join(
        f"{f'blad {sheet.name}' if sheet.name else 'het bestand'} heeft als eerste rij {_list(sheet.heading)}"
        for sheet in sheets
    )
    return (
        "corpus.yaml zegt niet in welke kolommen de reacties staan; voeg toe onder 'tables':\n"
        f"  - files: [{path.rpartition('/')[2]!r}]\n"
        "    texts: [{column: 'kop van de kolom met de tekst'}]\n"
        f"({where})"
    )


def _plain(heading: str) -> str:
    return _SPACE.sub(" ", heading).strip().casefold()


def _list(headings: Sequence[str]) -> str:
    shown = [f"'{_SPACE.sub(' ', heading).strip()}'" for heading in headings if heading.strip()]
    return ", ".join(shown) or "niets"
