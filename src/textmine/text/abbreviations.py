"""Dutch abbreviations and common first words, read from the data files beside this module."""

import csv
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Ending(StrEnum):
    """When a full stop after an abbreviation also ends the sentence."""

    NEVER = "never"  # something always follows: "dhr.", "m.b.t."
    NUMBER = "number"  # not before a number: "art. 3"; elsewhere it is a word like any other
    RARELY = "rarely"  # only before a usual first word of a sentence: "B.V.", "gem."
    MAY = "may"  # before any capital: "etc.", "e.d."


@cache
def abbreviations() -> dict[str, Ending]:
    """Return the list: lower case, without the last full stop."""
    with (files("textmine.text") / "abbreviations.csv").open(encoding="utf-8") as lines:
        return {row["abbreviation"]: Ending(row["kind"]) for row in csv.DictReader(lines)}


@cache
def first_words() -> frozenset[str]:
    """Return words that often open a Dutch sentence, in lower case."""
    return frozenset((files("textmine.text") / "sentence_starters.txt").read_text(encoding="utf-8").split())
