"""Write the workbook for an answer note: yellow cells to fill in, grey ones to read, lists to choose from."""

from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from textmine.register import columns as c
from textmine.register.contents import Contents, Page
from textmine.review.cells import to_cell
from textmine.review.columns import FILL_IN
from textmine.store.atomic import replacing
from textmine.store.review_lock import closed_elsewhere
from textmine.store.review_looks import A3, Book

README, LISTS = "Leesmij", "Keuzelijsten"

_WIDTHS = (26, 100)
_HEADING_HEIGHT = 46

_POINTS = (
    "Kies bij elk punt het nummer van een antwoord. Elk punt krijgt precies één antwoord; één antwoord mag "
    "bij veel punten staan. Een antwoord bij een hoofdpunt geldt voor al zijn punten, behalve waar u er zelf "
    f"een kiest. Met '{c.NONE}' haalt u een antwoord weg."
)
_CHANGES = (
    f"Schrijf op wat er in het plan verandert. Noem bij '{c.CITES}' de nummers van de antwoorden, met "
    "een komma ertussen, of 'ambtshalve'."
)
_ROWS = "Sorteren, filteren en kolommen verbergen mag. De verborgen kolom Rijcode is nodig bij het inlezen."
_FILL = (
    "Vul alleen de gele kolommen in, met '(invullen)' in de kop. Een rij waarin u niets invult, telt niet."
)
_HOW = (
    ("Wat u doet", _FILL),
    (f"1. {c.ANSWERS}", f"Schrijf elk antwoord één keer, bij een vrij nummer, bij '{c.TEXT}'."),
    (f"2. {c.POINTS}", _POINTS),
    (f"3. {c.CHANGES}", _CHANGES),
    (f"4. {c.RESPONSES}", f"Staat in een reactie geen inhoudelijk punt, schrijf bij '{c.REASON}' waarom."),
    (c.WITHDRAWN, f"Kies '{c.YES}' om in te trekken wat er nu staat."),
    ("Sorteren", _ROWS),
)
"""What people do, sheet by sheet."""


def write(path: Path, contents: Contents) -> None:
    """Write ``contents`` to ``path``, whole or not at all.

    Raises
    ------
    WorkbookError
        When a text does not fit in a cell, or the file is open in a spreadsheet program.
    """
    with closed_elsewhere(path), replacing(path) as partial:
        out = Book(partial, f"Reacties beantwoorden: {contents.corpus}")
        _readme(out, contents)
        lists = {c.ANSWER: [c.NONE, *contents.answers], c.WITHDRAWN: [c.YES]}
        for page in contents.pages:
            _page(out, page, {name: f"={LISTS}!{_area(lists, name)}" for name in lists})
        _lists(out, lists)
        out.book.close()


def _readme(out: Book, contents: Contents) -> None:
    sheet = out.sheet(README)
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    out.text(sheet, 0, 0, "Reacties beantwoorden", "title")
    facts = [
        ("Corpus", contents.corpus),
        ("Werkboek", contents.workbook),
        ("Voor", contents.reviewer),
        *_HOW,
        ("Inlezen", f"textmine register import {contents.corpus} BESTAND"),
        ("Persoonsgegevens", "Hierin staan teksten van indieners. Deel dit alleen met wie meewerkt."),
    ]
    for row, (name, value) in enumerate(facts, 2):
        out.height(sheet, row, [(value, _WIDTHS[1])])
        out.text(sheet, row, 0, name, "name")
        out.text(sheet, row, 1, to_cell(value), "plain")


def _page(out: Book, page: Page, lists: dict[str, str]) -> None:
    sheet = out.sheet(page.name, A3)
    filled = c.FILLED[page.name]
    last = len(page.headings) - 1
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width, None, {"hidden": column == last})
    sheet.freeze_panes(1, 1)
    sheet.repeat_rows(0)
    sheet.set_row(0, _HEADING_HEIGHT)
    for column, name in enumerate(page.headings):
        fill = name in filled
        out.text(
            sheet, 0, column, f"{name}\n{FILL_IN}" if fill else name, "head_fill" if fill else "head_read"
        )
    for number, row in enumerate(page.rows, 1):
        shown = [(to_cell(value), width) for value, width in zip(row[:last], page.widths[:last], strict=True)]
        out.height(sheet, number, shown)
        for column, (name, value) in enumerate(zip(page.headings, row, strict=True)):
            if name in filled:
                sheet.write_blank(number, column, None, out.looks["fill"])
            else:
                out.text(sheet, number, column, to_cell(value), "read")
    if page.rows:
        sheet.autofilter(0, 0, len(page.rows), last)
        _choices(sheet, page, lists)


def _choices(sheet: Any, page: Page, lists: dict[str, str]) -> None:
    for name, source in lists.items():
        if name in c.FILLED[page.name]:
            column = page.headings.index(name)
            rule = {
                "validate": "list",
                "source": source,
                "error_title": "Kies uit de lijst",
                "error_message": "Kies een waarde uit de lijst, of maak de cel leeg.",
            }
            sheet.data_validation(1, column, len(page.rows), column, rule)


def _area(lists: dict[str, list[str]], name: str) -> str:
    column = xl_col_to_name(list(lists).index(name), col_abs=True)
    return f"{column}$2:{column}${1 + len(lists[name])}"


def _lists(out: Book, lists: dict[str, list[str]]) -> None:
    sheet = out.sheet(LISTS)
    for column, name in enumerate(lists):
        out.text(sheet, 0, column, name, "name")
    for row in range(max(map(len, lists.values()))):
        for column, values in enumerate(lists.values()):
            if row < len(values):
                out.text(sheet, row + 1, column, values[row], "plain")
    sheet.hide()
