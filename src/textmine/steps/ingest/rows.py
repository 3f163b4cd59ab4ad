"""Tables of responses: every filled answer cell is a document, a row is a submission."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from textmine.corpus import Corpus, TableSource
from textmine.errors import SourceError
from textmine.readers import registry
from textmine.readers.limits import Limits
from textmine.readers.sheets import BadRow, Sheet, cell_text
from textmine.steps.ingest.batches import Batch
from textmine.steps.ingest.cells import Cells
from textmine.steps.ingest.headings import Misfit, Positions, explain_unmapped, fit, wants
from textmine.steps.ingest.identity import pseudonym
from textmine.steps.ingest.places import FilePlace, Lookup, place_name
from textmine.text.identity import digest, document_id

_LINE_END = re.compile(r"\r\n?|\u2028|\u2029")


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table file and everything that is the same for all its rows."""

    path: str
    data: bytes
    sha256: str
    place: FilePlace
    corpus_id: str
    corpus: Corpus
    lookup: Lookup
    rows_at_once: Callable[[int], int]
    limits: Limits


def table_batches(file: TableFile) -> Iterator[Batch]:
    """Read a table in pieces of rows; sheets that cannot be read are remarks.

    Raises
    ------
    SourceError
        When the file as a whole cannot be read with what ``corpus.yaml`` says about it.
    """
    mapping = file.corpus.table_of(file.path)
    header_row = mapping.header_row if mapping else 1
    sheets = list(registry.read_tables(file.path, file.data, file.limits, header_row))
    if not sheets:
        raise SourceError("het rekenblad is leeg; vraag het opnieuw op of haal het weg", reason="empty")
    if mapping is None:
        raise SourceError(explain_unmapped(file.path, sheets), reason="unsupported")
    meant = [sheet for sheet in sheets if wants(mapping, sheet)]
    fits = [(sheet, fit(sheet, mapping)) for sheet in meant]
    misfits = [found for _, found in fits if isinstance(found, Misfit)]
    if len(misfits) == len(fits):
        raise SourceError(_nothing_fits(mapping, sheets, misfits), reason="unsupported")
    yield _left_out(file.path, mapping, sheets, misfits)
    for sheet, found in fits:
        if isinstance(found, Positions):
            yield from _SheetRows(file, mapping, sheet, found).batches()


def _nothing_fits(mapping: TableSource, sheets: Sequence[Sheet], misfits: Sequence[Misfit]) -> str:
    if misfits:
        return "; ".join(f"blad {m.sheet}: {m.message}" if m.sheet else m.message for m in misfits)
    names = ", ".join(f"'{sheet.name}'" for sheet in sheets)
    return (
        f"geen blad heet {', '.join(mapping.sheets)}; de bladen heten {names}; verbeter 'sheets' in "
        "corpus.yaml of de naam van het blad"
    )


def _left_out(path: str, mapping: TableSource, sheets: Sequence[Sheet], misfits: Sequence[Misfit]) -> Batch:
    batch = Batch()
    for misfit in misfits:
        batch.items += 1
        batch.reject(path, "unsupported", misfit.message, place=place_name(misfit.sheet))
    for sheet in sheets:
        if sheet.errors:
            shown = ", ".join(sheet.errors[:5]) + (" en verder" if len(sheet.errors) > 5 else "")  # noqa: PLR2004
            batch.warn(
                path,
                "bad_value",
                f"{len(sheet.errors)} cellen tonen een fout zoals #NAAM? en zijn als leeg gelezen ({shown}); "
                "een tekst die met '=' begint, is een formule geworden: zet er een ' voor",
                place=place_name(sheet.name),
            )
        if sheet.hidden and wants(mapping, sheet):
            batch.warn(
                path,
                "bad_value",
                f"blad '{sheet.name}' is verborgen en is meegelezen; noem onder 'sheets' in corpus.yaml de "
                "bladen die u wilt, als dit blad er niet bij hoort",
                place=place_name(sheet.name),
            )
        if not wants(mapping, sheet):
            batch.items += 1
            batch.reject(
                path,
                "unsupported",
                f"blad '{sheet.name}' staat niet onder 'sheets' in corpus.yaml; zet het erbij als er "
                "reacties in staan",
                place=place_name(sheet.name),
            )
    return batch


