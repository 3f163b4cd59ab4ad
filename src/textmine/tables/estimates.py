"""Tables of corrected shares, and of how good the model is."""

import pandera.pandas as pan
from pandera.typing import Series

from textmine.tables.base import Real, Table, Text, Truth, Whole


class Estimates(Table):
    """The corrected share of units that have a code, one row per dimension, code, unit, group kind and group.

    In codebook order. ``unit`` is statements, documents, organisations or sessions. ``group_kind`` is all,
    region, tier, or a dimension whose codes are groups; ``group`` is missing for all. ``value``, ``low`` and
    ``high`` are shares of ``population`` units (0 to 1); ``sample`` counts the judged units behind them,
    ``model`` is what the model itself counts (the sum of its predictions). ``method`` is a key of
    ``analysis.estimation_result.METHODS``; ``reason`` says in Dutch why there is no value. There can be
    limits without a value, never a value without limits. ``asked`` is how far a limit may lie from the value;
    ``wide`` is true where one lies further, or there is no value.
    """

    dimension: Series[Text]
    code: Series[Text]
    unit: Series[Text]
    group_kind: Series[Text]
    group: Series[Text] = pan.Field(nullable=True)
    value: Series[Real] = pan.Field(nullable=True, ge=0, le=1)
    low: Series[Real] = pan.Field(nullable=True, ge=0, le=1)
    high: Series[Real] = pan.Field(nullable=True, ge=0, le=1)
    sample: Series[Whole]
    population: Series[Whole]
    model: Series[Real]
    method: Series[Text]
    reason: Series[Text] = pan.Field(nullable=True)
    asked: Series[Real] = pan.Field(gt=0, le=0.5)
    wide: Series[Truth]


class RoundUse(Table):
    """What a review round brought to the estimates: one row per round and dimension, in that order.

    ``texts`` is what there was when the round was drawn, of which ``known`` had a decision; ``drawn`` is the
    sample, ``judged`` what people decided on. Of ``texts``, ``gone`` are no longer there; ``new`` counts
    those that came later. ``weight`` is how much the round counts in estimates about all statements (0 when
    it does not count); ``message`` says in Dutch what is the matter with it.
    """

    round: Series[Whole]
    dimension: Series[Text]
    texts: Series[Whole]
    known: Series[Whole]
    drawn: Series[Whole]
    judged: Series[Whole]
    gone: Series[Whole]
    new: Series[Whole]
    weight: Series[Real] = pan.Field(ge=0, le=1)
    message: Series[Text] = pan.Field(nullable=True)


ADVICE = ("begin", "import", "open", "stop", "wide", "learning", "changed", "next")
"""Kinds of advice: how to begin, what is unfinished, whether it is enough, and what to do next."""


class LearningCurve(Table):
    """How good the model was at every review round, and is now; by round, dimension and measure.

    The model of a round learned from the codebook and from the texts that people had decided on when the
    round was drawn: ``labels`` of them, in this dimension, with the decisions as they are now. The present
    model has no ``round``. ``measure`` is a key of ``CURVE_MEASURES``; ``low`` and ``high`` bound the 95 %
    interval, which ``changed`` has not. ``texts`` counts the distinct texts that were measured on. ``reason``
    says in Dutch why there is no value, or no interval.
    """

    round: Series[Whole] = pan.Field(nullable=True)
    dimension: Series[Text]
    labels: Series[Whole]
    measure: Series[Text]
    value: Series[Real] = pan.Field(nullable=True, ge=0, le=1)
    low: Series[Real] = pan.Field(nullable=True, ge=0, le=1)
    high: Series[Real] = pan.Field(nullable=True, ge=0, le=1)
    texts: Series[Whole]
    reason: Series[Text] = pan.Field(nullable=True)


AUDIT, CROSS_VALIDATED, CHANGED = "audit", "cv", "changed"
"""Measures of a learning curve: on the sample of a round, on decided texts, and against the point before."""

CURVE_MEASURES: dict[str, str] = {
    AUDIT: "F1 op de steekproef van de ronde",
    CROSS_VALIDATED: "F1 op beoordeelde teksten (kruisvalidatie)",
    CHANGED: "aandeel uitspraken met een ander voorstel",
}
"""Measure of a learning curve: how reports name it."""


class Advice(Table):
    """Whether enough was reviewed, and what to do next: one row per message, in order of reading.

    ``kind`` is one of ``ADVICE``; ``message`` is plain Dutch.
    """

    kind: Series[Text] = pan.Field(isin=list(ADVICE))
    message: Series[Text]
