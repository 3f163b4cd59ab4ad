"""The publication as one HTML page that needs nothing else: no network, no other files, no JavaScript."""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from textmine.analysis.numbers import whole
from textmine.report import (
    abbreviations,
    agreement,
    charts,
    coded,
    dossiers,
    forwarded,
    generic_points,
    made_from,
    method,
    minutes,
    opening,
    overview,
    points,
    register,
)
from textmine.report.claims import guarded
from textmine.report.dutch import STATEMENT, decimal, share
from textmine.report.estimate_sheets import unit_names
from textmine.report.estimated import estimated
from textmine.report.given import Given
from textmine.report.learned import learned
from textmine.report.point_names import NOT_SHOWN
from textmine.report.quotes import Quotes
from textmine.report.regions import regions
from textmine.report.themes import themes
from textmine.report.tiers import comparison
from textmine.report.trust import Trust

STYLE, SCRIPT = "rapport.css", "rapport.js.j2"
"""The files that the page holds inside; its policy allows exactly these."""

MOST_ROWS = 30
"""Rows up to which the table behind a figure stands in the Word report; it is always on the page."""


def render(parts: Mapping[str, Any]) -> str:
    """Return the page; the same tables give the same text."""
    page = environment().get_template("rapport.html.j2")
    return page.render(**parts, policy=policy())


def render_for_paper(parts: Mapping[str, Any]) -> str:
    """Return the sections of the page in the wording of the Word report, which ``page_reader`` reads."""
    paper = {"paper": True, "here": "in dit rapport", "most_rows": MOST_ROWS}
    return environment().get_template("document.html.j2").render(**parts, **paper)


def account_of(given: Given, found: Trust) -> dict[str, Any]:
    """Return what the sections about trust show."""
    return {
        "overview": overview.overview(given, found),
        "changes": found.changes,
        "made_from": made_from.summary(given),
    }


def parts_of(given: Given, quotes: Quotes) -> dict[str, Any]:
    """Return what the sections show; after this ``quotes`` knows all that the page quotes."""
    repeated, texts = points.repeated(given, quotes)
    return {
        "corpus": given.corpus,
        "codebook": given.codebook,
        "words": given.words,
        "minutes": given.corpus.kind == "minutes",
        "statement": STATEMENT,
        "represented": given.shows_represented,
        "counted": given.counted,
        "summary": opening.summary(given),
        "reviewed": opening.reviewed(given),
        "quality": opening.quality(given),
        "funnel": opening.funnel(given),
        "looked_at": opening.looked_at(given),
        "warned": opening.warned(given),
        "grid": opening.grid(given),
        "coverage": opening.coverage_sentence(given),
        "denominators": coded.denominators(given),
        "crosses": coded.crosses(given, quotes),
        "code_tables": coded.code_tables(given, quotes),
        "estimated": estimated(given, quotes),
        "learned": learned(given.learning_curve, given.advice, given.codebook),
        "units": unit_names(given),
        "said_points": generic_points.generic_points(given, quotes),
        "themes": themes(given, quotes),
        "regions": regions(given, quotes),
        "comparison": comparison(given, quotes),
        "most": given.limits.points_per_list,
        "most_dropped": given.limits.dropped_points,
        "topics": points.topics(given, quotes),
        "unassigned": given.unassigned,
        "responses": register.responses(given, quotes),
        "repeated": repeated,
        "repeated_texts": texts,
        "minutes_account": minutes.minutes(given),
        "dossiers": dossiers.dossiers(given, quotes),
        "forwarded": forwarded.forwarded(given, quotes),
        "abbreviations": abbreviations.appendix(given),
        "agreement": agreement,
        "measured": agreement.measured(given.agreement, given.codebook),
        "versions": method.versions(given),
        "definitions": method.definitions(given),
        "few_examples": method.few_examples(given),
        "charts": charts,
    }


class _Templates(PackageLoader):
    """Templates of the package, in which no sentence claims too much."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Any]:
        """Return the template; see ``report.claims``."""
        source, path, fresh = super().get_source(environment, template)
        return guarded(source), path, fresh


@cache
def environment() -> Environment:
    """Return where all pages find their templates, and how they write numbers and quotes."""
    environment = Environment(
        loader=_Templates("textmine.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(whole=whole, decimal=decimal, exact=exact, drawing=Markup)
    environment.globals.update(share=share, paper=False, here="op deze pagina", not_shown=NOT_SHOWN)
    return environment


def exact(text: str) -> Markup:
    """Escape a quote so that a browser shows every character of it; it would read a lone CR as LF."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704  # escaped first


def policy() -> str:
    """Return a content security policy that allows the page's own style and script, and nothing else."""
    return (
        f"default-src 'none'; style-src '{_hash(STYLE)}'; script-src '{_hash(SCRIPT)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def style() -> tuple[Markup, str]:
    """Return the style sheet of the page, and a policy for a page with that style and no script."""
    content = Markup(environment().get_template(STYLE).render())  # noqa: S704  # our own file
    return content, f"default-src 'none'; style-src '{_hash(STYLE)}'; base-uri 'none'; form-action 'none'"


def _hash(name: str) -> str:
    content = environment().get_template(name).render()
    return f"sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}"
