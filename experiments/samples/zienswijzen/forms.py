"""The three tables: web form (xlsx), municipal desk (csv) and walk-in evening (ods)."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
from office import convert, workbook_bytes
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from people import Person, Registry
from render import render
from stock import Response
from truth import Truth

FORM_FILE, DESK_FILE, EVENING_FILE = "formulier.xlsx", "gemeentelijk-loket.csv", "inloopavond.ods"
QUESTIONS = {
    "1": "1. Wat vindt u goed aan het concept?",
    "2": "2. Waar maakt u zich zorgen over?",
    "3": "3. Wat moet er volgens u anders?",
}
FORM_HEADER = [
    "Registratienummer",
    "Ingediend op",
    "Naam",
    "Organisatie",
    "Type indiener",
    "Namens aantal personen",
    "Provincie",
    *QUESTIONS.values(),
]
FORM_WIDTHS = [19, 18, 26, 30, 14, 12, 16, 48, 60, 60]
DESK_HEADER = [
    "Registratienummer",
    "Ontvangen",
    "Naam",
    "Adres",
    "Postcode",
    "Plaats",
    "Provincie",
    "Reactie",
]
LEGEND = [
    "Toelichting bij deze export",
    "Dit bestand is verzonnen: namen, organisaties en reacties bestaan niet.",
    "Het blad 'Reacties' bevat één rij per inzending. Dit blad bevat geen reacties.",
    "Velden met een * waren verplicht: naam, provincie. De drie vragen waren niet verplicht.",
    "Namens aantal personen: leeg betekent dat de indiener alleen voor zichzelf spreekt.",
]
FIRST_DAY = datetime(2026, 2, 2, 8, 15)  # noqa: DTZ001  (a form stores local time)
SLOPPY = 0.12
BAD_DATE_ROWS = (17, 52)
DUPLICATE_ROW = 43


@dataclass(frozen=True)
class Kit:
    """What every writer needs: invented people, a generator of chance, and the answer sheets."""

    people: Registry
    rng: np.random.Generator
    truth: Truth

    def slips(self, response: Response) -> np.random.Generator | None:
        """Let a share of the citizens make a slip of the pen."""
        return self.rng if response.sender == "burger" and self.rng.random() < SLOPPY else None

    def shuffled(self, responses: Sequence[Response]) -> list[Response]:
        """Put the responses in another order."""
        return [responses[int(index)] for index in self.rng.permutation(len(responses))]


def _title(sheet: Worksheet, count: int) -> None:
    sheet["A1"] = "Reacties op concept Programma Duurzaam Gebruik Diepe Ondergrond (fictief voorbeeld)"
    sheet["A1"].font = Font(bold=True, size=14)
    sheet["A2"] = f"Export uit het webformulier op 16-03-2026, {count} inzendingen"
    for column, (label, width) in enumerate(zip(FORM_HEADER, FORM_WIDTHS, strict=True), start=1):
        cell = sheet.cell(row=3, column=column, value=label)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="154273")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.freeze_panes = "A4"


def _as_text(cell: Cell, value: str) -> None:
    """Store text that starts with = as text: openpyxl would make it a formula."""
    cell.value = value
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _form_row(sheet: Worksheet, row: int, response: Response, kit: Kit, moment: datetime) -> None:
    person = kit.people.person(response)
    key = f"WF-2026-{row - 3:04d}"
    named = kit.people.chance(0.94 if response.sender == "burger" else 0.5)
    values: list[str | int | datetime | None] = [
        key,
        moment,
        person.name if named else None,
        response.fields.get("org"),
        response.sender,
        int(response.fields["namens"]) if "namens" in response.fields else None,
        response.fields["prov"],
    ]
    for column, value in enumerate(values, start=1):
        sheet.cell(row=row, column=column, value=value).alignment = Alignment(vertical="top")
    sheet.cell(row=row, column=2).number_format = "dd-mm-yyyy hh:mm"
    if named:
        kit.truth.person(FORM_FILE, key, person, "name")
    sloppy = kit.slips(response)
    for section in response.sections:
        rendered = render(section, person.place, sloppy)
        _as_text(sheet.cell(row=row, column=7 + int(section.name)), rendered.cell())  # type: ignore[arg-type]
        kit.truth.points(FORM_FILE, key, rendered)


def web_form(responses: Sequence[Response], kit: Kit) -> bytes:
    """Write the export of the web form: title, header on row 3, one row for each response, a second sheet."""
    workbook = Workbook()
    sheet = workbook.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has no worksheet")
    sheet.title = "Reacties"
    _title(sheet, len(responses))
    minutes = np.sort(kit.rng.integers(0, 41 * 24 * 60, size=len(responses)))
    for row, response in enumerate(kit.shuffled(responses), start=4):
        _form_row(sheet, row, response, kit, FIRST_DAY + timedelta(minutes=int(minutes[row - 4])))
    legend = workbook.create_sheet("Toelichting")
    for number, text in enumerate(LEGEND, start=1):
        legend.cell(row=number, column=1, value=text)
    legend.column_dimensions["A"].width = 110
    kit.truth.file(FORM_FILE, responses=len(responses))
    return workbook_bytes(workbook)


def _desk_row(number: int, response: Response, kit: Kit) -> list[str]:
    person = kit.people.person(response)
    while not _in_cp1252(person):
        person = kit.people.person(response)
    key = f"GL-2026-{number:03d}"
    received = date(2026, 2, 2) + timedelta(days=number // 2)
    shown = received.strftime("%d-%m-%Y")
    if number in BAD_DATE_ROWS:
        shown = "31-02-2026"
        kit.truth.row(DESK_FILE, key, "invalid_date")
    if number == DUPLICATE_ROW:
        key = f"GL-2026-{number - 1:03d}"
        kit.truth.row(DESK_FILE, key, "duplicate_number")
    rendered = render(response.sections[0], person.place, kit.slips(response))
    kit.truth.points(DESK_FILE, key, rendered)
    kit.truth.person(DESK_FILE, key, person, "name", "street", "postcode")
    province = response.fields["prov"]
    return [key, shown, person.name, person.street, person.postcode, person.place, province, rendered.cell()]


def _in_cp1252(person: Person) -> bool:
    try:
        person.name.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def desk_export(responses: Sequence[Response], kit: Kit) -> bytes:
    """Write the export of the municipal desk: semicolons, Windows-1252, CRLF, and a last row cut short."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(DESK_HEADER)
    for number, response in enumerate(kit.shuffled(responses), start=1):
        writer.writerow(_desk_row(number, response, kit))
    last = f"GL-2026-{len(responses) + 1:03d}"
    writer.writerow(
        [last, "13-03-2026", kit.people.person().name, "Formulier half ingevuld, reactie volgt nog"]
    )
    kit.truth.row(DESK_FILE, last, "too_few_columns")
    kit.truth.file(DESK_FILE, responses=len(responses))
    return buffer.getvalue().encode("cp1252")


def evening_sheet(responses: Sequence[Response], kit: Kit) -> bytes:
    """Write the notes of the walk-in evening: two columns, Naam and Reactie."""
    workbook = Workbook()
    sheet = workbook.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has no worksheet")
    sheet.title = "Inloopavond"
    sheet.append(["Naam", "Reactie"])
    for response in responses:
        person = kit.people.person(response)
        rendered = render(response.sections[0], person.place)
        named = kit.people.chance(0.75)
        sheet.append([person.name if named else "anoniem", rendered.cell()])
        kit.truth.points(EVENING_FILE, "", rendered)
        if named:
            kit.truth.person(EVENING_FILE, "", person, "name")
    kit.truth.file(EVENING_FILE, responses=len(responses))
    (content,) = convert([("inloopavond.xlsx", workbook_bytes(workbook))], "ods")
    return content
