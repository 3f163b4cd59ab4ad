"""Responses and answers: what came in, which letters are copies, what was answered, what is still to do."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from textmine.report.dutch import day
from textmine.report.given import Given
from textmine.report.quotes import Quote, Quotes
from textmine.report.rows import Row, records, values
from textmine.tables import (
    POINT_STATUS,
    RESPONSE_STATUS,
    AnsweredPoints,
    OpenWork,
    Register,
    Statements,
    Templates,
    TemplateTexts,
)

UNKNOWN = "onbekend"


@dataclass(frozen=True, slots=True)
class Channel:
    """What came in along one way; the last three add up to the first."""

    name: str
    responses: int
    documents: int
    in_time: int
    late: int
    undated: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A template with its texts, each once, and what senders added; ``name`` is a number to speak of it."""

    name: str
    row: Row
    texts: tuple[Quote, ...]
    own: tuple[Quote, ...]
    more_own: int


@dataclass(frozen=True, slots=True)
class Responses:
    """The section; ``texts`` and ``represented`` are of all responses, ``period`` is empty without a term."""

    responses: int
    unread: int
    documents: int
    texts: int
    represented: int | None
    period: str
    channels: tuple[Channel, ...]
    statuses: tuple[tuple[str, int], ...]
    letters: tuple[Letter, ...]
    in_letters: int
    points: tuple[tuple[str, int], ...]
    answers: tuple[Row, ...]
    all_answers: int
    changes: tuple[Row, ...]
    all_changes: int
    open: tuple[Row, ...]
    blocking: int
    mentioned: int


def responses(given: Given, quotes: Quotes) -> Responses | None:
    """Return the section about responses; None for minutes."""
    if given.corpus.kind != "responses":
        return None
    rows = records(given.register)
    period = given.corpus.consultation
    limit = given.limits.register_rows
    work = records(given.register_open)
    ordered = sorted(work, key=lambda row: not row[OpenWork.blocks])
    status = Counter(row[Register.status] for row in rows)
    points = Counter(values(given.answered_points, AnsweredPoints.status))
    return Responses(
        responses=len(rows),
        unread=status["unread"],
        documents=sum(row[Register.documents] for row in rows),
        texts=given.totals["texts"] or 0,
        represented=given.totals["represented"],
        period="" if period is None else f"van {day(period.opens)} tot en met {day(period.closes)}",
        channels=_channels(rows),
        statuses=tuple((name, status[key]) for key, name in RESPONSE_STATUS.items() if status[key]),
        letters=letters(given, quotes, given.limits.quotes_per_topic),
        in_letters=sum(row[Register.template] is not None for row in rows),
        points=tuple((name, points[key]) for key, name in POINT_STATUS.items() if points[key]),
        answers=tuple(records(given.answers.head(limit))),
        all_answers=len(given.answers),
        changes=tuple(records(given.changes.head(limit))),
        all_changes=len(given.changes),
        open=tuple(ordered[:limit]),
        blocking=sum(row[OpenWork.blocks] for row in work),
        mentioned=sum(not row[OpenWork.blocks] for row in work),
    )


def _channels(rows: Sequence[Row]) -> tuple[Channel, ...]:
    found = []
    for name in sorted({row[Register.channel] or "" for row in rows}, key=lambda name: (not name, name)):
        mine = [row for row in rows if (row[Register.channel] or "") == name]
        time = Counter(row[Register.in_time] for row in mine)
        documents = sum(row[Register.documents] for row in mine)
        found.append(Channel(name or UNKNOWN, len(mine), documents, time[True], time[False], time[None]))
    return tuple(found)


def letters(given: Given, quotes: Quotes, most: int | None) -> tuple[Letter, ...]:
    """Return the templates, largest first; of each at most ``most`` additions (None: all).

    Texts that may not be repeated are left out of both lists.
    """
    texts = records(given.template_texts)
    found = []
    for number, row in enumerate(records(given.templates), 1):
        mine = [
            text
            for text in texts
            if text[TemplateTexts.template] == row[Templates.template]
            and text[TemplateTexts.statement_id] not in given.unquotable
        ]
        own = [text[TemplateTexts.statement_id] for text in mine if text[TemplateTexts.own]]
        shared = _in_order(given, [t[TemplateTexts.statement_id] for t in mine if not t[TemplateTexts.own]])
        shown = own if most is None else own[:most]
        found.append(
            Letter(
                name=f"S{number}",
                row=row,
                texts=tuple(quotes.of_statement(name) for name in shared),
                own=tuple(quotes.of_statement(name) for name in shown),
                more_own=len(own) - len(shown),
            )
        )
    return tuple(found)


def _in_order(given: Given, names: Sequence[str]) -> list[str]:
    """Put the statements of a letter in the order in which they stand in their documents."""
    rows = given.statements[given.statements[Statements.id].isin(list(names))]
    start = dict(zip(values(rows, Statements.id), values(rows, Statements.start), strict=True))
    return sorted(names, key=lambda name: (start[name], name))
