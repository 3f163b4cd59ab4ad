"""Herkomst: what the publication was made from, for the page and the workbook."""

from textmine.provenance import Commit, content_hash
from textmine.report.cells import Column, Sheet
from textmine.report.given import Given
from textmine.report.method import versions
from textmine.report.rows import values
from textmine.tables import Files

SHEET = "Herkomst"
_SEED = "seed"

Line = tuple[str, str, str, str]
"""Part, what, value, and explanation."""


def summary(given: Given) -> tuple[tuple[str, str], ...]:
    """Return what the page says of it: commit, data, versions, and what chance depends on."""
    provenance = given.provenance
    digest, files = _raw(given)
    theirs = [each for each in provenance.inputs if each.by_people and each.files]
    everything = content_hash([(each.path, each.sha256) for each in theirs])
    seeds = [f"{each.step}: {each.value}" for each in provenance.settings if each.name == _SEED]
    return (
        ("Commit van het project in git", described(provenance.commit)),
        *versions(given),
        ("Bronbestanden (aantal)", str(files)),
        ("Bronbestanden (sha256 van alles samen)", digest or "er zijn geen bestanden"),
        ("Invoer van mensen en configuratie (sha256 van alles samen)", everything),
        ("Startgetallen van het toeval", "; ".join(seeds) or "geen"),
        (
            "Vergeleken met",
            f"vastgelegde publicatie {given.history[0]}"
            if given.history[0]
            else "nog geen eerdere publicatie",
        ),
    )


def described(commit: Commit) -> str:
    """Return the commit in words, with what is not in it."""
    if commit.id is None:
        return f"onbekend: {commit.reason}"
    if not commit.changed:
        return commit.id
    files = "1 bestand is" if commit.changed == 1 else f"{commit.changed} bestanden zijn"
    return f"{commit.id}, maar {files} sindsdien gewijzigd en niet vastgelegd"


def _raw(given: Given) -> tuple[str, int]:
    pairs = zip(values(given.files, Files.path), values(given.files, Files.sha256), strict=True)
    return content_hash(list(pairs)), len(given.files)


def sheet(given: Given) -> Sheet:
    """Return the sheet with everything that the figures rest on."""
    lines: list[Line] = [("Versies", name, value, "") for name, value in summary(given)]
    for each in given.provenance.inputs:
        part = "Invoer van mensen en configuratie" if each.by_people else "Tabellen onder het rapport"
        known = each.sha256 or "leeg of afwezig"
        several = f"{each.files} bestanden" if each.files > 1 else ""
        lines.append((part, each.path, known, several))
    ordered = given.files.sort_values(Files.path)
    pairs = zip(values(ordered, Files.path), values(ordered, Files.sha256), strict=True)
    lines += [("Bronbestanden", path, digest, "sha256") for path, digest in pairs]
    lines += [
        ("Instellingen", f"{each.step}.{each.name}", each.value, each.meaning)
        for each in given.provenance.settings
    ]
    return Sheet(
        SHEET,
        (
            "Waaruit dit is gemaakt: programma, bestanden, modellen, codeboek en alle instellingen.",
            (
                "Een hash (sha256) is een vingerafdruk van de inhoud: verandert er één teken, dan is hij "
                "anders. 'textmine verify' controleert ze allemaal."
            ),
        ),
        (Column("Onderdeel", 32), Column("Wat", 52), Column("Waarde", 72), Column("Toelichting", 70)),
        lines,
    )
