"""What must hold before an answer note is complete, and what does not hold yet."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from textmine.register.facts import Point
from textmine.register.numbering import known_numbers, number_order
from textmine.register.standing import SEPARATOR, Said
from textmine.register.state import State
from textmine.register.tables import natural
from textmine.tables import EX_OFFICIO, OpenWork, Register, frame

AREA = "reacties en antwoorden"
_EXPORT = "'textmine register export'"
_SHOWN = 10
_LONGEST = 120

Row = tuple[str, str, bool]
"""Key, message, and whether it blocks."""


def open_work(state: State, register: pd.DataFrame) -> pd.DataFrame:
    """Return ``tables.OpenWork``: responses first, then points, answers and changes.

    Without a period for responses in ``corpus.yaml``, and as long as nobody wrote an answer, there is none.
    """
    written = state.written
    parts = (written.answers, written.points, written.changes, written.responses)
    asked = state.corpus.consultation is not None or any(len(part) for part in parts)
    rows = list(_all(state, register)) if asked else []
    return frame(
        OpenWork,
        {
            OpenWork.area: [AREA] * len(rows),
            OpenWork.key: [key for key, _, _ in rows],
            OpenWork.message: [message for _, message, _ in rows],
            OpenWork.blocks: [blocks for _, _, blocks in rows],
        },
    )


def _blocker(key: str, message: str) -> Row:
    return key, message, True


def _remark(key: str, message: str) -> Row:
    return key, message, False


def _all(state: State, register: pd.DataFrame) -> Iterator[Row]:
    rows = [
        dict(zip(register.columns, row, strict=True))
        for row in register.astype(object).where(register.notna(), None).itertuples(index=False)
    ]
    yield from _numbers(state, rows)
    yield from _periods(rows, dated=state.corpus.consultation is not None)
    yield from _responses(state, rows)
    yield from _points(state)
    yield from _answers(state)
    yield from _changes(state)


def _numbers(state: State, rows: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    without = sum(row[Register.number] is None for row in rows)
    if without:
        yield _blocker(
            "registratie",
            f"{_of(without, 'reactie heeft', 'reacties hebben')} nog geen registratienummer; voer {_EXPORT} "
            "uit",
        )
    gone = known_numbers(state.written.numbers, pd.concat([state.read, state.unread])).gone
    for number in sorted(gone, key=number_order):
        yield _blocker(
            number,
            "de reactie met dit registratienummer staat niet meer in de bronnen; zet het bestand of de rij "
            "terug",
        )


def _periods(rows: Sequence[Mapping[str, Any]], *, dated: bool) -> Iterator[Row]:
    late = [row for row in rows if row[Register.in_time] is False]
    if late:
        yield _remark(
            "termijn",
            f"{_of(len(late), 'reactie kwam', 'reacties kwamen')} buiten de termijn binnen "
            f"({_some(map(_name, late))}); deze tellen gewoon mee en staan gemarkeerd",
        )
    unknown = [r for r in rows if r[Register.received] is None and r[Register.status] != "unread"]
    if dated and unknown:
        yield _remark(
            "termijn",
            f"van {_of(len(unknown), 'reactie is', 'reacties is')} de dag van binnenkomst onbekend "
            f"({_some(map(_name, unknown))}); kijk na of deze op tijd waren",
        )


def _responses(state: State, rows: Sequence[Mapping[str, Any]]) -> Iterator[Row]:
    for row in rows:
        none = state.no_points.get(row[Register.submission], ())
        if row[Register.status] == "unread":
            yield _blocker(
                _name(row),
                f"deze reactie kan niet worden gelezen ({row[Register.reason]}); zet de tekst in een bestand "
                f"dat wel te lezen is, of vul in het werkboek van {_EXPORT} in waarom er geen inhoudelijk "
                "punt in staat",
            )
        elif row[Register.status] == "open" and not row[Register.points]:
            yield _blocker(
                _name(row),
                "in deze reactie is geen punt gevonden; lees haar na, en vul in het werkboek van "
                f"{_EXPORT} in waarom er geen inhoudelijk punt in staat",
            )
        elif none and row[Register.points]:
            yield _blocker(
                _name(row),
                f"volgens {none[-1].reviewer} staat in deze reactie geen inhoudelijk punt, maar er zijn er "
                f"{row[Register.points]} gevonden; haal de reden weg in een nieuw werkboek, of zet de "
                "uitspraken apart met 'textmine review export'",
            )
    known = {row[Register.submission] for row in rows}
    for submission in sorted(name for name, said in state.no_points.items() if said and name not in known):
        yield _blocker(
            submission,
            "van deze reactie is gezegd dat er geen inhoudelijk punt in staat, maar zij staat niet meer in "
            "de bronnen; zet het bestand of de rij terug",
        )


def _points(state: State) -> Iterator[Row]:
    status = {point.id: state.point_status(point) for point in state.points}
    together: dict[str, list[Point]] = defaultdict(list)
    for point in state.points:
        together[point.main or point.id].append(point)
    for main, points in together.items():
        open_ = [point for point in points if status[point.id] == "open"]
        if open_:
            yield _blocker(
                f"{_called(state, open_[0])} ({len(open_)} van de {len(points)}; {main})",
                f"niet elk punt heeft een antwoord; geef het in het werkboek van {_EXPORT}",
            )
    for point in state.points:
        given = state.answering.of[point.id]
        if point.excluded:
            if given.answers:
                yield _blocker(
                    point.id,
                    f"{_called(state, point)}: dit punt is vervallen, maar had al antwoord "
                    f"{_some(given.answers)}; haal dat antwoord weg in een nieuw werkboek, of neem het punt "
                    "weer op",
                )
        elif len(given.answers) > 1:
            yield _blocker(
                point.id,
                f"{_called(state, point)}: dit punt heeft {_differ(given.said)}; kies in een nieuw werkboek "
                "welk antwoord geldt",
            )
        elif status[point.id] == "dead":
            yield _blocker(
                point.id,
                f"{_called(state, point)}: antwoord {given.answers[0]} bestaat niet of is ingetrokken; geef "
                "dit punt een ander antwoord",
            )
        elif status[point.id] == "answered" and given.fresh:
            yield _remark(
                point.id,
                f"{_called(state, point)}: {_of(given.fresh, 'tekst kwam', 'teksten kwamen')} erbij nadat "
                f"dit punt antwoord {given.answers[0]} kreeg; kijk na of het antwoord nog past",
            )


def _answers(state: State) -> Iterator[Row]:
    used = Counter(answer for given in state.answering.of.values() for answer in given.answers)
    cited = {number for said in state.changes.values() for row in said for number in _cites(row)}
    for number in sorted(state.answers, key=natural):
        said = state.answers[number]
        if len(said) > 1:
            makers = " en ".join(f"{row.reviewer} ({row.decided_at[:10]})" for row in said)
            yield _blocker(
                number,
                f"{makers} schreven elk een andere tekst voor antwoord {number}; kies in een nieuw werkboek "
                "welke tekst geldt",
            )
        elif said and not used[number] and number not in cited:
            yield _remark(number, f"antwoord {number} hoort nog bij geen enkel punt")
    for row in state.answering.lost:
        yield _blocker(
            row.parts[0],
            f"antwoord {row.parts[0]} van {row.reviewer} ({row.decided_at[:10]}) hoorde bij een punt dat er "
            "niet meer is of is vervallen; zet het punt terug, of trek dit in met een nieuw werkboek",
        )


def _changes(state: State) -> Iterator[Row]:
    for number in sorted(state.changes, key=natural):
        said = state.changes[number]
        if len(said) > 1:
            makers = " en ".join(f"{row.reviewer} ({row.decided_at[:10]})" for row in said)
            yield _blocker(
                number,
                f"{makers} schreven elk iets anders bij wijziging {number}; kies in een nieuw werkboek wat "
                "geldt",
            )
        for row in said:
            missing = [name for name in _cites(row) if not state.answers.get(name)]
            if missing or not (row.parts[2] == EX_OFFICIO or _cites(row)):
                what = (
                    f"antwoord {_some(missing)}, dat niet bestaat of is ingetrokken" if missing else "niets"
                )
                yield _blocker(
                    number,
                    f"wijziging {number} volgt uit {what}; noem een antwoord dat er is, of '{EX_OFFICIO}'",
                )


def _cites(row: Said[str]) -> list[str]:
    cites = row.parts[2]
    return [] if cites == EX_OFFICIO else [name for name in cites.split(SEPARATOR) if name]


def _differ(said: Iterable[Said[Any]]) -> str:
    """Name both sides; texts of one person that came together in one point have one side."""
    each = {row.parts[0]: row for row in said}
    return " en ".join(
        f"antwoord {answer} (van {row.reviewer}, {row.decided_at[:10]})" for answer, row in each.items()
    )


def _called(state: State, point: Point) -> str:
    """Return the words of a point, as far as they may be shown, cut after a word when they are long."""
    text = state.shown.get(point.central)
    if text is None:
        return f"punt {point.id}"
    flat = " ".join(text.split())
    return f"“{flat if len(flat) <= _LONGEST else flat[:_LONGEST].rsplit(' ', 1)[0] + ' …'}”"


def _name(row: Mapping[str, Any]) -> str:
    place = f"{row[Register.path]}, {row[Register.place]}" if row[Register.place] else str(row[Register.path])
    return str(row[Register.number] or place)


def _some(names: Iterable[str]) -> str:
    found = list(names)
    more = f" en nog {len(found) - _SHOWN}" if len(found) > _SHOWN else ""
    return ", ".join(found[:_SHOWN]) + more


def _of(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
