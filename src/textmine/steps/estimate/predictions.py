"""The probability of every code for every statement, from models that did not see its label."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from textmine.analysis.estimation_design import Real, Whole
from textmine.codebook import Codebook
from textmine.encoders.embeddings import Embeddings
from textmine.models.calibration import main_codes
from textmine.models.classifier import Classifier
from textmine.models.crossfit import FoldModels, fold_models, rows_as_trained, spread
from textmine.models.lessons import Taken, decided, lessons
from textmine.models.texts import Texts, batches
from textmine.steps.estimate.groups import About
from textmine.steps.estimate.said import Judged, Said
from textmine.tables import Statements


@dataclass(frozen=True)
class Given:
    """What models are trained from and what they predict; ``held`` are the decisions."""

    statements: pd.DataFrame
    embeddings: Embeddings
    classifier: Classifier
    codebook: Codebook
    held: Taken

    def predictions(self, said: Said, judged: Sequence[Judged], number: int) -> Real:
        """Return statements x codes, codes of all dimensions side by side, from ``number`` folds.

        Raises
        ------
        EncoderError
            When a vector is missing.
        """
        labelled = np.logical_or.reduce([own.known for own in judged])
        ids = said.ids.tolist()
        fold = spread(said.cluster, said.text, labelled, ids, number)
        rows = self.statements.set_index(Statements.id).loc[ids]
        with threadpool_limits(limits=1):  # every machine rounds alike
            models = self._models(ids, fold)
            parts = [
                self._batch(rows.iloc[start:end], models, fold[start:end])
                for start, end in batches(rows[Statements.document_id].tolist())
            ]
        return np.concatenate(parts)

    def _models(self, ids: Sequence[str], fold: Whole) -> FoldModels:
        """Train as ``train`` did, with the settings that the classifier holds."""
        settings = self.classifier.settings
        by_people = decided(self.held, self.codebook, settings["decision_weight"])
        coded = lessons(self.codebook, by_people, settings["definition_weight"])
        vectors = self.embeddings.rows([row.embedding for row in coded])
        rows = rows_as_trained(coded, vectors, self.classifier, self.codebook)
        place = dict(zip(ids, fold.tolist(), strict=True))
        own = [place.get(row.embedding, -1) for row in coded]
        return fold_models(rows, np.asarray(own, dtype=np.int64), self.classifier, self.codebook)

    def _batch(self, rows: pd.DataFrame, models: FoldModels, fold: Whole) -> Real:
        texts = Texts.of(rows, self.embeddings.rows(rows.index.tolist()), self.codebook)
        return models.predict(texts, fold, self.codebook)


def about_each(predictions: Real, judged: Mapping[str, Judged], codebook: Codebook) -> dict[str, About]:
    """Divide predictions over dimensions; where codes exclude each other, a main code gets those below it."""
    result, start = {}, 0
    for dimension in codebook.dimensions:
        own = predictions[:, start : start + len(dimension.codes)]
        if not dimension.multiple:
            own = np.clip(own + own @ main_codes(dimension), 0, 1)
        result[dimension.id] = About(dimension, own, judged[dimension.id])
        start += len(dimension.codes)
    return result
