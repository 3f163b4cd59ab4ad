"""The register of a consultation: who responded, with which points, and what is answered and changed."""

from dataclasses import dataclass, fields

import pandas as pd
from pydantic import Field

from textmine.corpus import Corpus
from textmine.errors import ConservationError
from textmine.register import tables
from textmine.register.open_work import open_work
from textmine.register.state import State, Tables
from textmine.register.templates import Least
from textmine.register.written import Written
from textmine.settings import Settings
from textmine.tables import (
    AnsweredPoints,
    Answers,
    Changes,
    Evidence,
    Lookup,
    OpenWork,
    Register,
    ResponsePoints,
    Templates,
    TemplateTexts,
    empty,
    frame,
)


class RegisterSettings(Settings):
    """When responses are copies of one letter; see ``register.templates``."""

    template_responses: int = Field(
        default=5,
        ge=2,
        description="in hoeveel reacties een tekst minstens staat om bij een sjabloon te horen",
    )
    template_share: float = Field(
        default=0.3,
        gt=0,
        le=1,
        description="welk deel van de woorden van een reactie minstens uit het sjabloon komt",
    )
    template_words: int = Field(
        default=20, ge=1, description="hoeveel woorden van een reactie minstens uit het sjabloon komen"
    )


@dataclass(frozen=True, slots=True)
class Registered:
    """The tables of the answer note; see ``tables.register``."""

    register: pd.DataFrame
    response_points: pd.DataFrame
    answered_points: pd.DataFrame
    answers: pd.DataFrame
    changes: pd.DataFrame
    lookup: pd.DataFrame
    templates: pd.DataFrame
    template_texts: pd.DataFrame
    register_open: pd.DataFrame
    register_evidence: pd.DataFrame


_TABLES = (
    Register,
    ResponsePoints,
    AnsweredPoints,
    Answers,
    Changes,
    Lookup,
    Templates,
    TemplateTexts,
    OpenWork,
    Evidence,
)
"""What each table of ``Registered`` holds, in order."""


def register(
    sources: pd.DataFrame,
    ingest_rejected: pd.DataFrame,
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    assignments: pd.DataFrame,
    points: pd.DataFrame,
    point_members: pd.DataFrame,
    written: Written,
    corpus: Corpus,
    settings: RegisterSettings,
) -> Registered:
    """Set out every response with its points, and every point with its answer; minutes have no register.

    Responses that could not be read, or that were late, are in it like all others.

    Raises
    ------
    ConservationError
        When a response or a statement that counts is missing from what was made.
    """
    if corpus.kind != "responses":
        made = (empty(table) for table in _TABLES)
        return Registered(**{field.name: next(made) for field in fields(Registered)})
    given = Tables(sources, ingest_rejected, statements, groups, assignments, points, point_members)
    least = Least(settings.template_responses, settings.template_share, settings.template_words)
    state = State(given, written, corpus, least)
    rows = tables.register_rows(state)
    pointed = tables.response_points(state)
    templates, template_texts = tables.templates(state)
    _accounted(state, rows, pointed)
    return Registered(
        register=rows,
        response_points=pointed,
        answered_points=tables.answered_points(state),
        answers=tables.answers(state),
        changes=tables.changes(state),
        lookup=tables.lookup(state),
        templates=templates,
        template_texts=template_texts,
        register_open=open_work(state, rows),
        register_evidence=_evidence(state, pointed),
    )


def _accounted(state: State, rows: pd.DataFrame, pointed: pd.DataFrame) -> None:
    """Refuse to lose a response or a statement."""
    received = {*state.read["submission"], *state.unread["submission"]}
    if set(rows[Register.submission]) != received:
        raise ConservationError(f"register: {len(received)} reacties ontvangen, {len(rows)} in het register")
    if set(pointed[ResponsePoints.statement_id]) != set(state.counted["statement_id"]):
        raise ConservationError(
            f"register: {len(state.counted)} uitspraken tellen mee, en "
            f"{pointed[ResponsePoints.statement_id].nunique()} staan bij een punt"
        )


def _evidence(state: State, pointed: pd.DataFrame) -> pd.DataFrame:
    """Return the statements behind responses, answers and templates."""
    by_response = zip(pointed[ResponsePoints.submission], pointed[ResponsePoints.statement_id], strict=True)
    rows = {("register", submission, name) for submission, name in by_response}
    for answer, names in tables.held_by_answer(state).items():
        rows.update(("answers", answer, name) for name in names)
    for submission, name in zip(state.counted["submission"], state.counted["statement_id"], strict=True):
        if submission in state.templates.of:
            rows.add(("templates", state.templates.of[submission], name))
    ordered = sorted(rows)
    columns = (Evidence.figure, Evidence.key, Evidence.statement_id)
    return frame(Evidence, {name: [row[n] for row in ordered] for n, name in enumerate(columns)})
