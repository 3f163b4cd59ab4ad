"""Everything about the answer note at one moment: what came in, what it says, and what people wrote of it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from textmine.corpus import Corpus
from textmine.register import answered
from textmine.register.answered import Answering
from textmine.register.facts import Point, counted, points_of
from textmine.register.numbering import known_numbers
from textmine.register.received import read_responses, unread_responses
from textmine.register.standing import Said
from textmine.register.templates import Found, Least, find
from textmine.register.written import Written
from textmine.tables import Groups, Statements


@dataclass(frozen=True)
class Tables:
    """The tables that the register is made of; see ``textmine.tables``."""

    sources: pd.DataFrame
    rejected: pd.DataFrame
    statements: pd.DataFrame
    groups: pd.DataFrame
    assignments: pd.DataFrame
    points: pd.DataFrame
    members: pd.DataFrame


@dataclass(frozen=True)
class State:
    """What the tables and people's work say together; everything is worked out once, when it is asked for."""

    tables: Tables
    written: Written
    corpus: Corpus
    least: Least

    @cached_property
    def read(self) -> pd.DataFrame:
        """Responses with a text; see ``read_responses``."""
        return read_responses(self.tables.sources)

    @cached_property
    def unread(self) -> pd.DataFrame:
        """Responses without a text that can be read; see ``unread_responses``."""
        return unread_responses(self.tables.sources, self.tables.rejected)

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The statements that count; see ``facts.counted``."""
        given = self.tables
        return counted(given.statements, given.groups, given.sources, given.assignments, self.read)

    @cached_property
    def points(self) -> list[Point]:
        """The points that ask for an answer; see ``points_of``."""
        return points_of(self.counted, self.tables.points, self.tables.members)

    @cached_property
    def shown(self) -> Mapping[str, str]:
        """The texts of the statements that count, but of those that somebody set aside in another place."""
        given = self.tables
        counts = set(self.counted["statement_id"])
        rows = given.groups
        aside = set(rows.loc[~rows[Groups.statement_id].isin(list(counts)), Groups.group])
        group = dict(zip(self.counted["statement_id"], self.counted["text_group"], strict=True))
        pairs = zip(given.statements[Statements.id], given.statements[Statements.text], strict=True)
        return {name: text for name, text in pairs if name in counts and group[name] not in aside}

    @cached_property
    def submission_of(self) -> Mapping[str, str]:
        """The response of each statement that counts."""
        return dict(zip(self.counted["statement_id"], self.counted["submission"], strict=True))

    @cached_property
    def points_by_response(self) -> Mapping[str, Sequence[str]]:
        """Per response the ids of its points, in order."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for point in (point for point in self.points if not point.excluded):
            for member in point.members:
                found[self.submission_of[member]][point.id] = None
        return {name: list(points) for name, points in found.items()}

    @cached_property
    def templates(self) -> Found:
        """Which responses are copies of one letter."""
        return find(self.counted[["submission", "text_group", "words"]], self.least)

    @cached_property
    def numbers(self) -> Mapping[str, str]:
        """The registration number of each response that has one."""
        return known_numbers(self.written.numbers, pd.concat([self.read, self.unread])).numbers

    @cached_property
    def answering(self) -> Answering:
        """Which answers each point has."""
        return answered.answering(self.points, self.written.points)

    @cached_property
    def answers(self) -> Mapping[str, tuple[Said[str], ...]]:
        """What each answer says; nothing when it was withdrawn."""
        return answered.answer_texts(self.written.answers)

    @cached_property
    def changes(self) -> Mapping[str, tuple[Said[str], ...]]:
        """What each change says; nothing when it was withdrawn."""
        return answered.changes(self.written.changes)

    @cached_property
    def no_points(self) -> Mapping[str, tuple[Said[str], ...]]:
        """Why a response makes no point, as people say."""
        return answered.no_points(self.written.responses)

    def point_status(self, point: Point) -> str:
        """Return how far a point is: a key of ``tables.POINT_STATUS``."""
        if point.excluded:
            return "excluded"
        answers = self.answering.of[point.id].answers
        if not answers:
            return "open"
        if len(answers) > 1:
            return "contradicted"
        stands = self.answers.get(answers[0], ())
        return "dead" if not stands else "contradicted" if len(stands) > 1 else "answered"
