"""What all comparisons are made from: statements that count, where they were said, in which points."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd
import pyarrow as pa

from textmine.analysis.counting import facts
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.tables import PointMembers, Points


@dataclass(frozen=True)
class Material:
    """``facts`` as in ``analysis.counting``; ``points`` in the order of their table."""

    facts: pd.DataFrame
    points: pd.DataFrame
    members: pd.DataFrame
    assignments: pd.DataFrame
    corpus: Corpus
    codebook: Codebook

    @classmethod
    def of(
        cls,
        points: pd.DataFrame,
        members: pd.DataFrame,
        statements: pd.DataFrame,
        documents: pd.DataFrame,
        groups: pd.DataFrame,
        assignments: pd.DataFrame,
        memberships: pd.DataFrame,
        corpus: Corpus,
        codebook: Codebook,
    ) -> "Material":
        """Gather the material; rows may come in any order, but those of ``points``."""
        counted = facts(statements, documents, groups, assignments, memberships, corpus.kind)
        return cls(counted, points, members, assignments, corpus, codebook)

    @cached_property
    def regions(self) -> list[str]:
        """The regions in order: those of the corpus, then those that only documents name."""
        return _in_order([region.id for region in self.corpus.regions], self.facts["region"])

    @cached_property
    def tiers(self) -> list[str]:
        """The tiers in order: those of the corpus, then those that only documents name."""
        return _in_order([tier.id for tier in self.corpus.tiers], self.facts["tier"])

    @cached_property
    def mains(self) -> pd.DataFrame:
        """The main points that people did not leave out."""
        return self.points[self.points[Points.parent].isna() & self.points[Points.excluded].isna()]

    @cached_property
    def fine(self) -> pd.DataFrame:
        """The facts of every statement in every point of level 2: column ``point``; excluded ones too."""
        rows = self.members.rename(columns={PointMembers.point: "point"})[["point", "statement_id"]]
        return rows.merge(self.facts, on="statement_id").sort_values(
            ["point", "statement_id"], ignore_index=True
        )

    @cached_property
    def broad(self) -> pd.DataFrame:
        """The facts of every statement in every main point that people did not leave out."""
        parent = dict(zip(self.points[Points.id], self.points[Points.parent], strict=True))
        text = pd.ArrowDtype(pa.string())
        mains = self.fine["point"].astype(object).map(parent).astype(text)
        rows = self.fine.assign(point=mains)
        rows = rows[rows["point"].isin(self.mains[Points.id])].drop_duplicates(["point", "statement_id"])
        return rows.sort_values(["point", "statement_id"], ignore_index=True)

    def sessions_per(self, place: str) -> dict[str, int]:
        """Return per region or tier the number of sessions where anything was said that counts."""
        known = self.facts[self.facts[place].notna()]
        return {str(name): int(n) for name, n in known.groupby(place)["session"].nunique().items()}


def _in_order(listed: list[str], found: pd.Series) -> list[str]:
    return [*listed, *sorted(set(found.dropna()) - set(listed))]
