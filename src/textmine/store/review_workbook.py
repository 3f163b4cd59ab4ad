"""Write the review workbook: exact texts, drop-downs from a hidden sheet, no protection."""

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from textmine.review import columns as c
from textmine.review import wording
from textmine.review.cells import to_cell
from textmine.review.contents import Contents
from textmine.store.atomic import replacing
from textmine.store.review_lock import closed_elsewhere
from textmine.store.review_looks import A3, CODE_WIDTH, NOTE_SIZE, WIDTHS, Book

_HEADING_HEIGHT = 46
"""In points: two lines, with the filter button below them."""

_LOOKS = {c.TEXT: "statement", c.REASONS: "small"}
"""Cells to read that look different from the others."""
_HIGH = (c.TEXT, c.PROPOSAL, c.EARLIER)
"""Cells that are always seen whole: the height of a row follows these."""

_BAR = {
    "type": "data_bar",
    "bar_solid": True,
    "bar_color": "#9DC3E6",
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 1,
}
"""How much is done, beside the number."""

_README = (20, 95)
_CODEBOOK = (13, 24, 18, 50, 45, 45, 60, 22)


def write(path: Path, contents: Contents) -> None:
    """Write ``contents`` to ``path``, whole or not at all; the same contents give the same bytes.

    Raises
    ------
    WorkbookError
        When a text does not fit in a cell, or the file is open in a spreadsheet program.
    """
    with closed_elsewhere(path), replacing(path) as partial:
        out = Book(partial, wording.title(contents.issued))
        _write_readme(out, contents)
        _write_statements(out, contents)
        _write_codebook(out, contents)
        _write_progress(out, contents)
        _write_lists(out, contents)
        out.book.close()


def _write_readme(out: Book, contents: Contents) -> None:
    sheet = out.sheet(wording.README)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, _README[0])
    sheet.set_column(1, 1, _README[1])
    sheet.fit_to_pages(1, 1)
    lines = wording.readme(
        contents.corpus, contents.codebook, len(contents.rows), contents.issued, contents.reviewer
    )
    row = 0
    for kind, text in lines:
        row += kind == "heading"
        if kind == "fact":
            name, value = text.split("\t", 1)
            out.height(sheet, row, [(value, _README[1])])
            out.text(sheet, row, 0, name, "name")
            out.text(sheet, row, 1, to_cell(value), "plain")
        elif kind == "text":
            sheet.merge_range(row, 0, row, 1, text, out.looks["plain"])
            out.height(sheet, row, [(text, sum(_README))])
        else:
            out.text(sheet, row, 0, text, kind)
        row += 1


def _write_statements(out: Book, contents: Contents) -> None:
    sheet = out.sheet(c.SHEET, A3)
    headings = contents.headings()
    given = frozenset(contents.given_columns())
    last = len(headings)
    _layout(sheet, headings)
    _headings(out, sheet, contents, headings, given)
    for number, row in enumerate(contents.rows, 1):
        out.height(sheet, number, [(row.given[name], WIDTHS[name]) for name in _HIGH if name in given])
        for column, name in enumerate(headings):
            if name == c.CERTAINTY:
                sheet.write_number(number, column, row.certainty, out.looks["certainty"])
            elif name in given:
                out.text(sheet, number, column, row.given[name], _LOOKS.get(name, "read"))
            elif name == c.REVIEWER:
                out.text(sheet, number, column, contents.reviewer, "fill")
            else:
                sheet.write_blank(number, column, None, out.looks["fill"])
        out.text(sheet, number, last, row.row_code, "read")
    if contents.rows:
        sheet.autofilter(0, 0, len(contents.rows), last)
        _choices(out, sheet, contents, headings)


def _layout(sheet: Any, headings: Sequence[str]) -> None:
    widths = [WIDTHS.get(name, CODE_WIDTH) for name in headings]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    hidden = len(widths)
    sheet.set_column(hidden, hidden, 12, None, {"hidden": True})
    sheet.freeze_panes(1, len(c.ALWAYS_SEEN))
    sheet.repeat_rows(0)
    sheet.set_zoom(90)


def _headings(
    out: Book, sheet: Any, contents: Contents, headings: Sequence[str], given: Collection[str]
) -> None:
    dimensions = contents.codebook.by_id
    notes = {
        column.heading: wording.heading_note(contents.codebook, dimensions[column.dimension])
        for column in c.code_columns(contents.codebook)
    }
    sheet.set_row(0, _HEADING_HEIGHT)
    for column, name in enumerate((*headings, c.ROW_CODE)):
        fill = name not in given and name != c.ROW_CODE
        heading = f"{name}\n{c.FILL_IN}" if fill else name
        out.text(sheet, 0, column, heading, "head_fill" if fill else "head_read")
        note = notes.get(name) or wording.column_note(name, contents.issued)
        if note:
            sheet.write_comment(0, column, to_cell(note), NOTE_SIZE)


