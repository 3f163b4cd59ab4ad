"""Tables of minutes from concept to established, of remarks on them, and of abbreviations."""

import pandera.pandas as pan
from pandera.typing import Series

from textmine.tables.base import Day, Real, Table, Text, Truth, Whole

SAME, REWORDED, ADDED, REMOVED = "same", "changed", "added", "removed"

CHANGES = (SAME, REWORDED, ADDED, REMOVED)
"""What can become of a statement between the concept and the established minutes of a session."""

TAKEN, PARTLY, REFUSED = "overgenomen", "deels", "niet"

DISPOSITIONS = (TAKEN, PARTLY, REFUSED)
"""What can be done with a remark on minutes, as people write it in ``comments.csv``."""


class MinutesChanges(Table):
    """Statement by statement what changed between concept and established minutes of one session.

    Only sessions that have both. Every statement of either version is in exactly one row: ``concept`` and
    ``established`` are statement ids, one of them missing in a row that was added or removed. ``change`` is
    one of ``CHANGES``; ``similarity`` is 1 for the same words, 0 for what has no counterpart. In order of
    session, then of the established minutes; what was removed stands after what it followed.
    """

    session: Series[Text]
    change: Series[Text]
    concept: Series[Text] = pan.Field(nullable=True)
    established: Series[Text] = pan.Field(nullable=True)
    similarity: Series[Real]


class MinutesSessions(Table):
    """Per session its versions, what changed and what was remarked; also sessions without any minutes.

    ``concepts`` and ``established`` count documents, ``same`` to ``removed`` statements (missing where there
    is nothing to compare), ``taken`` to ``undecided`` the remarks in ``comments.csv`` by what was done with
    them.
    """

    session: Series[Text] = pan.Field(unique=True)
    name: Series[Text]
    concepts: Series[Whole]
    established: Series[Whole]
    same: Series[Whole] = pan.Field(nullable=True)
    changed: Series[Whole] = pan.Field(nullable=True)
    added: Series[Whole] = pan.Field(nullable=True)
    removed: Series[Whole] = pan.Field(nullable=True)
    taken: Series[Whole]
    partly: Series[Whole]
    refused: Series[Whole]
    undecided: Series[Whole]


class Comments(Table):
    """``comments.csv``: what was remarked about minutes, and what was done with it; in order of the file.

    ``row`` is the row in the file, the heading being 1. ``by`` is a role or an organisation, never a person.
    ``disposition`` is one of ``DISPOSITIONS``, missing while nobody decided. ``where`` is the place in the
    minutes, in the words of who wrote it down.
    """

    row: Series[Whole] = pan.Field(unique=True)
    session: Series[Text]
    date: Series[Day] = pan.Field(nullable=True)
    by: Series[Text] = pan.Field(nullable=True)
    comment: Series[Text]
    disposition: Series[Text] = pan.Field(nullable=True)
    reason: Series[Text] = pan.Field(nullable=True)
    where: Series[Text] = pan.Field(nullable=True)


class AbbreviationList(Table):
    """``abbreviations.csv``: abbreviations with their meaning, as people wrote them; in order of the file."""

    row: Series[Whole] = pan.Field(unique=True)
    abbreviation: Series[Text] = pan.Field(unique=True)
    meaning: Series[Text] = pan.Field(nullable=True)


class Abbreviations(Table):
    """Abbreviations in the statements that count, and those on the list; alphabetical, capitals last.

    ``meaning`` is what the list says. ``proposed`` is what a statement itself says it means, verbatim, with
    the id of that statement. Counts as in ``Crosses``; all are 0 for one that is listed and not used.
    """

    abbreviation: Series[Text] = pan.Field(unique=True)
    meaning: Series[Text] = pan.Field(nullable=True)
    proposed: Series[Text] = pan.Field(nullable=True)
    proposed_in: Series[Text] = pan.Field(nullable=True)
    listed: Series[Truth]
    statements: Series[Whole]
    texts: Series[Whole]
    sessions: Series[Whole]
    represented: Series[Whole] = pan.Field(nullable=True)
