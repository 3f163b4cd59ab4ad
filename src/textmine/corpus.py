"""What ``corpus.yaml`` says: sessions, regions, tiers, and how columns and files map to our fields."""

import datetime as dt
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from textmine.errors import MisplacedError

Name = Annotated[str, Field(min_length=1)]

Patterns = Annotated[tuple[Name, ...], Field(min_length=1)]
"""Names of files under ``raw/``; ``*`` stands for any letters."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Region(_Model):
    """A region and the areas (provinces) that lie in it."""

    id: Name
    name: Name
    areas: tuple[str, ...] = ()


class Tile(_Model):
    """Where an area is on the schematic map, in columns from the left and rows from the top, from 1."""

    area: Name
    column: int = Field(ge=1, le=40, strict=True)
    row: int = Field(ge=1, le=40, strict=True)


class Tier(_Model):
    """A tier of government."""

    id: Name
    name: Name


class Programme(_Model):
    """Another programme, or a trajectory of a sector, to which points are forwarded."""

    id: Annotated[str, Field(min_length=1, pattern=r"^[^|;]+$")]
    name: Name


class Session(_Model):
    """One session: which files hold its minutes, and what is known about it.

    ``concept_files`` hold an earlier version of the minutes; a file that fits both is a concept.
    """

    id: Name
    name: Name
    date: dt.date | None = None
    region: str | None = None
    tier: str | None = None
    status: Literal["established", "concept"] = "established"
    files: Patterns
    concept_files: tuple[Name, ...] = ()

    def status_of(self, path: str) -> str:
        """Return whether the file ``path`` of this session holds concept or established minutes."""
        return "concept" if _fits(path, self.concept_files) else self.status


class TextColumn(_Model):
    """A column whose cells are texts; ``question`` is what people answered there."""

    column: Name
    question: str | None = None


class Columns(_Model):
    """The heading of the column that holds each of our fields."""

    id: str | None = None
    received: str | None = None
    respondent: str | None = None
    organisation: str | None = None
    respondent_type: str | None = None
    on_behalf_of: str | None = None
    area: str | None = None
    region: str | None = None
    tier: str | None = None
    session: str | None = None


class TableSource(_Model):
    """How to read spreadsheets and CSV files: one row is one submission."""

    files: Patterns
    sheets: tuple[str, ...] = ()
    header_row: int = Field(default=1, ge=1, le=10_000_000, strict=True)
    channel: str | None = None
    date_format: str | None = None
    columns: Columns = Columns()
    texts: tuple[TextColumn, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _date_format_is_one(self) -> Self:
        if self.date_format is not None and not _reads_back(self.date_format):
            raise MisplacedError(
                f"'{self.date_format}' is geen opmaak van een datum; schrijf %d voor de dag, %m voor de "
                "maand en %Y voor het jaar, zoals '%d-%m-%Y', of haal deze regel weg",
                "date_format",
            )
        return self


class FileSource(_Model):
    """What is known about files by their name."""

    files: Patterns
    channel: str | None = None
    respondent_type: str | None = None
    region: str | None = None
    tier: str | None = None
    status: Literal["established", "concept"] = "established"


class Consultation(_Model):
    """The days on which people could respond, both included: makes of responses an answer note."""

    opens: dt.date
    closes: dt.date

    @model_validator(mode="after")
    def _closes_after_it_opens(self) -> Self:
        if self.closes < self.opens:
            raise MisplacedError(
                f"de termijn sluit op {self.closes}, en opent pas op {self.opens}; verbeter een van beide",
                "closes",
            )
        return self

    def in_time(self, received: dt.date | None) -> bool | None:
        """Say whether a response of that day is in time; None when the day is unknown."""
        return None if received is None else self.opens <= received <= self.closes


class Corpus(_Model):
    """The whole of ``corpus.yaml``; the first pattern that fits a file wins."""

    name: Name
    kind: Literal["minutes", "responses"]
    description: str = ""
    codebook: Name = "codebook.yaml"
    identical_files: Literal["keep", "reject"] | None = None
    consultation: Consultation | None = None
    regions: tuple[Region, ...] = ()
    map: tuple[Tile, ...] = ()
    tiers: tuple[Tier, ...] = ()
    sessions: tuple[Session, ...] = ()
    tables: tuple[TableSource, ...] = ()
    sources: tuple[FileSource, ...] = ()
    programmes: tuple[Programme, ...] = ()

    @model_validator(mode="after")
    def _refers_to_itself(self) -> Self:
        _unique("regions", ((r.id, (n, "id")) for n, r in enumerate(self.regions)))
        _unique("tiers", ((t.id, (n, "id")) for n, t in enumerate(self.tiers)))
        _unique("programmes", ((p.id, (n, "id")) for n, p in enumerate(self.programmes)))
        _unique("sessions", ((s.id, (n, "id")) for n, s in enumerate(self.sessions)))
        areas = ((a.casefold(), (n, "areas")) for n, r in enumerate(self.regions) for a in r.areas)
        _unique("regions", areas, "areas")
        _unique("map", ((tile.area.casefold(), (n, "area")) for n, tile in enumerate(self.map)))
        places = ((f"kolom {t.column}, rij {t.row}", (n, "column")) for n, t in enumerate(self.map))
        _unique("map", places, "map (plaats)")
        for number, session in enumerate(self.sessions):
            self._check_place(session, f"sessie '{session.id}'", "sessions", number)
        for number, source in enumerate(self.sources):
            self._check_place(source, f"sources {list(source.files)}", "sources", number)
        return self

    def _check_place(self, item: Session | FileSource, label: str, *where: str | int) -> None:
        if item.region is not None and item.region not in {r.id for r in self.regions}:
            raise MisplacedError(f"{label}: regio '{item.region}' staat niet onder regions", *where, "region")
        if item.tier is not None and item.tier not in {t.id for t in self.tiers}:
            raise MisplacedError(
                f"{label}: bestuurslaag '{item.tier}' staat niet onder tiers", *where, "tier"
            )

    @property
    def keeps_identical_files(self) -> bool:
        """Whether byte-identical files all count (default: for responses yes, for minutes no)."""
        return self.identical_files == "keep" if self.identical_files else self.kind == "responses"

    def session_of(self, path: str) -> Session | None:
        """Return the session whose patterns fit ``path`` (relative to ``raw/``, with forward slashes)."""
        return next((s for s in self.sessions if _fits(path, (*s.concept_files, *s.files))), None)

    def table_of(self, path: str) -> TableSource | None:
        """Return how to read the spreadsheet or CSV file ``path``."""
        return next((t for t in self.tables if _fits(path, t.files)), None)

    def source_of(self, path: str) -> FileSource | None:
        """Return what is known about ``path`` by its name."""
        return next((s for s in self.sources if _fits(path, s.files)), None)

    def region_of_area(self, area: str) -> str | None:
        """Return the region that ``area`` lies in, comparing without case or outer spaces."""
        wanted = area.strip().casefold()
        names = ((r.id, {r.id, r.name.casefold(), *(a.casefold() for a in r.areas)}) for r in self.regions)
        return next((region for region, known in names if wanted in known), None)


def _fits(path: str, patterns: tuple[str, ...]) -> bool:
    return any(PurePosixPath(path).match(pattern) for pattern in patterns)


def _reads_back(date_format: str) -> bool:
    """Tell whether a date that is written in this way is the same date when it is read."""
    moment = dt.datetime(2026, 12, 31, 13, 45, 59, tzinfo=dt.UTC)
    try:
        read = dt.datetime.strptime(moment.strftime(date_format), date_format)  # noqa: DTZ007
    except ValueError:
        return False
    return read.date() == moment.date()


def _unique(what: str, values: Iterator[tuple[str, tuple[int, str]]], label: str = "") -> None:
    seen: set[str] = set()
    for value, where in values:
        if value in seen:
            raise MisplacedError(f"{label or what}: '{value}' staat er twee keer", what, *where)
        seen.add(value)
