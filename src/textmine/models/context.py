"""What stands around a statement: the heading above it, and the other statements in its section.

A human coder reads both. A heading counts for a code when it alone would get that code for certain. A section
counts as far as it differs from the rest of its document: statements under one heading are mostly about one
thing (collective classification; Sen et al. 2008). Only predictions are used, never decisions on neighbours,
so that what a model says of a statement does not depend on what people said of others.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from textmine.codebook import Codebook
from textmine.models.classifier import Classifier, DimensionModel
from textmine.models.features import Read

Real = NDArray[np.float64]
Whole = NDArray[np.int64]

_SURE = 0.6
"""A heading speaks for a code from this probability."""
_LONGEST = 10
"""Words of a heading that counts: what is longer is a sentence that happens to stand above others."""
_PRIOR = 2.0
"""As many statements as the expectation counts for beside those that are there."""
_LEAST = 1e-4


@dataclass(frozen=True)
class Context:
    """Per statement the number of its document, its section and its heading.

    Statements of one document under one heading are a section. ``headings`` are the distinct ones; a
    statement without has -1.
    """

    document: Whole
    section: Whole
    heading: Whole
    headings: tuple[str, ...]

    @classmethod
    def of(cls, documents: Sequence[str], headings: Sequence[str | None]) -> "Context":
        """Give numbers to what is given per statement; all statements of a document must be there."""
        document = np.unique(np.asarray(documents, np.str_), return_inverse=True)[1]
        names = sorted({heading for heading in headings if heading})
        place = {name: number for number, name in enumerate(names)}
        heading = np.asarray([place[name] if name else -1 for name in headings], np.int64)
        pairs = document.astype(np.int64) * (len(names) + 1) + heading + 1
        section = np.unique(pairs, return_inverse=True)[1]
        return cls(document.astype(np.int64), section.astype(np.int64), heading, tuple(names))


@dataclass(frozen=True)
class Around:
    """What the context of every statement says: per dimension, statements x codes.

    ``probability`` takes it into account. ``heading`` is true where the heading speaks for the code;
    ``section`` is how much the section adds to the log-odds.
    """

    probability: tuple[Real, ...]
    heading: tuple[NDArray[np.bool_], ...]
    section: tuple[Real, ...]


def in_context(
    classifier: Classifier, codebook: Codebook, alone: Sequence[Real], vectors: int, context: Context
) -> Around:
    """Take the context into account in the probabilities that texts have ``alone``.

    ``vectors`` is the width of the embeddings: headings are read without one, by their words only. How much
    heading and section count is in the profile of each dimension.
    """
    read = Read.of(list(context.headings), codebook)
    nothing = np.zeros((len(context.headings), vectors), np.float32)
    of_headings = classifier.probabilities(read, nothing) if context.headings else None
    probability, spoken, added = [], [], []
    for place, (model, mine) in enumerate(zip(classifier.models, alone, strict=True)):
        heading = np.zeros(mine.shape, dtype=bool)
        if of_headings is not None:
            heading = _heading(of_headings[place], codebook.by_id[model.dimension].outside, model, context)
        section = model.profile.section * _section(mine, _usual(model), context)
        shift = model.profile.heading * heading + section
        probability.append(_shifted(mine, shift, exclusive=model.exclusive))
        spoken.append(heading & (model.profile.heading > 0))
        added.append(section)
    return Around(tuple(probability), tuple(spoken), tuple(added))


def _heading(sure: Real, outside: str, model: DimensionModel, context: Context) -> NDArray[np.bool_]:
    """Say for which codes the heading of each statement speaks; never for the outside code."""
    heads = [len(name.split()) <= _LONGEST and not name.endswith(".") for name in context.headings]
    speaks = (sure >= _SURE) & np.asarray(heads)[:, None]
    speaks[:, model.codes.index(outside)] = False
    return np.asarray(speaks[context.heading] & (context.heading >= 0)[:, None])


def _usual(model: DimensionModel) -> Real:
    """Return how often each code was given where it was measured."""
    given = np.asarray([code.n for code in model.score.codes], np.float64)
    return np.asarray((given + 1) / (model.score.n + 2))


def _section(alone: Real, usual: Real, context: Context) -> Real:
    """Return the log-odds of the rest of the section beside those of the rest of the document.

    Nothing where a document is one section: then there is nothing to compare with.
    """
    document = _others(alone, context.document, usual[None, :])
    section = _others(alone, context.section, document)
    pairs = np.unique(np.column_stack([context.document, context.section]), axis=0)
    sections = np.bincount(pairs[:, 0], minlength=len(alone) and int(context.document.max()) + 1)
    several = (sections[context.document] > 1)[:, None]
    return np.asarray(np.where(several, _logit(section) - _logit(document), 0.0))


def _others(alone: Real, group: Whole, expected: Real) -> Real:
    """Return the mean of the other statements of each one's group, drawn towards what was ``expected``."""
    count = np.bincount(group).astype(np.float64)
    total = np.zeros((len(count), alone.shape[1]))
    np.add.at(total, group, alone)
    return np.asarray((total[group] - alone + _PRIOR * expected) / (count[group] - 1 + _PRIOR)[:, None])


def _logit(share: Real) -> Real:
    return np.asarray(special.logit(np.clip(share, _LEAST, 1 - _LEAST)))


def _shifted(alone: Real, shift: Real, *, exclusive: bool) -> Real:
    """Return ``alone`` with ``shift`` added to its log-odds; exactly ``alone`` where nothing is added."""
    if exclusive:
        moved = special.softmax(np.log(np.maximum(alone, np.finfo(float).tiny)) + shift, axis=1)
    else:
        moved = special.expit(special.logit(alone) + shift)
    return np.asarray(np.where(shift.any(axis=1, keepdims=True), moved, alone))
