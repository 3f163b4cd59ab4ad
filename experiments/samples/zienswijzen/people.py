"""Invented respondents: names, addresses, mail addresses and phones that cannot exist."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
import yaml
from stock import Response

Names = dict[str, list[str]]


@dataclass(frozen=True)
class Person:
    """An invented respondent. Postcodes start with 0 and numbers with 06-000: neither is ever issued."""

    name: str
    place: str
    street: str
    postcode: str
    email: str
    phone: str


def slug(text: str) -> str:
    """Lower-case ASCII with hyphens, for file names and mail addresses."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def bare(organisation: str) -> str:
    """Drop a remark between brackets from the name of an organisation."""
    return re.sub(r"\s*\(.*?\)", "", organisation)


@dataclass
class Registry:
    """Hands out invented persons; the same generator state gives the same persons."""

    words: Names
    places: Names
    rng: np.random.Generator

    @classmethod
    def load(cls, path: Path, rng: np.random.Generator) -> "Registry":
        """Read names.yaml: lists of words per key, and places per province."""
        raw = cast("dict[str, object]", yaml.safe_load(path.read_text(encoding="utf-8")))
        places = cast("Names", raw.pop("plaatsen"))
        words: Names = {}
        for key, value in raw.items():
            if isinstance(value, dict):
                words |= {f"{key}.{inner}": cast("list[str]", items) for inner, items in value.items()}
            else:
                words[key] = cast("list[str]", value)
        return cls(words, places, rng)

    def pick(self, key: str) -> str:
        """One word of the list ``key``."""
        return self.choose(self.words[key])

    def choose(self, options: list[str]) -> str:
        """One of the options, each as likely."""
        return options[int(self.rng.integers(len(options)))]

    def chance(self, probability: float) -> bool:
        """Return True in this share of the calls."""
        return bool(self.rng.random() < probability)

    def full_name(self) -> str:
        """First name or initials, and a family name."""
        first = self.pick("voornamen")
        if self.chance(0.25):
            first = f"{first[0]}.{self.choose(['', 'J.', 'M.', 'A.'])}"
        return f"{first} {self.pick('achternamen')}"

    def role(self, response: Response) -> str:
        """Give the role of whoever signs for an organisation; '' for a citizen."""
        if response.sender == "burger":
            return ""
        kind = response.fields["org"].split(" ")[0] if response.sender == "overheid" else response.sender
        return response.fields.get("rol") or self.pick(f"ondertekenaars.{kind}")

    def person(self, response: Response | None = None, place: str | None = None) -> Person:
        """Invent the sender of a response; its header may fix the name."""
        fields = response.fields if response is not None else {}
        name = fields.get("naam") or self.full_name()
        office = fields.get("org", "").removeprefix("Gemeente ")
        villages = self.places[fields.get("prov", "Groningen")]
        home = place or (office if office in villages else self.choose(villages))
        street = f"{self.pick('straten')} {self.rng.integers(1, 190)}"
        letters = self.choose(["AA", "BZ", "XK", "QP", "WD"])
        return Person(
            name=name,
            place=home,
            street=street,
            postcode=f"0{self.rng.integers(100, 999)} {letters}",
            email=f"{slug(bare(fields.get('org', '')) or name)}@example.nl",
            phone=f"06-00000{self.rng.integers(100, 999)}",
        )
