"""Coded statements to the analysis tables, each figure with its evidence."""

from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from textmine.analysis.coded_rows import CODE_KEY, CROSS_KEY, code_rows, cross_keys, cross_rows, evidence_of
from textmine.analysis.counting import as_columns, count, facts
from textmine.analysis.funnel import build_funnel
from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.settings import Settings
from textmine.tables import (
    CodeCounts,
    Coverage,
    Crosses,
    Documents,
    Evidence,
    Statements,
    Topics,
    TopicSpread,
    empty,
    frame,
)

UNKNOWN = {"minutes": "bij geen sessie", "responses": "onbekend"}
"""What the coverage calls documents without a session, or without a channel."""


class AnalyseSettings(Settings):
    """Counting has no settings."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """The tables of the first publication; see ``textmine.tables`` for their meaning."""

    funnel: pd.DataFrame
    code_counts: pd.DataFrame
    crosses: pd.DataFrame
    coverage: pd.DataFrame
    topic_spread: pd.DataFrame
    evidence: pd.DataFrame


def analyse(
    files: pd.DataFrame,
    ingest_rejected: pd.DataFrame,
    documents: pd.DataFrame,
    repair_rejected: pd.DataFrame,
    statements: pd.DataFrame,
    segment_rejected: pd.DataFrame,
    groups: pd.DataFrame,
    topics: pd.DataFrame,
    memberships: pd.DataFrame,
    assignments: pd.DataFrame,
    corpus: Corpus,
    codebook: Codebook,
    settings: AnalyseSettings,  # noqa: ARG001  # every step has settings, also when it needs none
) -> Analysed:
    """Count what was said, where and by whom; every figure leads to its statements.

    Raises
    ------
    ConservationError
        When a stage of the funnel cannot account for all that went in.
    """
    funnel = build_funnel(
        {
            "files": files,
            "ingest_rejected": ingest_rejected,
            "documents": documents,
            "repair_rejected": repair_rejected,
            "statements": statements,
            "segment_rejected": segment_rejected,
            "assignments": assignments,
            "memberships": memberships,
        }
    )
    counted = facts(statements, documents, groups, assignments, memberships, corpus.kind)
    code_counts, code_evidence = _code_counts(counted, assignments, codebook)
    crosses, cross_evidence = _crosses(counted, assignments, codebook)
    spread, topic_evidence = _topic_spread(counted, topics)
    return Analysed(
        funnel=funnel,
        code_counts=code_counts,
        crosses=crosses,
        coverage=_coverage(counted, documents, statements, corpus),
        topic_spread=spread,
        evidence=pd.concat([code_evidence, cross_evidence, topic_evidence], ignore_index=True),
    )


def _code_counts(
    counted: pd.DataFrame, assignments: pd.DataFrame, codebook: Codebook
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = code_rows(counted, assignments, codebook)
    by = list(CODE_KEY)
    keys = [(d.id, c.code) for d in codebook.dimensions for c in d.codes]
    table = {
        CodeCounts.dimension: [key[0] for key in keys],
        CodeCounts.code: [key[1] for key in keys],
        CodeCounts.parent: [codebook.by_id[d].by_code[c].parent for d, c in keys],
        **as_columns(count(rows, by), keys, by),
    }
    return frame(CodeCounts, table), evidence_of("code_counts", rows, by)


def _crosses(
    counted: pd.DataFrame, assignments: pd.DataFrame, codebook: Codebook
) -> tuple[pd.DataFrame, pd.DataFrame]:
    tables, evidence = [empty(Crosses)], [empty(Evidence)]
    for pair in codebook.crosses:
        rows = cross_rows(counted, assignments, codebook, pair)
        keys = cross_keys(codebook, pair)
        by = list(CROSS_KEY)
        named = {name: [key[place] for key in keys] for place, name in enumerate(CROSS_KEY)}
        tables.append(frame(Crosses, {**named, **as_columns(count(rows, by), keys, by)}))
        evidence.append(evidence_of("crosses", rows, by))
    return pd.concat(tables, ignore_index=True), pd.concat(evidence, ignore_index=True)


def _coverage(
    counted: pd.DataFrame, documents: pd.DataFrame, statements: pd.DataFrame, corpus: Corpus
) -> pd.DataFrame:
    """Set out what was received per session, or per channel and region where there are no sessions."""
    sessions = {s.id: s for s in corpus.sessions}
    about = documents[[Documents.id, Documents.submission, Documents.session, Documents.channel]]
    about = about.assign(region=documents[Documents.region], tier=documents[Documents.tier])
    about["status"] = documents[Documents.status]
    about["key"] = about[Documents.session]
    if corpus.kind == "responses":
        about["key"] = about["key"].fillna(about[Documents.channel])
    about["key"] = about["key"].fillna(UNKNOWN[corpus.kind])
    by = ["key", "region", "tier", "status"]
    per_document = statements[[Statements.id, Statements.document_id]].merge(
        counted[["statement_id", "text_group"]], left_on=Statements.id, right_on="statement_id"
    )
    joined = about.merge(per_document, left_on=Documents.id, right_on=Statements.document_id, how="left")
    counts = joined.groupby(by, dropna=False).agg(
        submissions=(Documents.submission, "nunique"),
        documents=("id_x", "nunique"),
        statements=("statement_id", "nunique"),
        texts=("text_group", "nunique"),
    )
    rows = [(*key, *values) for key, values in zip(counts.index, counts.to_numpy().tolist(), strict=True)]
    present = {row[0] for row in rows}
    rows += [(s.id, s.region, s.tier, s.status, 0, 0, 0, 0) for s in corpus.sessions if s.id not in present]
    place = {name: number for number, name in enumerate(sessions)}
    rows.sort(key=lambda row: (place.get(row[0], len(place)), row[0], str(row[1]), str(row[2]), row[3]))
    columns = list(zip(*rows, strict=True)) if rows else [()] * 8
    names = [sessions[key].name if key in sessions else key for key in columns[0]]
    clean = [[None if pd.isna(v) else v for v in column] for column in columns]
    order = ["region", "tier", "status", "submissions", "documents", "statements", "texts"]
    return frame(Coverage, {"session": clean[0], "name": names, **dict(zip(order, clean[1:], strict=True))})


def _topic_spread(counted: pd.DataFrame, topics: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    order = [Topics.level, Topics.size, Topics.id]
    topics = topics.sort_values(order, ascending=[True, False, True], ignore_index=True)
    fine = counted[counted["topic"].notna()]
    parents = dict(zip(topics[Topics.id], topics[Topics.parent], strict=True))
    broad = fine.assign(topic=fine["topic"].astype(object).map(parents).astype(pd.ArrowDtype(pa.string())))
    rows = pd.concat([broad[broad["topic"].notna()], fine], ignore_index=True)
    counts = (
        rows.groupby("topic")
        .agg(
            statements=("statement_id", "nunique"),
            texts=("text_group", "nunique"),
            sessions=("session", "nunique"),
            regions=("region", "nunique"),
            tiers=("tier", "nunique"),
        )
        .reindex(topics[Topics.id])
        .fillna(0)
    )
    table = {
        TopicSpread.topic: topics[Topics.id],
        TopicSpread.level: topics[Topics.level],
        TopicSpread.parent: topics[Topics.parent],
        TopicSpread.name: topics[Topics.name],
        TopicSpread.words: topics[Topics.words],
        **{name: counts[name].astype(int).tolist() for name in counts.columns},
    }
    return frame(TopicSpread, table), evidence_of("topic_spread", rows, ["topic"])
