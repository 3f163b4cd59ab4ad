"""Write the workbook in which people edit points: no protection, drop-downs from a hidden sheet."""

from collections import defaultdict
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from textmine.review import point_columns as p
from textmine.review.cells import to_cell
from textmine.review.columns import FILL_IN
from textmine.review.point_contents import Contents
from textmine.store.atomic import replacing
from textmine.store.review_lock import closed_elsewhere
from textmine.store.review_looks import A3, NOTE_SIZE, Book

_HEADING_HEIGHT = 46
_README = 110
_STATEMENT = {p.QUOTE, p.STATEMENT}
_FROZEN = {p.SHEET: 4, p.TEXTS: 1, p.DECISIONS: 1}
_CHOSEN = {p.SHEET: p.MERGE, p.TEXTS: p.MOVE, p.DECISIONS: p.DROP}
"""The column of a sheet in which people choose from a list."""


def write(path: Path, contents: Contents) -> None:
    """Write ``contents`` to ``path``, whole or not at all; the same contents give the same bytes.

    Raises
    ------
    WorkbookError
        When the file is open in a spreadsheet program.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with closed_elsewhere(path), replacing(path) as partial:
        out = Book(partial, f"Punten bewerken: {contents.corpus}")
        _write_readme(out, contents)
        for name in (p.SHEET, p.TEXTS, p.DECISIONS):
            _write_rows(out, contents, name)
        _write_lists(out, contents)
        out.book.close()


def _write_readme(out: Book, contents: Contents) -> None:
    sheet = out.sheet(p.README)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, _README)
    out.text(sheet, 0, 0, "Punten bewerken", "title")
    lines = [
        (p.CORPUS, contents.corpus),
        ("Werkboek", contents.workbook),
        ("Voor", contents.reviewer),
        *(("", text) for text in p.INTRODUCTION),
        *((name, p.NOTES[name]) for name in dict.fromkeys((*p.FILLED[p.SHEET], *p.FILLED[p.TEXTS], p.DROP))),
        ("Klaar?", f"Sla het werkboek op en voer uit: textmine points import {contents.corpus} BESTAND"),
    ]
    for row, (name, text) in enumerate(lines, 2):
        out.height(sheet, row, [(text, _README)])
        out.text(sheet, row, 0, name, "name")
        out.text(sheet, row, 1, to_cell(text), "plain")


def _write_rows(out: Book, contents: Contents, name: str) -> None:
    sheet = out.sheet(name, A3)
    given, filled = p.GIVEN[name], p.FILLED[name]
    headings = (*given, *filled)
    for column, heading in enumerate(headings):
        sheet.set_column(column, column, p.WIDTHS[heading])
    last = len(headings)
    sheet.set_column(last, last, 12, None, {"hidden": True})
    sheet.freeze_panes(1, _FROZEN[name])
    sheet.repeat_rows(0)
    sheet.set_zoom(90)
    sheet.set_row(0, _HEADING_HEIGHT)
    for column, heading in enumerate((*headings, p.CODE)):
        fill = heading in filled
        out.text(
            sheet,
            0,
            column,
            f"{heading}\n{FILL_IN}" if fill else heading,
            "head_fill" if fill else "head_read",
        )
        if fill:
            sheet.write_comment(0, column, p.NOTES[heading], NOTE_SIZE)
    rows = contents.rows(name)
    wide = [heading for heading in headings if p.WIDTHS[heading] > p.WIDTHS[p.KIND]]
    places: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(rows, 1):
        cells = {**row.given, **row.filled}
        out.height(sheet, number, [(str(cells.get(heading, "")), p.WIDTHS[heading]) for heading in wide])
        for column, heading in enumerate(headings):
            look = "statement" if heading in _STATEMENT else "fill" if heading in filled else "read"
            _cell(out, sheet, (number, column), cells.get(heading, ""), look)
        out.text(sheet, number, last, row.code, "read")
        places[row.choices].append(number)
    if rows:
        sheet.autofilter(0, 0, len(rows), last)
        _choices(sheet, contents, headings.index(_CHOSEN[name]), places)
        if name == p.SHEET and contents.lists.get(p.FORWARD):
            column = headings.index(p.FORWARD)
            sheet.data_validation(1, column, len(rows), column, _pick(contents, p.FORWARD))


def _cell(out: Book, sheet: Any, place: tuple[int, int], value: str | int, look: str) -> None:
    if value == "":
        sheet.write_blank(*place, None, out.looks[look])
    elif isinstance(value, int):
        sheet.write_number(*place, value, out.looks[look])
    else:
        out.text(sheet, *place, to_cell(value), look)


def _choices(sheet: Any, contents: Contents, column: int, places: dict[str, list[int]]) -> None:
    """Give every cell its list; other values may be typed, so that a new name or two programmes fit."""
    for name, rows in places.items():
        if not contents.lists.get(name):
            continue
        runs: list[list[int]] = []
        for row in rows:
            if runs and runs[-1][2] == row - 1:
                runs[-1][2] = row
            else:
                runs.append([row, column, row, column])
        first, *others = runs
        sheet.data_validation(*first, {**_pick(contents, name), "other_cells": others})


def _pick(contents: Contents, name: str) -> dict[str, Any]:
    column = xl_col_to_name(list(contents.lists).index(name), col_abs=True)
    source = f"={p.LISTS}!{column}$2:{column}${1 + len(contents.lists[name])}"
    return {"validate": "list", "source": source, "show_error": False}


def _write_lists(out: Book, contents: Contents) -> None:
    sheet = out.sheet(p.LISTS)
    lists = list(contents.lists.values())
    for column, name in enumerate(contents.lists):
        out.text(sheet, 0, column, to_cell(name), "name")
    for row in range(max(map(len, lists), default=0)):
        for column, values in enumerate(lists):
            if row < len(values):
                out.text(sheet, row + 1, column, to_cell(values[row]), "plain")
    sheet.hide()
