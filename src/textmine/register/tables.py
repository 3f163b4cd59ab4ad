"""The tables of the register, from everything that is known at one moment."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from textmine.analysis.counting import count
from textmine.register.numbering import number_order
from textmine.register.standing import SEPARATOR
from textmine.register.state import State
from textmine.tables import (
    REASONS,
    AnsweredPoints,
    Answers,
    Changes,
    Lookup,
    Register,
    ResponsePoints,
    Templates,
    TemplateTexts,
    frame,
)


def register_rows(state: State) -> pd.DataFrame:
    """Return ``tables.Register``."""
    status = {point.id: state.point_status(point) for point in state.points}
    statements = Counter(state.counted["submission"])
    own = _own(state)
    rows: list[dict[str, Any]] = []
    for row in _plain(state.read):
        points = state.points_by_response.get(row["submission"], ())
        rows.append(
            {
                **{name: row[name] for name in ("submission", "content", "path", "place", "channel")},
                Register.received: row["received"],
                Register.in_time: _in_time(state, row["received"]),
                Register.respondent_type: row["respondent_type"],
                Register.on_behalf_of: row["on_behalf_of"],
                Register.documents: row["documents"],
                Register.statements: statements[row["submission"]],
                Register.points: len(points),
                Register.answered: sum(status[point] == "answered" for point in points),
                Register.template: state.templates.of.get(row["submission"]),
                Register.own: own[row["submission"]],
                **_status(state, row["submission"], [status[point] for point in points]),
            }
        )
    rows += [_unread(state, row) for row in _plain(state.unread)]
    for row in rows:
        row[Register.number] = state.numbers.get(row["submission"])
    rows.sort(key=lambda r: (number_order(r[Register.number]), r["path"], r["place"] or "", r["submission"]))
    return frame(Register, {name: [row[name] for row in rows] for name in _names(Register)})


def _unread(state: State, row: Mapping[str, Any]) -> dict[str, Any]:
    blank = dict.fromkeys(_names(Register))
    numbers = (Register.documents, Register.statements, Register.points, Register.answered, Register.own)
    said = _status(state, row["submission"], [])
    why = {Register.status: "unread", Register.reason: REASONS[row["reason"]]}
    found = said if said[Register.status] == "none" else why
    places = {name: row[name] for name in ("submission", "content", "path", "place")}
    return {**blank, **dict.fromkeys(numbers, 0), Register.on_behalf_of: 1, **places, **found}


def _in_time(state: State, received: Any) -> bool | None:
    period = state.corpus.consultation
    return None if period is None else period.in_time(received)


def _status(state: State, submission: str, points: Sequence[str]) -> dict[str, str | None]:
    """Return status and reason of a response that has points of this status."""
    said = state.no_points.get(submission, ())
    answered = sum(point == "answered" for point in points)
    if not points:
        reason = said[-1].parts[0] if said else None
        return {Register.status: "none" if said else "open", Register.reason: reason}
    status = "answered" if answered == len(points) else "partly" if answered else "open"
    return {Register.status: status, Register.reason: None}


def _own(state: State) -> Counter[str]:
    """Count per response of a template the statements that the template does not have."""
    rows = state.counted
    template = rows["submission"].map(state.templates.of)
    mine = rows[template.notna()]
    alone = [
        text not in state.templates.shared[name]
        for text, name in zip(mine["text_group"], template[template.notna()], strict=True)
    ]
    return Counter(mine.loc[alone, "submission"])


def response_points(state: State) -> pd.DataFrame:
    """Return ``tables.ResponsePoints``."""
    rows = sorted(
        (state.submission_of[member], point.id, member) for point in state.points for member in point.members
    )
    names = _names(ResponsePoints)
    return frame(ResponsePoints, {name: [row[n] for row in rows] for n, name in enumerate(names)})


def answered_points(state: State) -> pd.DataFrame:
    """Return ``tables.AnsweredPoints``."""
    counts = _counts(state, {point.id: point.members for point in state.points})
    mains = {point.main for point in state.points if point.main is not None}
    points = state.tables.points
    central = dict(zip(points["id"], points["central"], strict=True)) if mains else {}
    given = state.answering.of
    status = [state.point_status(point) for point in state.points]
    table = {
        AnsweredPoints.point: [point.id for point in state.points],
        AnsweredPoints.theme: [point.cell[0] for point in state.points],
        AnsweredPoints.kind: [point.cell[1] for point in state.points],
        AnsweredPoints.central: [point.central for point in state.points],
        AnsweredPoints.main: [point.main for point in state.points],
        AnsweredPoints.main_central: [central.get(point.main) for point in state.points],
        AnsweredPoints.texts: [SEPARATOR.join(point.texts) for point in state.points],
        **_columns(counts, [point.id for point in state.points]),
        AnsweredPoints.answers: [SEPARATOR.join(given[point.id].answers) for point in state.points],
        AnsweredPoints.fresh: [given[point.id].fresh for point in state.points],
        AnsweredPoints.status: status,
    }
    return frame(AnsweredPoints, table)


def answers(state: State) -> pd.DataFrame:
    """Return ``tables.Answers``."""
    held = held_by_answer(state)
    points = Counter(answer for found in state.answering.of.values() for answer in found.answers)
    rows = [(number, said) for number in sorted(state.answers, key=natural) for said in state.answers[number]]
    counts = _counts(state, {number: held.get(number, ()) for number, _ in rows})
    table = {
        Answers.answer: [number for number, _ in rows],
        Answers.text: [said.parts[0] for _, said in rows],
        Answers.hash: [said.hash for _, said in rows],
        Answers.points: [points[number] for number, _ in rows],
        **_columns(counts, [number for number, _ in rows]),
    }
    return frame(Answers, table)


def held_by_answer(state: State) -> Mapping[str, tuple[str, ...]]:
    """Return per answer number the statements of the points that have it."""
    held: dict[str, set[str]] = defaultdict(set)
    for point in state.points:
        for answer in state.answering.of[point.id].answers:
            held[answer].update(point.members)
    return {answer: tuple(sorted(names)) for answer, names in held.items()}


def changes(state: State) -> pd.DataFrame:
    """Return ``tables.Changes``."""
    rows = [(number, said) for number in sorted(state.changes, key=natural) for said in state.changes[number]]
    table = {
        Changes.change: [number for number, _ in rows],
        Changes.text: [said.parts[0] for _, said in rows],
        Changes.place: [said.parts[1] for _, said in rows],
        Changes.cites: [said.parts[2] for _, said in rows],
        Changes.hash: [said.hash for _, said in rows],
    }
    return frame(Changes, table)


def lookup(state: State) -> pd.DataFrame:
    """Return ``tables.Lookup``: only answers that stand, of points with exactly one."""
    answer = {
        point.id: state.answering.of[point.id].answers[0]
        for point in state.points
        if state.point_status(point) == "answered"
    }
    pairs = {
        (number, answer[point])
        for submission, number in state.numbers.items()
        for point in state.points_by_response.get(submission, ())
        if point in answer
    }
    rows = sorted(pairs, key=lambda pair: (number_order(pair[0]), natural(pair[1])))
    return frame(Lookup, {Lookup.number: [row[0] for row in rows], Lookup.answer: [row[1] for row in rows]})


def templates(state: State) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return ``tables.Templates`` and ``tables.TemplateTexts``."""
    rows = state.counted
    rows = rows.assign(template=rows["submission"].map(state.templates.of))
    rows = rows[rows["template"].notna()]
    shared = [
        text in state.templates.shared[name]
        for text, name in zip(rows["text_group"], rows["template"], strict=True)
    ]
    rows = rows.assign(own=[not found for found in shared])
    people = _counts(state, {str(n): tuple(part["statement_id"]) for n, part in rows.groupby("template")})
    members = Counter(state.templates.of.values())
    documents = dict(zip(state.read["submission"], state.read["documents"], strict=True))
    order = sorted(members, key=lambda name: (-members[name], name))
    received = {
        name: sum(documents[s] for s, template in state.templates.of.items() if template == name)
        for name in order
    }
    extended = rows[rows["own"]].groupby("template")["submission"].nunique()
    table = {
        Templates.template: order,
        Templates.submissions: [members[name] for name in order],
        Templates.documents: [received[name] for name in order],
        Templates.extended: [int(extended.get(name, 0)) for name in order],
        Templates.texts: [len(state.templates.shared[name]) for name in order],
        Templates.represented: [people[name][3] for name in order],
    }
    found = rows.groupby(["template", "own", "text_group"], as_index=False).agg(
        statement_id=("statement_id", "min"), submissions=("submission", "nunique")
    )
    place = {name: number for number, name in enumerate(order)}
    found = found.assign(place=found["template"].map(place)).sort_values(
        ["place", "own", "submissions", "statement_id"], ascending=[True, True, False, True]
    )
    texts = {name: found[name].tolist() for name in _names(TemplateTexts)}
    return frame(Templates, table), frame(TemplateTexts, texts)


