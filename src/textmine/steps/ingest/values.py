"""Read dates and counts as people type them in spreadsheets."""

import datetime as dt
import re
from typing import Any

_MONTHS = ("jan", "feb", "maa", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_NUMERIC = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})(?:[ t,].*)?$")
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ t].*)?$")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_WRITTEN = re.compile(
    r"(?:(?:ma|di|wo|do|vr|za|zo)[a-z]*\.?,?\s+)?(\d{1,2})[ -]([a-z]{3,9})\.?[ -](\d{4})(?:[ ,].*)?$"
)
_WHOLE = re.compile(r"(\d{1,9})(?:[.,]0+)?$")
_CENTURY = 2000
_YEARS = range(1900, 2101)


class NoSuchValueError(ValueError):
    """A cell does not hold a date or count; the message is the reason and the way out, in Dutch."""


def day_of(value: Any, date_format: str | None = None) -> dt.date | None:
    """Return the date in a cell, None when it is empty.

    Read are real dates, ``date_format``, or else dd-mm-jjjj, ISO and "3 maart 2026". Times are left out.
    A year of two digits is this century.

    Raises
    ------
    NoSuchValueError
        When the cell holds something else, or a date that does not exist.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    text = str(value).strip()
    if not text:
        return None
    if not isinstance(value, str):
        raise NoSuchValueError(f"'{text}' is geen datum; geef de kolom in het rekenblad de opmaak Datum")
    try:
        if date_format:
            return dt.datetime.strptime(text, date_format).date()  # noqa: DTZ007
        day = _written_day(text.casefold())
    except ValueError as error:
        raise NoSuchValueError(_no_day(text, date_format)) from error
    if day is None or day.year not in _YEARS:
        raise NoSuchValueError(_no_day(text, date_format))
    return day


def count_of(value: Any) -> int:
    """Return on behalf of how many somebody speaks: 1 for an empty cell.

    Raises
    ------
    NoSuchValueError
        When the cell holds no whole number of 1 or more.
    """
    text = str(value).strip()
    if not text:
        return 1
    found = _WHOLE.match(text)
    if isinstance(value, bool) or not found or int(found[1]) < 1:
        raise NoSuchValueError(f"'{text}' is geen heel getal van 1 of meer; verbeter de cel of maak die leeg")
    return int(found[1])


def _written_day(text: str) -> dt.date | None:
    if found := _NUMERIC.match(text):
        day, month, year = (int(group) for group in found.groups())
        return dt.date(year + _CENTURY if len(found[3]) == 2 else year, month, day)  # noqa: PLR2004
    if found := _ISO.match(text) or _COMPACT.match(text):
        year, month, day = (int(group) for group in found.groups())
        return dt.date(year, month, day)
    if (found := _WRITTEN.match(text)) and (month := _month(found[2])):
        return dt.date(int(found[3]), month, int(found[1]))
    return None


def _month(name: str) -> int:
    short = "maa" if name in {"mrt", "mar"} else "okt" if name == "oct" else name[:3]
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


def _no_day(text: str, date_format: str | None) -> str:
    wanted = f"volgens date_format '{date_format}' in corpus.yaml" if date_format else "zoals 28-02-2026"
    return f"datum '{text}' bestaat niet of is niet te lezen {wanted}; verbeter de cel of maak die leeg"
