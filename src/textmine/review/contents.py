"""What a review workbook holds, ready to be written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from textmine.codebook import Codebook
from textmine.review import columns as c
from textmine.review.cells import to_cell
from textmine.review.disputes import Dispute
from textmine.review.history import Made
from textmine.review.issued import Issued
from textmine.review.row_code import make
from textmine.review.selection import Proposals
from textmine.tables import Documents, Statements

_QUOTE = re.compile("“[^”]*”")
_SAME = "dat van hierboven"
"""Stands in a reason for the example that a reason above it quotes."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One statement as people see it; ``given`` holds the text of each column of ``columns.GIVEN``.

    ``certainty``, 0 to 1, is written as a number; ``given`` has it as that number is read back.
    """

    given: Mapping[str, str]
    certainty: float
    row_code: str


@dataclass(frozen=True, slots=True)
class Contents:
    """A whole workbook: for which corpus, with which codebook, and the rows in order.

    ``issued`` says which workbook it is; ``reviewer`` is filled in beforehand in every row.
    """

    corpus: str
    codebook: Codebook
    rows: Sequence[ReviewRow]
    issued: Issued
    reviewer: str

    def headings(self) -> list[str]:
        """Return the columns in order: those to fill in stand between those to read first, and the rest."""
        given = self.given_columns()
        coded = [column.heading for column in c.code_columns(self.codebook)]
        first = [name for name in given if name in c.READ_FIRST]
        return [*first, *coded, *c.FILLED, *given[len(first) :]]

    def given_columns(self) -> list[str]:
        """Return the columns to read: the optional ones only when a row has a value for them."""
        seen = [name for name in c.GIVEN if not (self.issued.blind and name in c.OF_PROPOSAL)]
        return [name for name in seen if name not in c.OPTIONAL or any(row.given[name] for row in self.rows)]


@dataclass(frozen=True, slots=True)
class Names:
    """How people know the sessions, regions and tiers: id to name."""

    sessions: Mapping[str, str]
    regions: Mapping[str, str]
    tiers: Mapping[str, str]


def review_row(  # noqa: PLR0913, PLR0917  # one row gathers what every table knows about one statement
    statement: Mapping[str, Any],
    document: Mapping[str, Any],
    place: str,
    proposals: Proposals,
    number: int,
    codebook: Codebook,
    names: Names,
    identical: int,
    issued: Issued,
    earlier: str = "",
) -> ReviewRow:
    """Put together the row of ``statement``; ``number`` is its place in ``proposals``.

    ``earlier`` is what ``earlier_note`` gives. Nothing of the proposal is in the row of a blind coder.
    """
    proposal = {} if issued.blind else proposals.codes(number)
    certainty = 0.0 if issued.blind else float(proposals.certainty[number])
    more = f"\n(en nog {identical - 1} keer dezelfde tekst)" if identical > 1 else ""
    texts = {
        c.ID: str(statement[Statements.id]),
        c.PLACE: place + more,
        c.QUESTION: _text(document[Documents.question]),
        c.SESSION: _name(names.sessions, document[Documents.session]),
        c.REGION: _name(names.regions, document[Documents.region]),
        c.TIER: _name(names.tiers, document[Documents.tier]),
        c.BEFORE: _text(statement[Statements.context_before]),
        c.TEXT: str(statement[Statements.text]),
        c.AFTER: _text(statement[Statements.context_after]),
        c.PROPOSAL: _proposal(proposal, codebook),
        c.CERTAINTY: f"{certainty:g}",
        c.REASONS: _reasons(proposals.reasons(number), codebook),
        c.EARLIER: earlier,
    }
    if issued.blind:
        texts.update(dict.fromkeys(c.OF_PROPOSAL, ""))
    given = {name: to_cell(text) for name, text in texts.items()}
    never = {c.ID, *(c.OF_PROPOSAL if issued.blind else ())}
    cells = {
        name: given[name] for name in c.GIVEN if name not in never and (given[name] or name not in c.OPTIONAL)
    }
    code = make(texts[c.ID], texts[c.TEXT], codebook.version, proposal, cells, issued.label)
    return ReviewRow(given, certainty, code)


def earlier_note(doubts: Mapping[str, tuple[str, Made]], codebook: Codebook) -> str:
    """Return who was in doubt, their note, and the codes they thought of.

    ``doubts`` holds per dimension who was in doubt and what they decided.
    """
    notes = dict.fromkeys(f"{who}: {made.note or '(geen toelichting)'}" for who, made in doubts.values())
    dimensions = codebook.by_id
    thought_of = [
        f"{dimensions[name].name}: {'; '.join(c.labels(dimensions[name]).get(x, x) for x in made.codes)}"
        for name, (_, made) in doubts.items()
        if made.codes
    ]
    return "\n".join([*notes, *thought_of])


def dispute_note(dispute: Dispute, codebook: Codebook) -> str:
    """Return what each person chose in the dimensions on which they differ."""
    lines = []
    for name in dispute.differing:
        dimension = codebook.by_id[name]
        known = c.labels(dimension)
        lines.append(f"{dimension.name}:")
        for opinion in dispute.opinions[name]:
            said = "; ".join(known.get(code, code) for code in opinion.codes) or c.VERDICTS[opinion.verdict]
            note = f" ({opinion.note})" if opinion.note else ""
            lines.append(f"• {opinion.reviewer}: {said}{note}")
    return "\n".join(lines)


def _proposal(proposal: Mapping[str, tuple[str, ...]], codebook: Codebook) -> str:
    if not any(proposal.values()):
        return "Geen voorstel: een beoordelaar heeft deze uitspraak apart gezet."
    lines = []
    for dimension in codebook.dimensions:
        found = c.names(dimension, proposal.get(dimension.id, ()))
        lines.append(f"{dimension.name}: {'; '.join(found) if found else 'geen voorstel'}")
    return "\n".join(lines)


def _reasons(reasons: Sequence[tuple[str, str, str]], codebook: Codebook) -> str:
    """Return why each code was proposed; an example that was quoted above is not quoted again."""
    known = {d.id: c.labels(d) for d in codebook.dimensions}
    lines: list[str] = []
    quoted: set[str] = set()
    for dimension, code, reason in reasons:
        found = _QUOTE.search(reason)
        told = reason.replace(found.group(), _SAME) if found and found.group() in quoted else reason
        quoted.update([found.group()] if found else [])
        lines.append(f"{known[dimension][code]}: {told}")
    return "\n".join(lines)


def _name(known: Mapping[str, str], value: Any) -> str:
    text = _text(value)
    return known.get(text, text)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
