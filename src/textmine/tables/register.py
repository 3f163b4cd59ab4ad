"""Tables of the answer note: what people write, and what the step ``register`` makes of it.

Everything that people write is append-only, in order of arrival. ``seen`` holds the hashes of what stood
there when its maker was asked, joined with ``|``; see ``register.standing``. An empty value withdraws.
"""

import pandera.pandas as pan
from pandera.typing import Series

from textmine.tables.base import Day, Table, Text, Truth, Whole


class Numbers(Table):
    """The registration number of every response, given once: ``R0001``, ``R0002`` and so on.

    ``content`` is the hash of its texts, by which it is known again when its file got another name.
    """

    submission: Series[Text]
    content: Series[Text]
    number: Series[Text]
    numbered_at: Series[Text]


class AnswerTexts(Table):
    """What every answer says; ``answer`` is its number."""

    answer: Series[Text]
    text: Series[Text]
    seen: Series[Text]
    reviewer: Series[Text]
    decided_at: Series[Text]
    workbook: Series[Text]


class PointAnswers(Table):
    """Which answer a point gets. ``texts`` are the hashes (``Groups.group``) of what it held, with ``|``.

    The answer belongs to these texts within the codes ``theme`` and ``kind``; ``point`` is the id of then.
    """

    point: Series[Text]
    theme: Series[Text]
    kind: Series[Text]
    texts: Series[Text]
    answer: Series[Text]
    seen: Series[Text]
    reviewer: Series[Text]
    decided_at: Series[Text]
    workbook: Series[Text]


class ChangeTexts(Table):
    """What changes in the plan: ``place`` says where, ``cites`` the answers (joined with ``|``) or why else.

    ``cites`` is ``EX_OFFICIO`` for a change that follows from no answer.
    """

    change: Series[Text]
    text: Series[Text]
    place: Series[Text]
    cites: Series[Text]
    seen: Series[Text]
    reviewer: Series[Text]
    decided_at: Series[Text]
    workbook: Series[Text]


class NoPoints(Table):
    """Responses that make no point according to people; an empty ``reason`` withdraws that."""

    submission: Series[Text]
    reason: Series[Text]
    seen: Series[Text]
    reviewer: Series[Text]
    decided_at: Series[Text]
    workbook: Series[Text]


EX_OFFICIO = "ambtshalve"
"""What a change cites that follows from no answer."""

RESPONSE_STATUS = {
    "unread": "niet gelezen",
    "open": "open",
    "partly": "deels beantwoord",
    "answered": "beantwoord",
    "none": "geen inhoudelijk punt",
}
"""How far a response is; how reports name it."""

POINT_STATUS = {
    "open": "nog zonder antwoord",
    "answered": "beantwoord",
    "contradicted": "antwoorden spreken elkaar tegen",
    "dead": "antwoord bestaat niet meer",
    "excluded": "punt vervallen",
}
"""How far a point is; how reports name it."""


class Register(Table):
    """One row per response received, read or not; by number (those without one last), then by place.

    ``path`` and ``place`` say where it stands (of a response in several files: the first). ``in_time`` is
    missing when the day is unknown or there is no period. ``documents`` are its texts, ``statements`` those
    that count, ``points`` those it makes, ``answered`` those with one answer. ``own`` counts its statements
    that no other letter of its ``template`` has. ``status`` is a key of ``RESPONSE_STATUS``; ``reason`` says
    why it makes no point, or why it could not be read.
    """

    submission: Series[Text] = pan.Field(unique=True)
    number: Series[Text] = pan.Field(nullable=True)
    content: Series[Text]
    path: Series[Text]
    place: Series[Text] = pan.Field(nullable=True)
    channel: Series[Text] = pan.Field(nullable=True)
    received: Series[Day] = pan.Field(nullable=True)
    in_time: Series[Truth] = pan.Field(nullable=True)
    respondent_type: Series[Text] = pan.Field(nullable=True)
    on_behalf_of: Series[Whole]
    documents: Series[Whole]
    statements: Series[Whole]
    points: Series[Whole]
    answered: Series[Whole]
    template: Series[Text] = pan.Field(nullable=True)
    own: Series[Whole]
    status: Series[Text]
    reason: Series[Text] = pan.Field(nullable=True)


class ResponsePoints(Table):
    """Which point every statement that counts makes, by submission, point and statement."""

    submission: Series[Text]
    point: Series[Text]
    statement_id: Series[Text]


class AnsweredPoints(Table):
    """Every point that asks for an answer, in the order of ``Points``; then texts that are in no point.

    ``central`` is the statement that names it, ``main`` its main point, ``main_central`` what names that.
    ``texts`` are hashes joined with ``|``. ``answers`` are the numbers given to any of its texts, joined with
    ``|``; ``fresh`` counts texts of an answered point that came after. ``represented`` as in ``CodeCounts``.
    """

    point: Series[Text] = pan.Field(unique=True)
    theme: Series[Text]
    kind: Series[Text]
    central: Series[Text]
    main: Series[Text] = pan.Field(nullable=True)
    main_central: Series[Text] = pan.Field(nullable=True)
    texts: Series[Text]
    statements: Series[Whole]
    distinct: Series[Whole]
    submissions: Series[Whole]
    represented: Series[Whole] = pan.Field(nullable=True)
    answers: Series[Text]
    fresh: Series[Whole]
    status: Series[Text]


class Answers(Table):
    """Every answer that stands, by number; of one that people wrote twice differently each text is a row.

    Counts are of the points that have this answer.
    """

    answer: Series[Text]
    text: Series[Text]
    hash: Series[Text]
    points: Series[Whole]
    statements: Series[Whole]
    distinct: Series[Whole]
    submissions: Series[Whole]
    represented: Series[Whole] = pan.Field(nullable=True)


class Changes(Table):
    """Every change that stands, by number; columns as in ``ChangeTexts``."""

    change: Series[Text]
    text: Series[Text]
    place: Series[Text]
    cites: Series[Text]
    hash: Series[Text]


class Lookup(Table):
    """The public table: which answers a respondent finds under a registration number. No names, no keys."""

    number: Series[Text]
    answer: Series[Text]


class Templates(Table):
    """Letters that share (nearly) all their text, largest group first; the id is of its commonest text.

    ``submissions`` and ``documents`` hand it in, ``extended`` of these with something of their own;
    ``texts`` are the distinct texts that they share; ``represented`` as in ``CodeCounts``.
    """

    template: Series[Text] = pan.Field(unique=True)
    submissions: Series[Whole]
    documents: Series[Whole]
    extended: Series[Whole]
    texts: Series[Whole]
    represented: Series[Whole] = pan.Field(nullable=True)


class TemplateTexts(Table):
    """The texts of a template, each once, and what senders added (``own``), in order of the commonest first.

    ``statement_id`` is the first statement with this text; ``submissions`` counts who has it.
    """

    template: Series[Text]
    statement_id: Series[Text]
    own: Series[Truth]
    submissions: Series[Whole]
