"""A trained classifier as a value: one linear model per dimension over one feature space, and its figures."""

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from textmine.codebook import Codebook
from textmine.errors import CodebookError
from textmine.models.calibration import probabilities
from textmine.models.features import FeatureSpace, Profile, Read
from textmine.models.features_ngrams import HASHED
from textmine.models.reliability import Kept, ReliabilityBin

Real = NDArray[np.float64]


@dataclass(frozen=True)
class CodeScore:
    """Cross-validated figures of one code, true in ``n`` coded statements and assigned to ``assigned``."""

    code: str
    n: int
    assigned: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True)
class DimensionScore:
    """Cross-validated figures of one dimension over ``n`` coded statements (examples and decisions).

    Model, calibration and threshold come from the other folds. ``calibration_error`` and ``reliability`` are
    about all (statement, code) pairs, or about the chosen code where a statement has exactly one;
    ``assigned_error`` and ``abstention`` are about the assigned codes alone.
    """

    n: int
    macro_f1: float
    micro_f1: float
    calibration_error: float
    assigned_error: float
    reliability: tuple[ReliabilityBin, ...]
    abstention: tuple[Kept, ...]
    codes: tuple[CodeScore, ...]


@dataclass(frozen=True)
class Warned:
    """A code that rests on few coded statements; ``message`` is Dutch."""

    dimension: str
    code: str
    examples: int
    message: str


@dataclass(frozen=True)
class DimensionModel:
    """The model of one dimension: probability = calibrated(rows @ weights + intercepts).

    ``name`` and ``code_names`` are what people call the dimension and its codes. ``weights`` are active
    features x codes (float32), with the weights of ``profile`` worked into them; ``thresholds`` are one per
    code.
    """

    dimension: str
    name: str
    codes: tuple[str, ...]
    code_names: tuple[str, ...]
    exclusive: bool
    profile: Profile
    weights: NDArray[np.float32]
    intercepts: Real
    slope: float
    offset: float
    thresholds: Real
    score: DimensionScore


@dataclass(frozen=True)
class Classifier:
    """All dimensions of one version (``codebook``) of the codebook called ``title``.

    ``active`` are the ascending columns of the feature space that carry weight. ``training`` counts what it
    learned from (examples, decisions, documents with decisions, stale decisions left out) and how that hangs
    together (groups, size of the largest one); ``settings`` are those of training.
    """

    title: str
    codebook: str
    encoder: str
    space: FeatureSpace
    active: NDArray[np.int64]
    models: tuple[DimensionModel, ...]
    warnings: tuple[Warned, ...]
    training: dict[str, int]
    settings: dict[str, Any]

    @cached_property
    def version(self) -> str:
        """Content hash (12 hexadecimal digits) of all arrays and all that the card holds."""
        arrays, metadata = self.to_arrays()
        content = hashlib.sha256(json.dumps(metadata, sort_keys=True).encode())
        for name, array in sorted(arrays.items()):
            content.update(f"{name} {array.dtype.str} {array.shape}".encode())
            content.update(np.ascontiguousarray(array).data)
        return content.hexdigest()[:12]

    def check(self, codebook: Codebook) -> None:
        """Refuse another version of the codebook than this classifier was trained for.

        Raises
        ------
        CodebookError
            With both versions.
        """
        if codebook.version != self.codebook:
            raise CodebookError(
                f"het model is getraind voor codeboek-versie {self.codebook}, maar codeboek {codebook.name} "
                f"is nu versie {codebook.version}; voer 'textmine run train' opnieuw uit"
            )

    def probabilities(self, read: Read, embeddings: NDArray[np.float32]) -> tuple[Real, ...]:
        """Return per dimension the probability of every code: texts x codes."""
        rows = self.space.rows(read, embeddings)[:, self.active]
        return tuple(self._calibrated(model, rows) for model in self.models)

    def word_weights(self, read: Read) -> Real:
        """Return how much each distinct word speaks for each code of all dimensions: words x codes."""
        weights = np.hstack([model.weights for model in self.models]).astype(np.float64)
        row, code = np.nonzero(weights)
        shape = (max(int(self.active[-1]) + 1, 2 * HASHED), weights.shape[1])
        return self.space.word_weights(
            read, sparse.csr_array((weights[row, code], (self.active[row], code)), shape=shape)
        )

    @staticmethod
    def _calibrated(model: DimensionModel, rows: sparse.csr_array) -> Real:
        scores = rows @ model.weights.astype(np.float64) + model.intercepts
        return probabilities(scores, model.slope, model.offset, exclusive=model.exclusive)

    def to_arrays(self) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
        """Return the arrays, and the rest as what JSON can hold: figures, names, settings and versions."""
        arrays: dict[str, NDArray[Any]] = {
            "active": self.active,
            "word_idf": self.space.word_idf,
            "character_idf": self.space.character_idf,
        }
        dimensions = []
        for model in self.models:
            for name in ("weights", "intercepts", "thresholds"):
                arrays[f"{model.dimension}.{name}"] = getattr(model, name)
            kept = ("dimension", "name", "codes", "code_names", "exclusive", "slope", "offset")
            told = {"profile": model.profile.model_dump(), "score": asdict(model.score)}
            dimensions.append({**{name: getattr(model, name) for name in kept}, **told})
        metadata = {
            "title": self.title,
            "codebook": self.codebook,
            "encoder": self.encoder,
            "training": self.training,
            "settings": self.settings,
            "warnings": [asdict(warned) for warned in self.warnings],
            "dimensions": dimensions,
        }
        return arrays, metadata

    @classmethod
    def from_arrays(cls, arrays: dict[str, NDArray[Any]], metadata: dict[str, Any]) -> "Classifier":
        """Undo ``to_arrays``.

        Raises
        ------
        KeyError, TypeError, ValueError
            When something is missing or of the wrong kind.
        """
        return cls(
            title=metadata["title"],
            codebook=metadata["codebook"],
            encoder=metadata["encoder"],
            space=FeatureSpace(arrays["word_idf"], arrays["character_idf"]),
            active=arrays["active"],
            models=tuple(_model(arrays, kept) for kept in metadata["dimensions"]),
            warnings=tuple(Warned(**warned) for warned in metadata["warnings"]),
            training=metadata["training"],
            settings=metadata["settings"],
        )


def _model(arrays: dict[str, NDArray[Any]], kept: dict[str, Any]) -> DimensionModel:
    score = kept["score"]
    tables = {
        "reliability": tuple(ReliabilityBin(**row) for row in score["reliability"]),
        "abstention": tuple(Kept(**row) for row in score["abstention"]),
        "codes": tuple(CodeScore(**row) for row in score["codes"]),
    }
    named: dict[str, Any] = {
        name: arrays[f"{kept['dimension']}.{name}"] for name in ("weights", "intercepts", "thresholds")
    }
    built = {
        "codes": tuple(kept["codes"]),
        "code_names": tuple(kept["code_names"]),
        "profile": Profile(**kept["profile"]),
        "score": DimensionScore(**score | tables),
    }
    return DimensionModel(**kept | built | named)
