"""The template without a report in it: one line in every style, for who wants to change how it looks."""

from textmine.report.document.parts import make, run
from textmine.report.document.styles import PARAGRAPHS
from textmine.report.document.template import Template, open_template, save, say_what_it_is


def blank(template: Template) -> bytes:
    """Return the template with a line in each style for paragraphs, called after that style.

    Raises
    ------
    TemplateError
        When the template cannot be used, or lacks a style.
    """
    opened = open_template(template)
    for key, style in PARAGRAPHS.items():
        about = make("pPr", [make("pStyle", val=opened.styles[key])])
        opened.file.element.body[-1].addprevious(make("p", [about, run(style.shown or style.name)]))
    say_what_it_is(opened.file, "Sjabloon van het rapport", "")
    return save(opened.file)