def natural(number: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key that puts A1.2 before A1.10."""
    parts = number.replace("A", "").replace("W", "").split(".")
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts)


def _counts(state: State, held: Mapping[str, Sequence[str]]) -> dict[str, tuple[int, int, int, int | None]]:
    """Return per key statements, distinct texts, responses and represented."""
    pairs = [(key, name) for key, names in held.items() for name in names]
    rows = pd.DataFrame(pairs, columns=["key", "statement_id"]).merge(state.counted, on="statement_id")
    found: dict[str, tuple[int, int, int, int | None]] = dict.fromkeys(held, (0, 0, 0, 0))
    for row in _plain(count(rows, ["key"])):
        behalf = None if row["represented"] is None else int(row["represented"])
        found[row["key"]] = (int(row["statements"]), int(row["texts"]), int(row["sessions"]), behalf)
    return found


def _columns(counts: Mapping[str, tuple[Any, ...]], keys: Sequence[str]) -> dict[str, list[Any]]:
    names = (Answers.statements, Answers.distinct, Answers.submissions, Answers.represented)
    return {name: [counts[key][place] for key in keys] for place, name in enumerate(names)}


def _plain(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return rows with None for what is missing."""
    found = rows.astype(object).where(rows.notna(), None)
    return [dict(zip(found.columns, row, strict=True)) for row in found.itertuples(index=False)]


def _names(table: Any) -> list[str]:
    return list(table.to_schema().columns)
