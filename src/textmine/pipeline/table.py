"""The step table: the only place where steps, files and settings meet. Light to import."""

import importlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from textmine.settings import Settings


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file or folder of a corpus that a step reads or writes.

    ``kind`` says how the store reads and writes it; for ``table`` it is a class of ``textmine.tables``.
    ``path`` is relative to the corpus folder.
    """

    name: str
    path: str
    kind: str
    table: str = ""

    def of(self, folder: Path) -> Path:
        """Return the path of this artefact in the corpus ``folder``."""
        return folder / self.path


def _table(name: str, table: str) -> Artefact:
    return Artefact(name, f"derived/{name}.parquet", "table", table)


RAW = Artefact("raw", "raw", "raw")
CORPUS = Artefact("corpus", "corpus.yaml", "corpus")
CODEBOOK = Artefact("codebook", "codebook.yaml", "codebook")
DECISIONS = Artefact("decisions", "decisions.csv", "decisions")
SPLITS = Artefact("splits", "splits.csv", "splits")
POINT_EDITS = Artefact("point_edits", "points.csv", "point_edits")
COMMENTS = Artefact("comments", "comments.csv", "comments")
SETTLED = Artefact("settled", "settled.csv", "settled")
ABBREVIATION_LIST = Artefact("abbreviation_list", "abbreviations.csv", "abbreviation_list")
ROUNDS = Artefact("rounds", "rounds", "rounds")
WRITTEN = Artefact("written", "register", "register")
CODEBOOKS = Artefact("codebooks", "codebooks", "codebooks")
HISTORY = Artefact("history", "history", "history")
PROVENANCE = Artefact("provenance", ".", "provenance")
TEMPLATE = Artefact("template", "sjabloon", "template")

SOURCES = _table("sources", "Documents")
BLOCKS = _table("blocks", "Blocks")
FILES = _table("files", "Files")
INGEST_REJECTED = _table("ingest_rejected", "Remarks")
INGEST_WARNINGS = _table("ingest_warnings", "Remarks")
DOCUMENTS = _table("documents", "Documents")
SPANS = _table("spans", "Spans")
REPAIR_REJECTED = _table("repair_rejected", "Remarks")
STATEMENTS = _table("statements", "Statements")
SEGMENT_REJECTED = _table("segment_rejected", "Remarks")
SEGMENT_WARNINGS = _table("segment_warnings", "Remarks")
GROUPS = _table("groups", "Groups")
EMBEDDINGS = Artefact("embeddings", "derived/embeddings.parquet", "embeddings")
TOPICS = _table("topics", "Topics")
MEMBERSHIPS = _table("memberships", "Memberships")
LANDSCAPE = _table("landscape", "Landscape")
TOPIC_FIGURES = Artefact("topic_figures", "derived/topic_figures.json", "figures")
CLASSIFIER = Artefact("classifier", "derived/classifier", "classifier")
ASSIGNMENTS = _table("assignments", "Assignments")
POINTS = _table("points", "Points")
POINT_MEMBERS = _table("point_members", "PointMembers")
POINTS_OPEN = _table("points_open", "OpenWork")
ESTIMATES = _table("estimates", "Estimates")
ESTIMATE_ROUNDS = _table("estimate_rounds", "RoundUse")
ESTIMATE_EVIDENCE = _table("estimate_evidence", "Evidence")
LEARNING_CURVE = _table("learning_curve", "LearningCurve")
ADVICE = _table("advice", "Advice")
REGISTER = _table("register", "Register")
RESPONSE_POINTS = _table("response_points", "ResponsePoints")
ANSWERED_POINTS = _table("answered_points", "AnsweredPoints")
ANSWERS = _table("answers", "Answers")
CHANGES = _table("changes", "Changes")
LOOKUP = _table("lookup", "Lookup")
TEMPLATES = _table("templates", "Templates")
TEMPLATE_TEXTS = _table("template_texts", "TemplateTexts")
REGISTER_OPEN = _table("register_open", "OpenWork")
REGISTER_EVIDENCE = _table("register_evidence", "Evidence")
FUNNEL = _table("funnel", "Funnel")
CODE_COUNTS = _table("code_counts", "CodeCounts")
CROSSES = _table("crosses", "Crosses")
COVERAGE = _table("coverage", "Coverage")
TOPIC_SPREAD = _table("topic_spread", "TopicSpread")
EVIDENCE = _table("evidence", "Evidence")
GENERIC_POINTS = _table("generic_points", "GenericPoints")
POINT_SESSIONS = _table("point_sessions", "PointSessions")
POINT_TIERS = _table("point_tiers", "PointTiers")
REGION_PROFILE = _table("region_profile", "RegionProfile")
TIER_POINTS = _table("tier_points", "TierPoints")
COMPARE_EVIDENCE = _table("compare_evidence", "Evidence")
COMPARE_OPEN = _table("compare_open", "OpenWork")
AGREEMENT = _table("agreement", "Agreement")
MINUTES_CHANGES = _table("minutes_changes", "MinutesChanges")
MINUTES_SESSIONS = _table("minutes_sessions", "MinutesSessions")
MINUTES_EVIDENCE = _table("minutes_evidence", "Evidence")
MINUTES_OPEN = _table("minutes_open", "OpenWork")
DOSSIERS = _table("dossiers", "Dossiers")
DOSSIERS_EVIDENCE = _table("dossiers_evidence", "Evidence")
ABBREVIATIONS = _table("abbreviations", "Abbreviations")
ABBREVIATIONS_EVIDENCE = _table("abbreviations_evidence", "Evidence")
ABBREVIATIONS_OPEN = _table("abbreviations_open", "OpenWork")
REPORT = Artefact("report", "derived/rapport.html", "text")
WORKBOOK = Artefact("workbook", "derived/analyse.xlsx", "bytes")
MADE_FROM = Artefact("made_from", "derived/herkomst.json", "text")
METHOD = Artefact("method", "derived/methode.html", "text")
REGISTER_ENTRY = Artefact("register_entry", "derived/algoritmeregister.md", "text")
OPEN_WORK = _table("open_work", "OpenWork")
PUBLISHED_FIGURES = _table("published_figures", "PublishedFigures")
LANDSCAPE_PAGE = Artefact("landscape_page", "derived/landschap.html", "text")
FIGURE_FILES = Artefact("figure_files", "derived/figuren", "folder")
DOCUMENT = Artefact("document", "derived/rapport.docx", "bytes")
BLANK_TEMPLATE = Artefact("blank_template", "derived/sjabloon.docx", "bytes")


@dataclass(frozen=True, slots=True)
class Step:
    """One stage: a pure function between artefacts.

    ``writes`` maps the attributes of the function's result to artefacts, in order; a result that is no
    dataclass of several tables is written to the only artefact. ``partitioned`` names the inputs that are
    given one partition at a time; a step with ``parallel`` may handle partitions in several processes.
    ``divided`` names the inputs about statements of which a partition is given the rows about its documents;
    the last one is also given those about no document at all.
    ``streamed`` is the input that is given as a stream of partitions, which can be read again: such a step
    yields one result per partition and one for what belongs to none.
    """

    name: str
    reads: tuple[Artefact, ...]
    writes: dict[str, Artefact]
    partitioned: tuple[str, ...] = ()
    divided: tuple[str, ...] = ()
    streamed: str | None = None
    parallel: bool = False

    @property
    def module(self) -> str:
        """The module that holds the step and its settings."""
        return f"textmine.steps.{self.name}"

    def call(self) -> Callable[..., Any]:
        """Import the step's function."""
        function: Callable[..., Any] = getattr(importlib.import_module(self.module), self.name)
        return function

    def settings(self) -> type[Settings]:
        """Import the step's settings class: the type of its last parameter."""
        parameters = list(inspect.signature(self.call()).parameters.values())
        settings: type[Settings] = parameters[-1].annotation
        return settings