@dataclass(slots=True)
class _SheetRows:
    """Reads the rows of one sheet; holds what must be remembered between pieces."""

    file: TableFile
    mapping: TableSource
    sheet: Sheet
    positions: Positions
    _seen: Counter[str] = field(default_factory=Counter)
    _double: frozenset[str] = frozenset()

    def batches(self) -> Iterator[Batch]:
        self._double = self._double_ids()
        size = self.file.rows_at_once(len(self.positions.texts))
        rows = 0
        for chunk in self.sheet.chunks():
            yield self._bad_rows(chunk.bad)
            for start in range(0, len(chunk.rows), size):
                yield self._batch(chunk.numbers[start : start + size], chunk.rows[start : start + size])
            rows += len(chunk.rows) + len(chunk.bad)
        if not rows:
            batch = Batch(items=1)
            batch.reject(
                self.file.path,
                "no_text",
                "onder de kop staan geen rijen; vraag het bestand opnieuw op of haal het weg",
                place=place_name(self.sheet.name),
            )
            yield batch

    def _double_ids(self) -> frozenset[str]:
        """Return the registration numbers of more than one row (read ahead: the order must not matter)."""
        position = self.positions.fields.get("id")
        if position is None:
            return frozenset()
        counts: Counter[str] = Counter()
        for chunk in self.sheet.chunks():
            counts.update(cell_text(row[position]).strip() for row in chunk.rows)
        return frozenset(key for key, count in counts.items() if count > 1 and key)

    def _bad_rows(self, bad: Sequence[BadRow]) -> Batch:
        batch = Batch(items=len(bad))
        for row in bad:
            open_quote = row.unclosed or row.text.count("\n") > 5  # noqa: PLR2004
            batch.reject(
                self.file.path,
                "bad_row",
                f"de rij heeft {row.cells} cellen en de kop {len(self.sheet.heading)}; "
                + ("een aanhalingsteken sluit niet, dus zitten de rijen eronder erin; " if open_quote else "")
                + "herstel de rij in het bestand",
                place=place_name(self.sheet.name, row.row),
                text=row.text,
            )
        return batch

    def _batch(self, numbers: list[int], rows: list[list[Any]]) -> Batch:
        batch = Batch(items=len(rows) * len(self.positions.texts))
        fields = {name: [row[at] for row in rows] for name, at in self.positions.fields.items()}
        texts = [
            [_normal(cell_text(row[at])) if row[at] != "" else "" for row in rows]
            for at, _, _ in self.positions.texts
        ]
        keys = self._keys(batch, numbers, fields, texts)
        path, name = self.file.path, self.sheet.name
        shared = self._shared(batch, numbers, fields)
        shared["submission"] = [document_id(path, None, name, key) for key in keys]
        shared["row"] = numbers
        for (at, heading, question), column in zip(self.positions.texts, texts, strict=True):
            ids = [document_id(path, None, name, key, heading) for key in keys]
            self._answers(batch, ids, column, shared, at + 1, question)
        return batch

    def _keys(
        self, batch: Batch, numbers: list[int], fields: dict[str, list[Any]], texts: list[list[str]]
    ) -> list[str]:
        """Return a key for each row: its registration number, or its content when that is missing or double.

        Rows of equal content are told apart by counting; to swap them changes nothing.
        """
        content = self._content(fields, texts)
        numbered = [cell_text(value).strip() for value in fields.get("id", [""] * len(numbers))]
        keys: list[str] = []
        for number, given, mark in zip(numbers, numbered, content, strict=True):
            if given and given not in self._double:
                keys.append(f"id:{given}")
                continue
            if given:
                batch.warn(
                    self.file.path,
                    "bad_value",
                    f"registratienummer '{given}' staat bij meer dan een rij; alle rijen tellen mee; "
                    "geef elke rij een eigen nummer of haal de dubbele weg",
                    place=place_name(self.sheet.name, number),
                )
            key = f"rij:{given}:{mark}"
            self._seen[key] += 1
            keys.append(f"{key}:{self._seen[key]}")
        return keys

    def _content(self, fields: dict[str, list[Any]], texts: list[list[str]]) -> list[str]:
        """Return a hash of the mapped cells of each row, whatever the order of the columns."""
        named = [(self.mapping.columns.model_dump()[name], values) for name, values in fields.items()]
        named += [
            (heading, values) for (_, heading, _), values in zip(self.positions.texts, texts, strict=True)
        ]
        named.sort(key=lambda item: item[0])
        columns = [[cell_text(value) for value in values] for _, values in named]
        return [digest(*cells) for cells in zip(*columns, strict=True)]

    def _shared(self, batch: Batch, numbers: list[int], fields: dict[str, list[Any]]) -> dict[str, Any]:
        """Return the document columns that all answers of a row have in common."""
        place, lookup = self.file.place, self.file.lookup
        read = Cells(batch, self.file.path, self.sheet.name, numbers)
        sessions = read.known(fields, "session", lookup.session, "sessie", "sessions")
        regions = read.known(fields, "region", lookup.region, "regio", "regions")
        areas = read.known(fields, "area", lookup.region, "gebied", "areas")
        tiers = read.known(fields, "tier", lookup.tier, "bestuurslaag", "tiers")
        names = [
            pseudonym(cell_text(v)) if v != "" else None
            for v in fields.get("respondent", [""] * len(numbers))
        ]
        return {
            "corpus": self.file.corpus_id,
            "path": self.file.path,
            "sha256": self.file.sha256,
            "sheet": self.sheet.name,
            "channel": self.mapping.channel or place.channel,
            "received": read.days(fields, self.mapping.date_format),
            "session": [s.id if s else place.session for s in sessions],
            "region": [
                (s and s.region) or region or area or place.region
                for s, region, area in zip(sessions, regions, areas, strict=True)
            ],
            "tier": [(s and s.tier) or tier or place.tier for s, tier in zip(sessions, tiers, strict=True)],
            "organisation": read.texts(fields, "organisation"),
            "respondent": names,
            "respondent_type": [v or place.respondent_type for v in read.texts(fields, "respondent_type")],
            "on_behalf_of": read.counts(fields),
            "status": [s.status if s else place.status for s in sessions],
        }

    def _answers(
        self,
        batch: Batch,
        ids: list[str],
        texts: list[str],
        shared: dict[str, Any],
        column: int,
        question: str,
    ) -> None:
        """Add the filled cells of one column as documents, and the empty ones as remarks."""
        full = [n for n, text in enumerate(texts) if text and not text.isspace()]
        batch.documents.extend(
            len(full),
            id=[ids[n] for n in full],
            text=[texts[n] for n in full],
            column=column,
            question=question,
            **{k: [v[n] for n in full] if isinstance(v, list) else v for k, v in shared.items()},
        )
        _add_lines(batch, [ids[n] for n in full], [texts[n] for n in full])
        if len(full) < len(texts):
            filled = set(full)
            empty = [n for n in range(len(texts)) if n not in filled]
            batch.rejected.extend(
                len(empty),
                step="ingest",
                path=self.file.path,
                place=[place_name(self.sheet.name, shared["row"][n]) for n in empty],
                id=[ids[n] for n in empty],
                reason="empty_answer",
                message=f"geen antwoord in de kolom '{question}'; niets aan te doen",
            )


def _normal(text: str) -> str:
    """Return a cell with line feeds as its only line ends."""
    return _LINE_END.sub("\n", text.replace("_x000D_", "")) if "\r" in text or "_x000D_" in text else text


def _add_lines(batch: Batch, ids: list[str], texts: list[str]) -> None:
    """Add the blocks of answers: one paragraph, or one line per line of a cell with line breaks."""
    plain = [n for n, text in enumerate(texts) if "\n" not in text]
    batch.blocks.extend(
        len(plain),
        document_id=[ids[n] for n in plain],
        block=0,
        start=0,
        end=[len(texts[n]) for n in plain],
        kind="paragraph",
        level=0,
        paragraph=1,
    )
    for n, text in enumerate(texts):
        if "\n" not in text:
            continue
        at = 0
        for number, line in enumerate(text.split("\n")):
            batch.blocks.add(
                document_id=ids[n],
                block=number,
                start=at,
                end=at + len(line),
                kind="line",
                level=0,
                paragraph=number + 1,
            )
            at += len(line) + 1