def _choices(out: Book, sheet: Any, contents: Contents, headings: Sequence[str]) -> None:
    """Give every column with codes, and the verdict, its list; mark rows with codes but no verdict."""
    last_row = len(contents.rows)
    coded = c.code_columns(contents.codebook)
    verdict = headings.index(c.VERDICT)
    first = verdict - len(coded)
    for number, column in enumerate(coded, first):
        sheet.data_validation(1, number, last_row, number, _pick(_list_range(contents, column.dimension)))
    sheet.data_validation(1, verdict, last_row, verdict, _pick(_list_range(contents, None)))
    start, end, mine = (xl_col_to_name(n, col_abs=True) for n in (first, verdict - 1, verdict))
    criteria = f'=AND({mine}2="",COUNTA({start}2:{end}2)>0)'
    rule = {"type": "formula", "criteria": criteria, "format": out.looks["missing"]}
    sheet.conditional_format(1, verdict, last_row, verdict, rule)


def _pick(source: str) -> dict[str, Any]:
    return {
        "validate": "list",
        "source": source,
        "error_title": wording.PICK_TITLE,
        "error_message": wording.PICK_MESSAGE,
    }


def _list_range(contents: Contents, dimension: str | None) -> str:
    """Return where the list of a dimension, or of the verdicts, stands."""
    lists = _lists(contents)
    number = list(lists).index(dimension)
    column = xl_col_to_name(number, col_abs=True)
    return f"={wording.LISTS}!{column}$2:{column}${1 + len(lists[dimension][1])}"


def _lists(contents: Contents) -> dict[str | None, tuple[str, list[str]]]:
    lists: dict[str | None, tuple[str, list[str]]] = {
        d.id: (d.name, list(c.labels(d).values())) for d in contents.codebook.dimensions
    }
    lists[None] = (c.VERDICT, list(c.verdicts(contents.issued.blind).values()))
    return lists


def _write_codebook(out: Book, contents: Contents) -> None:
    sheet = out.sheet(wording.CODEBOOK)
    for column, width in enumerate(_CODEBOOK):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    for column, name in enumerate(wording.CODEBOOK_HEADINGS):
        out.text(sheet, 0, column, name, "head_read")
    rows = wording.codebook_rows(contents.codebook)
    for number, row in enumerate(rows, 1):
        out.height(sheet, number, list(zip(row, _CODEBOOK, strict=True)))
        for column, text in enumerate(row):
            out.text(sheet, number, column, to_cell(text), "cell")
    sheet.autofilter(0, 0, len(rows), len(wording.CODEBOOK_HEADINGS) - 1)


def _write_progress(out: Book, contents: Contents) -> None:
    sheet = out.sheet(wording.PROGRESS)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 2, 20)
    for column, name in enumerate(wording.PROGRESS_HEADINGS):
        out.text(sheet, 0, column, name, "head_read")
    names = xl_col_to_name(contents.headings().index(c.VERDICT), col_abs=True)
    rows = max(1, len(contents.rows))
    area = f"{c.SHEET}!{names}$2:{names}${1 + rows}"
    ids = f"{c.SHEET}!$A$2:$A${1 + rows}"
    choices = list(c.verdicts(contents.issued.blind).values())
    total = len(choices) + 3
    lines = [
        *((name, f'=COUNTIF({area},"{name}")', 0) for name in choices),
        ("Nog te doen", f"=B{total}-SUM(B2:B{total - 2})", len(contents.rows)),
        ("Alle rijen", f"=COUNTA({ids})", len(contents.rows)),
    ]
    for number, (name, formula, value) in enumerate(lines, 1):
        out.text(sheet, number, 0, name, "cell")
        sheet.write_formula(number, 1, formula, out.looks["number"], value)
        share = f"=IF(B{total}=0,0,B{number + 1}/B{total})"
        sheet.write_formula(number, 2, share, out.looks["share"], 1 if value else 0)
    sheet.conditional_format(1, 2, len(choices) + 1, 2, _BAR)


def _write_lists(out: Book, contents: Contents) -> None:
    sheet = out.sheet(wording.LISTS)
    lists = list(_lists(contents).values())
    for column, (name, _) in enumerate(lists):
        out.text(sheet, 0, column, name, "name")
    for row in range(max(len(values) for _, values in lists)):
        for column, (_, values) in enumerate(lists):
            if row < len(values):
                out.text(sheet, row + 1, column, to_cell(values[row]), "plain")
    sheet.hide()
