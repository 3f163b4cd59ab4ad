"""What a point is called: as people called it, else in the words of a statement that may be shown."""

from dataclasses import dataclass

from textmine.report.given import Given
from textmine.report.material import Material
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import Row, records
from textmine.tables import Points

FIGURE = "points"
"""What ``tables.Evidence`` calls the statements behind a point."""

NOT_SHOWN = "(niet getoond: een beoordelaar zette dezelfde tekst apart)"


@dataclass(frozen=True, slots=True)
class Named:
    """``text`` is what the point is called, ``quote`` a statement of it, if any may be shown."""

    text: str
    quote: Quote | None

    @property
    def verbatim(self) -> bool:
        """Whether the name is what somebody said."""
        return self.quote is not None and self.quote.text == self.text


def quote_of(given: Material, quotes: Quotes, row: Row) -> Quote | None:
    """Return the statement that a point is called after, or another one of it that may be shown."""
    names = [row[Points.central], *quotes.ids(FIGURE, row[Points.id])]
    shown = next((name for name in names if name not in given.unquotable), None)
    return None if shown is None else quotes.of_statement(shown)


def named(given: Material, quotes: Quotes, row: Row) -> Named:
    """Return the name of a point (a row of ``tables.Points``)."""
    quote = quote_of(given, quotes, row)
    if row[Points.named_by] is not None:
        return Named(row[Points.name], quote)
    return Named(NOT_SHOWN if quote is None else quote.text, quote)


def by_id(given: Given) -> dict[str, Row]:
    """Return every point by its id."""
    return {row[Points.id]: row for row in records(given.points)}
