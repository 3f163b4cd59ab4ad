"""Analysis tables to what people read: a page and a workbook."""

from dataclasses import dataclass

import pandas as pd
from pydantic import Field

from textmine.codebook import Codebook
from textmine.corpus import Corpus
from textmine.models.classifier import Classifier
from textmine.provenance import Provenance
from textmine.report import generic_points as said
from textmine.report.accountability import method_page, register_entry
from textmine.report.document.blank import blank
from textmine.report.document.contents import contents
from textmine.report.document.template import Template
from textmine.report.document.writer import write
from textmine.report.figures import all_figures, files_of
from textmine.report.given import Given, Limits
from textmine.report.landscape_page import landscape_page
from textmine.report.page import account_of, parts_of, render, render_for_paper, style
from textmine.report.quotes import Quotes
from textmine.report.rows import records
from textmine.report.trust import trust
from textmine.report.workbook import build
from textmine.settings import Settings
from textmine.tables import Evidence, frame


class PublishSettings(Settings):
    """How much the page shows; the workbook holds everything.

    ``ids_per_cell`` is how many statement ids stand with a cell of a cross, ``repeated_texts`` how many of
    the texts that occur more than once are shown.
    """

    quotes_per_cell: int = Field(
        default=3, ge=0, description="hoeveel citaten het rapport hoogstens toont bij een vak van een tabel"
    )
    quotes_per_code: int = Field(default=2, ge=0, description="hoeveel citaten hoogstens bij een code")
    quotes_per_point: int = Field(
        default=2, ge=0, description="hoeveel citaten hoogstens bij een punt van een bestuurslaag"
    )
    quotes_per_topic: int = Field(
        default=3, ge=0, description="hoeveel citaten hoogstens bij een tekstonderwerp"
    )
    ids_per_cell: int = Field(
        default=100,
        ge=0,
        description="hoeveel nummers van uitspraken hoogstens bij een vak; het werkboek noemt ze allemaal",
    )
    repeated_texts: int = Field(
        default=25, ge=0, description="hoeveel teksten die vaker voorkomen het rapport hoogstens toont"
    )
    map_points: int = Field(
        default=6, ge=1, le=40, description="hoeveel hoofdpunten een themakaart hoogstens tekent"
    )
    map_subpoints: int = Field(
        default=2, ge=0, le=20, description="hoeveel punten een themakaart hoogstens tekent bij een hoofdpunt"
    )
    register_rows: int = Field(
        default=25,
        ge=0,
        description="hoeveel antwoorden, wijzigingen en open zaken het rapport hoogstens toont",
    )
    points_per_list: int = Field(
        default=8, ge=1, description="hoeveel punten het rapport hoogstens toont in een lijst of tabel"
    )
    dropped_points: int = Field(
        default=100, ge=0, description="hoeveel afgevallen punten het rapport hoogstens toont"
    )
    abbreviations: int = Field(
        default=200,
        ge=0,
        description="hoeveel afkortingen het rapport hoogstens toont; het werkboek noemt ze allemaal",
    )
    dossier_points: int = Field(
        default=5, ge=0, description="hoeveel hoofdpunten het rapport hoogstens toont bij een dossier"
    )
    forwarded_points: int = Field(
        default=20,
        ge=0,
        description="hoeveel punten het rapport hoogstens toont per programma waarnaar is doorgeleid",
    )


@dataclass(frozen=True, slots=True)
class Published:
    """The page (HTML), the workbook (XLSX), and the account of them.

    What they were made from (JSON), the method (HTML), a draft for the Algoritmeregister (Markdown), the open
    work, the figures, the pictures by name of their file, the report (DOCX), and the template of it.
    """

    report: str
    workbook: bytes
    made_from: str
    method: str
    register_entry: str
    open_work: pd.DataFrame
    figures: pd.DataFrame
    figure_files: dict[str, bytes]
    document: bytes
    blank_template: bytes
    landscape_page: str


