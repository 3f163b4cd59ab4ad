"""Where a text belongs: session, region, tier, status and channel, from the corpus and the table itself."""

import datetime as dt
from dataclasses import dataclass

from textmine.corpus import Corpus, Session


@dataclass(frozen=True, slots=True)
class FilePlace:
    """What the name of a file says about the texts in it."""

    session: str | None
    region: str | None
    tier: str | None
    status: str
    channel: str | None
    respondent_type: str | None
    day: dt.date | None
    missing_session: bool

    @classmethod
    def of(cls, path: str, corpus: Corpus) -> "FilePlace":
        """Look ``path`` up among the sessions and sources; without any session, minutes are their own."""
        session, source = corpus.session_of(path), corpus.source_of(path)
        minutes = corpus.kind == "minutes"
        own = _without_suffix(path) if minutes and not corpus.sessions else None
        return cls(
            session=session.id if session else own,
            region=(session.region if session else None) or (source.region if source else None),
            tier=(session.tier if session else None) or (source.tier if source else None),
            status=session.status_of(path) if session else source.status if source else "established",
            channel=source.channel if source else None,
            respondent_type=source.respondent_type if source else None,
            day=session.date if session else None,
            missing_session=minutes and bool(corpus.sessions) and session is None,
        )


class Lookup:
    """Finds sessions, regions and tiers by id or name, without regard to case or outer spaces."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._sessions = {key.casefold(): s for s in corpus.sessions for key in (s.name, s.id)}
        self._tiers = {key.casefold(): t.id for t in corpus.tiers for key in (t.name, t.id)}
        self._regions: dict[str, str | None] = {}

    def session(self, value: str) -> Session | None:
        """Return the session called ``value``."""
        return self._sessions.get(value.strip().casefold())

    def tier(self, value: str) -> str | None:
        """Return the id of the tier called ``value``."""
        return self._tiers.get(value.strip().casefold())

    def region(self, value: str) -> str | None:
        """Return the id of the region that is called ``value`` or holds the area of that name."""
        if value not in self._regions:
            self._regions[value] = self._corpus.region_of_area(value)
        return self._regions[value]


def place_name(sheet: str | None, row: int | None = None) -> str | None:
    """Return how people find a row: "blad Reacties, rij 12"."""
    parts = [f"blad {sheet}" if sheet is not None else "", f"rij {row}" if row is not None else ""]
    return ", ".join(part for part in parts if part) or None


def _without_suffix(path: str) -> str:
    folder, slash, name = path.rpartition("/")
    return folder + slash + (name.rpartition(".")[0] or name)
