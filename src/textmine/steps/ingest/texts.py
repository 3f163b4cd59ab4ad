"""Files of running text: minutes, letters, and e-mails with their attachments."""

import datetime as dt

from textmine.readers import registry
from textmine.readers.blocks import Part, Reading
from textmine.readers.limits import Limits
from textmine.steps.ingest.batches import Batch
from textmine.steps.ingest.identity import pseudonym
from textmine.steps.ingest.places import FilePlace
from textmine.text.identity import document_id

MAIL = frozenset({"eml", "msg"})


def text_batch(
    path: str, data: bytes, sha256: str, place: FilePlace, corpus_id: str, limits: Limits, *, minutes: bool
) -> Batch:
    """Read a file as one document per body and attachment, or as remarks saying why not.

    The parts of one file share their submission; a set of minutes is its own submission.

    Raises
    ------
    SourceError
        When the file as a whole gives no text.
    """
    reading = registry.read(path, data, limits)
    mail = registry.format_of(path, data).name in MAIL
    batch = Batch(items=len(reading.parts))
    shared = {
        "corpus": corpus_id,
        "path": path,
        "sha256": sha256,
        "channel": place.channel or ("e-mail" if mail else None),
        "received": _day(reading) or place.day,
        "session": place.session,
        "region": place.region,
        "tier": place.tier,
        "respondent": pseudonym(reading.metadata.get("respondent")),
        "respondent_type": place.respondent_type,
        "on_behalf_of": 1,
        "status": place.status,
    }
    for part in reading.parts:
        key = document_id(path, part.member)
        if _rejected(batch, path, part, key):
            continue
        submission = key if minutes else document_id(path)
        batch.keep(part.blocks, id=key, submission=submission, member=part.member, **shared)
    if place.missing_session and len(batch.documents):
        batch.warn(
            path,
            "no_session",
            "dit verslag hoort bij geen genoemde sessie en telt daarom als een eigen sessie, zonder regio en "
            "bestuurslaag; zet het in corpus.yaml onder 'files' van een sessie",
        )
    return batch


def _rejected(batch: Batch, path: str, part: Part, key: str) -> bool:
    """Note what did not come along with a part; tell whether the part as a whole did not."""
    place = None if part.member is None else f"bijlage {part.member}"
    for notice in part.notices:
        where = ", ".join(piece for piece in (place, notice.place) if piece) or None
        batch.warn(path, notice.reason, notice.message, place=where, id=key, text=notice.text)
    problem = part.problem
    if problem is None and not any(block.text.strip() for block in part.blocks):
        problem = ("no_text", "er staat geen tekst in; kijk in het bestand of er een beeld of bijlage in zit")
    if problem is None:
        return False
    batch.reject(path, problem[0], problem[1], place=place, id=key)
    return True


def _day(reading: Reading) -> dt.date | None:
    value = reading.metadata.get("received")
    return dt.date.fromisoformat(value) if value else None