def publish(
    estimates: pd.DataFrame,
    estimate_rounds: pd.DataFrame,
    estimate_evidence: pd.DataFrame,
    learning_curve: pd.DataFrame,
    advice: pd.DataFrame,
    funnel: pd.DataFrame,
    code_counts: pd.DataFrame,
    crosses: pd.DataFrame,
    coverage: pd.DataFrame,
    topic_spread: pd.DataFrame,
    evidence: pd.DataFrame,
    generic_points: pd.DataFrame,
    point_sessions: pd.DataFrame,
    point_tiers: pd.DataFrame,
    region_profile: pd.DataFrame,
    tier_points: pd.DataFrame,
    compare_evidence: pd.DataFrame,
    compare_open: pd.DataFrame,
    points: pd.DataFrame,
    point_members: pd.DataFrame,
    points_open: pd.DataFrame,
    documents: pd.DataFrame,
    spans: pd.DataFrame,
    statements: pd.DataFrame,
    groups: pd.DataFrame,
    topics: pd.DataFrame,
    memberships: pd.DataFrame,
    assignments: pd.DataFrame,
    ingest_rejected: pd.DataFrame,
    ingest_warnings: pd.DataFrame,
    agreement: pd.DataFrame,
    register: pd.DataFrame,
    answered_points: pd.DataFrame,
    answers: pd.DataFrame,
    changes: pd.DataFrame,
    lookup: pd.DataFrame,
    templates: pd.DataFrame,
    template_texts: pd.DataFrame,
    register_open: pd.DataFrame,
    register_evidence: pd.DataFrame,
    minutes_changes: pd.DataFrame,
    minutes_sessions: pd.DataFrame,
    minutes_evidence: pd.DataFrame,
    minutes_open: pd.DataFrame,
    comments: pd.DataFrame,
    settled: pd.DataFrame,
    abbreviations: pd.DataFrame,
    abbreviations_evidence: pd.DataFrame,
    abbreviations_open: pd.DataFrame,
    dossiers: pd.DataFrame,
    dossiers_evidence: pd.DataFrame,
    classifier: Classifier,
    corpus: Corpus,
    codebook: Codebook,
    files: pd.DataFrame,
    history: tuple[int, pd.DataFrame],
    provenance: Provenance,
    template: Template,
    landscape: pd.DataFrame,
    settings: PublishSettings,
) -> Published:
    """Write down the figures with their evidence; every quote is word for word what its document says.

    Statements that people set aside, and copies of them, are nowhere repeated.

    Raises
    ------
    CodebookError
        When the classifier was trained for another version of the codebook.
    ConservationError
        When a statement is not what its document says at that place, or a cell of the workbook is lost.
    TemplateError
        When the template of the Word report cannot be used.
    """
    classifier.check(codebook)
    behind_points = frame(Evidence, said.evidence(records(points), records(point_members)))
    given = Given(
        funnel=funnel,
        code_counts=code_counts,
        crosses=crosses,
        coverage=coverage,
        topic_spread=topic_spread,
        evidence=pd.concat(
            [
                evidence,
                estimate_evidence,
                compare_evidence,
                behind_points,
                register_evidence,
                minutes_evidence,
                abbreviations_evidence,
                dossiers_evidence,
            ],
            ignore_index=True,
        ),
        generic_points=generic_points,
        point_sessions=point_sessions,
        point_tiers=point_tiers,
        region_profile=region_profile,
        tier_points=tier_points,
        compare_open=compare_open,
        points=points,
        points_open=points_open,
        estimates=estimates,
        estimate_rounds=estimate_rounds,
        learning_curve=learning_curve,
        advice=advice,
        documents=documents,
        spans=spans,
        statements=statements,
        groups=groups,
        topics=topics,
        memberships=memberships,
        assignments=assignments,
        ingest_rejected=ingest_rejected,
        ingest_warnings=ingest_warnings,
        agreement=agreement,
        register=register,
        answered_points=answered_points,
        answers=answers,
        changes=changes,
        lookup=lookup,
        templates=templates,
        template_texts=template_texts,
        register_open=register_open,
        minutes_changes=minutes_changes,
        minutes_sessions=minutes_sessions,
        minutes_open=minutes_open,
        comments=comments,
        settled=settled,
        abbreviations=abbreviations,
        abbreviations_open=abbreviations_open,
        dossiers=dossiers,
        classifier=classifier,
        corpus=corpus,
        codebook=codebook,
        files=files,
        history=history,
        provenance=provenance,
        landscape=landscape,
        limits=Limits(**settings.model_dump()),
    )
    quotes = Quotes(given)
    parts = parts_of(given, quotes)
    pictures = all_figures(given, quotes)
    wander = landscape_page(given, quotes)
    found = trust(given, quotes.quoted)
    told = {**parts, **account_of(given, found), "figures": pictures}
    return Published(
        report=render(told),
        workbook=build(given, quotes, found, pictures),
        made_from=provenance.as_json(),
        method=method_page(given, *style()),
        register_entry=register_entry(given),
        open_work=found.work,
        figures=found.figures,
        figure_files=files_of(pictures),
        document=write(
            contents(given, render_for_paper(told)),
            {figure.name: figure.png for figure in pictures},
            template,
        ),
        blank_template=blank(template),
        landscape_page=wander,
    )
