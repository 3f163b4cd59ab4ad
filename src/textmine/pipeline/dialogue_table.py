"""The steps of a dialogue, beside those of a corpus: parts to one whole, counted and written down."""

from dataclasses import replace

from textmine.pipeline.table import (
    ASSIGNMENTS,
    CODEBOOK,
    CORPUS,
    DOCUMENTS,
    GROUPS,
    MEMBERSHIPS,
    OPEN_WORK,
    POINT_MEMBERS,
    POINTS,
    SPANS,
    STATEMENTS,
    STEP_NAMES,
    STEPS,
    Artefact,
    Step,
    step_of,
)

DIALOGUE_FILE = "dialogue.yaml"

PARTS = Artefact("parts", DIALOGUE_FILE, "parts")
DIALOGUE = Artefact("dialogue", DIALOGUE_FILE, "dialogue")
WHOLE_CORPUS = Artefact("corpus", DIALOGUE_FILE, "dialogue_corpus")
WHOLE_CODEBOOK = Artefact("codebook", DIALOGUE_FILE, "dialogue_codebook")


def _table(name: str, table: str) -> Artefact:
    return Artefact(name, f"derived/{name}.parquet", "table", table)


PART_TABLE = _table("parts", "Parts")
PART_FUNNEL = _table("part_funnel", "PartFunnel")
OWN_FIGURES = _table("own_figures", "OwnFigures")
MERGE_OPEN = _table("merge_open", "OpenWork")
PART_COUNTS = _table("part_counts", "PartCounts")
RECONCILIATION = _table("reconciliation", "Reconciliation")
SHARED = _table("shared", "Shared")
DIALOGUE_EVIDENCE = _table("evidence", "Evidence")
RECONCILE_OPEN = _table("reconcile_open", "OpenWork")
FINAL_REPORT = Artefact("final_report", "derived/eindrapport.html", "text")
FINAL_WORKBOOK = Artefact("final_workbook", "derived/eindanalyse.xlsx", "bytes")


def _of_whole(name: str) -> Step:
    """Return a step of a corpus, reading the configuration of the whole."""
    own = {CORPUS: WHOLE_CORPUS, CODEBOOK: WHOLE_CODEBOOK}
    step = step_of(name)
    return replace(step, reads=tuple(own.get(artefact, artefact) for artefact in step.reads))


DIALOGUE_STEPS = (
    Step(
        "merge",
        reads=(PARTS, DIALOGUE, WHOLE_CODEBOOK),
        writes={
            "statements": STATEMENTS,
            "documents": DOCUMENTS,
            "spans": SPANS,
            "assignments": ASSIGNMENTS,
            "memberships": MEMBERSHIPS,
            "parts": PART_TABLE,
            "part_funnel": PART_FUNNEL,
            "own_figures": OWN_FIGURES,
            "open": MERGE_OPEN,
        },
    ),
    _of_whole("deduplicate"),
    _of_whole("embed"),
    _of_whole("points"),
    Step(
        "reconcile",
        reads=(
            PART_TABLE,
            OWN_FIGURES,
            STATEMENTS,
            DOCUMENTS,
            GROUPS,
            ASSIGNMENTS,
            MEMBERSHIPS,
            POINTS,
            POINT_MEMBERS,
            DIALOGUE,
            WHOLE_CODEBOOK,
        ),
        writes={
            "part_counts": PART_COUNTS,
            "reconciliation": RECONCILIATION,
            "shared": SHARED,
            "evidence": DIALOGUE_EVIDENCE,
            "open": RECONCILE_OPEN,
        },
    ),
    Step(
        "conclude",
        reads=(
            PART_TABLE,
            PART_FUNNEL,
            PART_COUNTS,
            RECONCILIATION,
            SHARED,
            DIALOGUE_EVIDENCE,
            MERGE_OPEN,
            RECONCILE_OPEN,
            DOCUMENTS,
            SPANS,
            STATEMENTS,
            GROUPS,
            ASSIGNMENTS,
            MEMBERSHIPS,
            POINTS,
            DIALOGUE,
            WHOLE_CORPUS,
            WHOLE_CODEBOOK,
        ),
        writes={"report": FINAL_REPORT, "workbook": FINAL_WORKBOOK, "open_work": OPEN_WORK},
    ),
)
"""All steps of a dialogue, in the order in which they run."""

DIALOGUE_STEP_NAMES = tuple(step.name for step in DIALOGUE_STEPS)

OWN_STEPS = tuple(step for step in DIALOGUE_STEPS if step.name not in STEP_NAMES)
"""The steps that only a dialogue has."""

ALL_STEPS = (*STEPS, *OWN_STEPS)

SECTIONS = tuple(step.name for step in ALL_STEPS)
"""The sections of ``params.yaml``."""
