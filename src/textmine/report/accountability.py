"""The method as it was really applied, and a draft entry for the Algoritmeregister."""

import re
from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markdown_it import MarkdownIt
from markupsafe import Markup

from textmine.analysis.numbers import whole
from textmine.provenance import Setting
from textmine.report import made_from, model_card
from textmine.report.dutch import decimal
from textmine.report.given import Given
from textmine.report.opening import quality, reviewed
from textmine.report.rows import records
from textmine.tables import Files

TO_FILL_IN = "[IN TE VULLEN door uw organisatie]"
"""Stands where only people know the answer; nothing is made up."""


def method_page(given: Given, style: Markup, policy: str) -> str:
    """Return the method appendix: a page of its own that needs nothing else."""
    return (
        _environment()
        .get_template("methode.html.j2")
        .render(
            corpus=given.corpus,
            settings=by_step(given.provenance.settings),
            made_from=made_from.summary(given),
            card=_as_html(model_card.render(given.classifier)),
            encoder=given.classifier.encoder,
            style=style,
            policy=policy,
        )
    )


def by_step(settings: Sequence[Setting]) -> dict[str, list[Setting]]:
    """Return the settings of every step that has any, in order of the steps."""
    found: dict[str, list[Setting]] = {}
    for each in settings:
        found.setdefault(each.step, []).append(each)
    return found


def _as_html(markdown: str) -> Markup:
    """Return a card as HTML under headings of the third level and lower; HTML in it stays text."""
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown)
    lower = re.sub(r"<(/?)h([1-4])>", lambda found: f"<{found[1]}h{int(found[2]) + 2}>", html)
    return Markup(lower)  # noqa: S704  # the renderer escapes what it is given


def register_entry(given: Given) -> str:
    """Return a draft entry by the fields of the publication standard, version 1.0; one field per heading."""
    files = len(given.files)
    kinds = (
        "verslagen van bijeenkomsten" if given.corpus.kind == "minutes" else "zienswijzen en andere reacties"
    )
    scores = "; ".join(
        f"{row.dimension}: {'niet te meten' if row.score is None else decimal(row.score, 2)}"
        for row in quality(given)
    )
    read = sum(row[Files.kept] > 0 for row in records(given.files))
    return (
        _environment()
        .get_template("algoritmeregister.md.j2")
        .render(
            corpus=given.corpus,
            codebook=given.codebook,
            classifier=given.classifier,
            fill=TO_FILL_IN,
            kinds=kinds,
            files=whole(files),
            read=whole(read),
            reviewed=reviewed(given),
            scores=scores,
            version=given.provenance.version,
            commit=made_from.described(given.provenance.commit),
        )
    )


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("textmine.report"),
        autoescape=select_autoescape(["html.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