STEPS = (
    Step(
        "ingest",
        reads=(RAW, CORPUS),
        writes={
            "sources": SOURCES,
            "blocks": BLOCKS,
            "files": FILES,
            "rejected": INGEST_REJECTED,
            "warnings": INGEST_WARNINGS,
        },
    ),
    Step(
        "repair",
        reads=(SOURCES, BLOCKS),
        writes={"documents": DOCUMENTS, "spans": SPANS, "rejected": REPAIR_REJECTED},
        partitioned=("sources", "blocks"),
        parallel=True,
    ),
    Step(
        "segment",
        reads=(DOCUMENTS, SPANS, SPLITS),
        writes={"statements": STATEMENTS, "rejected": SEGMENT_REJECTED, "warnings": SEGMENT_WARNINGS},
        partitioned=("documents", "spans"),
        divided=("splits",),
        parallel=True,
    ),
    Step("deduplicate", reads=(STATEMENTS,), writes={"groups": GROUPS}),
    Step("embed", reads=(STATEMENTS, CODEBOOK), writes={"embeddings": EMBEDDINGS}, streamed="statements"),
    Step(
        "topics",
        reads=(STATEMENTS, GROUPS, EMBEDDINGS),
        writes={"topics": TOPICS, "memberships": MEMBERSHIPS, "figures": TOPIC_FIGURES},
    ),
    Step("landscape", reads=(TOPICS, MEMBERSHIPS, EMBEDDINGS), writes={"landscape": LANDSCAPE}),
    Step(
        "train",
        reads=(STATEMENTS, GROUPS, EMBEDDINGS, DECISIONS, CODEBOOK),
        writes={"classifier": CLASSIFIER},
    ),
    Step(
        "classify",
        reads=(STATEMENTS, EMBEDDINGS, CLASSIFIER, CODEBOOK, DECISIONS),
        writes={"assignments": ASSIGNMENTS},
        partitioned=("statements",),
    ),
    Step(
        "points",
        reads=(
            STATEMENTS,
            GROUPS,
            DOCUMENTS,
            EMBEDDINGS,
            ASSIGNMENTS,
            MEMBERSHIPS,
            POINT_EDITS,
            CORPUS,
            CODEBOOK,
        ),
        writes={"points": POINTS, "members": POINT_MEMBERS, "open_work": POINTS_OPEN},
    ),
    Step(
        "register",
        reads=(
            SOURCES,
            INGEST_REJECTED,
            STATEMENTS,
            GROUPS,
            ASSIGNMENTS,
            POINTS,
            POINT_MEMBERS,
            WRITTEN,
            CORPUS,
        ),
        writes={
            "register": REGISTER,
            "response_points": RESPONSE_POINTS,
            "answered_points": ANSWERED_POINTS,
            "answers": ANSWERS,
            "changes": CHANGES,
            "lookup": LOOKUP,
            "templates": TEMPLATES,
            "template_texts": TEMPLATE_TEXTS,
            "register_open": REGISTER_OPEN,
            "register_evidence": REGISTER_EVIDENCE,
        },
    ),
    Step(
        "estimate",
        reads=(
            STATEMENTS,
            GROUPS,
            EMBEDDINGS,
            DOCUMENTS,
            CLASSIFIER,
            DECISIONS,
            ROUNDS,
            CORPUS,
            CODEBOOK,
        ),
        writes={
            "estimates": ESTIMATES,
            "estimate_rounds": ESTIMATE_ROUNDS,
            "estimate_evidence": ESTIMATE_EVIDENCE,
        },
    ),
    Step(
        "learn",
        reads=(
            STATEMENTS,
            GROUPS,
            EMBEDDINGS,
            DOCUMENTS,
            CLASSIFIER,
            DECISIONS,
            ROUNDS,
            ESTIMATES,
            ESTIMATE_ROUNDS,
            CODEBOOK,
        ),
        writes={"learning_curve": LEARNING_CURVE, "advice": ADVICE},
    ),
    Step(
        "analyse",
        reads=(
            FILES,
            INGEST_REJECTED,
            DOCUMENTS,
            REPAIR_REJECTED,
            STATEMENTS,
            SEGMENT_REJECTED,
            GROUPS,
            TOPICS,
            MEMBERSHIPS,
            ASSIGNMENTS,
            CORPUS,
            CODEBOOK,
        ),
        writes={
            "funnel": FUNNEL,
            "code_counts": CODE_COUNTS,
            "crosses": CROSSES,
            "coverage": COVERAGE,
            "topic_spread": TOPIC_SPREAD,
            "evidence": EVIDENCE,
        },
    ),
    Step(
        "compare",
        reads=(
            POINTS,
            POINT_MEMBERS,
            DOCUMENTS,
            STATEMENTS,
            GROUPS,
            TOPICS,
            MEMBERSHIPS,
            ASSIGNMENTS,
            CORPUS,
            CODEBOOK,
        ),
        writes={
            "generic_points": GENERIC_POINTS,
            "point_sessions": POINT_SESSIONS,
            "point_tiers": POINT_TIERS,
            "region_profile": REGION_PROFILE,
            "tier_points": TIER_POINTS,
            "evidence": COMPARE_EVIDENCE,
            "open": COMPARE_OPEN,
        },
    ),
    Step("agree", reads=(DECISIONS, ROUNDS, CODEBOOK), writes={"agreement": AGREEMENT}),
    Step(
        "minutes",
        reads=(DOCUMENTS, STATEMENTS, COMMENTS, CORPUS),
        writes={
            "changes": MINUTES_CHANGES,
            "sessions": MINUTES_SESSIONS,
            "evidence": MINUTES_EVIDENCE,
            "open": MINUTES_OPEN,
        },
    ),
    Step(
        "abbreviations",
        reads=(STATEMENTS, GROUPS, DOCUMENTS, ASSIGNMENTS, MEMBERSHIPS, ABBREVIATION_LIST, CORPUS),
        writes={
            "abbreviations": ABBREVIATIONS,
            "evidence": ABBREVIATIONS_EVIDENCE,
            "open": ABBREVIATIONS_OPEN,
        },
    ),
    Step(
        "dossiers",
        reads=(
            STATEMENTS,
            GROUPS,
            DOCUMENTS,
            ASSIGNMENTS,
            MEMBERSHIPS,
            POINTS,
            POINT_MEMBERS,
            CORPUS,
            CODEBOOK,
        ),
        writes={"dossiers": DOSSIERS, "evidence": DOSSIERS_EVIDENCE},
    ),
    Step(
        "publish",
        reads=(
            ESTIMATES,
            ESTIMATE_ROUNDS,
            ESTIMATE_EVIDENCE,
            LEARNING_CURVE,
            ADVICE,
            FUNNEL,
            CODE_COUNTS,
            CROSSES,
            COVERAGE,
            TOPIC_SPREAD,
            EVIDENCE,
            GENERIC_POINTS,
            POINT_SESSIONS,
            POINT_TIERS,
            REGION_PROFILE,
            TIER_POINTS,
            COMPARE_EVIDENCE,
            COMPARE_OPEN,
            POINTS,
            POINT_MEMBERS,
            POINTS_OPEN,
            DOCUMENTS,
            SPANS,
            STATEMENTS,
            GROUPS,
            TOPICS,
            MEMBERSHIPS,
            ASSIGNMENTS,
            INGEST_REJECTED,
            INGEST_WARNINGS,
            AGREEMENT,
            REGISTER,
            ANSWERED_POINTS,
            ANSWERS,
            CHANGES,
            LOOKUP,
            TEMPLATES,
            TEMPLATE_TEXTS,
            REGISTER_OPEN,
            REGISTER_EVIDENCE,
            MINUTES_CHANGES,
            MINUTES_SESSIONS,
            MINUTES_EVIDENCE,
            MINUTES_OPEN,
            COMMENTS,
            SETTLED,
            ABBREVIATIONS,
            ABBREVIATIONS_EVIDENCE,
            ABBREVIATIONS_OPEN,
            DOSSIERS,
            DOSSIERS_EVIDENCE,
            CLASSIFIER,
            CORPUS,
            CODEBOOK,
            FILES,
            HISTORY,
            PROVENANCE,
            TEMPLATE,
            LANDSCAPE,
        ),
        writes={
            "report": REPORT,
            "workbook": WORKBOOK,
            "made_from": MADE_FROM,
            "method": METHOD,
            "register_entry": REGISTER_ENTRY,
            "open_work": OPEN_WORK,
            "figures": PUBLISHED_FIGURES,
            "figure_files": FIGURE_FILES,
            "document": DOCUMENT,
            "blank_template": BLANK_TEMPLATE,
            "landscape_page": LANDSCAPE_PAGE,
        },
    ),
)
"""All steps, in the order in which they run."""

STEP_NAMES = tuple(step.name for step in STEPS)


def step_of(name: str) -> Step:
    """Return the step called ``name``."""
    return next(step for step in STEPS if step.name == name)
