"""Judge one returned row: what people decided, or why it cannot be used."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from textmine.codebook import Codebook, Dimension
from textmine.errors import CodebookError
from textmine.review import columns as c
from textmine.review import row_code
from textmine.review.cells import to_cell
from textmine.review.outcome import Status
from textmine.review.returned import Answer, Fault
from textmine.review.row_code import Codes, RowCode
from textmine.review.splitting import NoCutError, cuts
from textmine.tables import ASIDE_VERDICTS, BLIND
from textmine.text.identity import text_hash

_AGAIN = "exporteer een nieuw werkboek en beoordeel de uitspraak daarin opnieuw"
_SHIFTED = "waarschijnlijk zijn cellen verschoven"
_PUT_BACK = "zet de rij terug zoals die in het verstuurde werkboek stond"


_NOT_PLAIN = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people decided about one statement; ``codes`` is empty where the verdict says no codes.

    ``beginnings`` are the words before which the statement is split, ``cuts`` their places in its text.
    ``workbook`` is the name under which the row went out, empty in older workbooks.
    """

    row: int
    statement: str
    verdict: str
    codes: Mapping[str, tuple[str, ...]]
    note: str
    reviewer: str
    workbook: str = ""
    beginnings: str = ""
    cuts: tuple[int, ...] = ()

    @property
    def content(self) -> tuple[object, ...]:
        """Everything but the row, and where it went out."""
        codes = tuple(sorted(self.codes.items()))
        return (self.verdict, codes, self.cuts, self.note, self.reviewer.casefold())


class RowError(Exception):
    """A row cannot be used; caught per row, so that the others are taken.

    ``status`` is stale when text or codebook changed since the row went out.
    """

    def __init__(
        self, column: str, value: str, reason: str, way_out: str, status: Status = Status.INVALID
    ) -> None:
        super().__init__(reason)
        self.column = column
        self.value = value
        self.reason = reason
        self.way_out = way_out
        self.status = status


def judge(answer: Answer, texts: Mapping[str, str], codebook: Codebook, reviewer: str) -> Verdict:
    """Return the decision in ``answer``; ``reviewer`` is who decided when the row does not say so.

    ``texts`` holds the present text of every statement that exists.

    Raises
    ------
    RowError
        When the row is about something else than the present tables, or does not say one clear thing.
    """
    seen = _identity(answer, texts, codebook)
    return decide(answer, seen, texts[answer.statement], codebook, reviewer)


def decide(answer: Answer, seen: RowCode, text: str, codebook: Codebook, reviewer: str) -> Verdict:
    """Return the decision in ``answer`` about ``text``, of people who saw what ``seen`` says.

    Raises
    ------
    RowError
        When the row does not say one clear thing.
    """
    _readable(answer)
    verdict = _verdict(answer, blind=seen.workbook.endswith(BLIND))
    given = {d.id: _codes(answer, d) for d in codebook.dimensions if answer.codes.get(d.id)}
    return Verdict(
        row=answer.row,
        statement=answer.statement,
        verdict=verdict,
        codes=_DECIDE[verdict](answer, given, seen.proposal, codebook),
        note=answer.note,
        reviewer=_reviewer(answer, reviewer),
        workbook=seen.workbook,
        beginnings=answer.split,
        cuts=_cuts(answer, verdict, text),
    )


def _identity(answer: Answer, texts: Mapping[str, str], codebook: Codebook) -> RowCode:
    """Check that the row is about a statement as it is now; return what people saw."""
    name = answer.statement
    if not name:
        raise RowError(c.ID, "", "de Uitspraak-ID is leeg", "zet de ID terug uit het verstuurde werkboek")
    seen = row_code.read(name, answer.row_code)
    if name not in texts:
        if seen is None:
            way_out = "neem de ID over uit het werkboek dat u kreeg"
            raise RowError(c.ID, name, "deze ID staat niet in dit corpus", way_out)
        reason = "deze uitspraak staat niet meer in de bronnen; uw oordeel kon niet worden vastgelegd"
        way_out = "staat de tekst er met andere woorden nog in, dan komt die in een nieuwe ronde weer langs"
        raise RowError(c.ID, name, reason, way_out, Status.STALE)
    if seen is None:
        reason = f"de verborgen rijcode ontbreekt of hoort bij een andere uitspraak; {_SHIFTED}"
        raise RowError(c.ROW_CODE, answer.row_code[:40], reason, _PUT_BACK)
    if seen.text != text_hash(texts[name]):
        reason = "de tekst van deze uitspraak is veranderd sinds het werkboek is gemaakt"
        raise RowError(c.TEXT, (answer.text or "")[:80], reason, _AGAIN, Status.STALE)
    if seen.codebook != codebook.version:
        reason = f"het codeboek is veranderd ({seen.codebook} is nu {codebook.version})"
        raise RowError(c.ROW_CODE, seen.codebook, reason, _AGAIN, Status.STALE)
    if answer.text is not None and not _same_text(answer, to_cell(texts[name])):
        reason = f"de tekst in deze rij is niet die van de Uitspraak-ID; {_SHIFTED}"
        raise RowError(c.TEXT, answer.text[:80], reason, _PUT_BACK)
    return seen


def _same_text(answer: Answer, shown: str) -> bool:
    """Say whether the cell with the statement is the one that went out; white space does not count.

    Of a file that lost signs only plain letters and digits are compared: enough to notice shifted cells.
    """
    mine = answer.text or ""
    if mine.split() == shown.split():
        return True
    return answer.lossy and _plain(mine) == _plain(shown)


def _plain(text: str) -> str:
    return _NOT_PLAIN.sub("", unicodedata.normalize("NFKD", text))


def _readable(answer: Answer) -> None:
    for heading, fault in answer.faults:
        reason, way_out = _FAULTS[fault.kind]
        raise RowError(heading, _shown(fault), reason.format(fault.detail), way_out)


def _shown(fault: Fault) -> str:
    return fault.detail if fault.kind == "error" else ""


_FAULTS = {
    "formula": (
        "in deze cel staat een formule zonder uitkomst",
        "typ de waarde zelf, of open het bestand in Excel of LibreOffice en sla het opnieuw op",
    ),
    "error": ("deze cel toont een fout in plaats van een waarde", "typ de waarde zelf, of maak de cel leeg"),
    "merged": (
        "deze cel is samengevoegd met rij {}; wat er staat, telt alleen voor die rij",
        "maak de samenvoeging ongedaan en vul elke rij apart in",
    ),
}


def _verdict(answer: Answer, *, blind: bool) -> str:
    known = {c.key(name): verdict for verdict, name in c.VERDICTS.items()}
    choices = ", ".join(c.verdicts(blind).values())
    if not answer.verdict:
        raise RowError(
            c.VERDICT, "", "er is iets ingevuld, maar er is geen oordeel", f"kies een oordeel: {choices}"
        )
    if c.key(answer.verdict) not in known:
        raise RowError(c.VERDICT, answer.verdict, "dit oordeel bestaat niet", f"kies uit: {choices}")
    found = known[c.key(answer.verdict)]
    if blind and found == "accept":
        reason = "in dit werkboek stond geen voorstel om mee akkoord te gaan"
        way_out = f"vul alle codes in en kies {c.VERDICTS['code']}"
        raise RowError(c.VERDICT, answer.verdict, reason, way_out)
    return "code" if blind and found == "change" else found


def _cuts(answer: Answer, verdict: str, text: str) -> tuple[int, ...]:
    if verdict != c.SPLIT:
        if answer.split:
            reason = f"bij het oordeel '{answer.verdict}' hoort hier niets"
            way_out = f"kies {c.VERDICTS[c.SPLIT]}, of maak deze cel leeg"
            raise RowError(c.SPLIT_BEFORE, answer.split, reason, way_out)
        return ()
    try:
        return cuts(text, answer.split)
    except NoCutError as error:
        raise RowError(c.SPLIT_BEFORE, error.value, error.reason, error.way_out) from error


def _codes(answer: Answer, dimension: Dimension) -> tuple[str, ...]:
    """Return the codes that people filled in for ``dimension``, in codebook order."""
    found: list[str] = []
    known = c.by_name(dimension)
    for heading, value in answer.codes[dimension.id]:
        for part in [value] if c.key(value) in known else [p for p in value.split(";") if p.strip()]:
            if c.key(part) not in known:
                choices = ", ".join(c.labels(dimension).values())
                raise RowError(heading, part.strip(), "deze code bestaat niet", f"kies uit: {choices}")
            found.append(known[c.key(part)])
    heading, value = answer.codes[dimension.id][0][0], "; ".join(c.names(dimension, found))
    _possible(dimension, found, heading, value)
    return tuple(code for code in dimension.by_code if code in found)


def _possible(dimension: Dimension, codes: list[str], heading: str, value: str) -> None:
    outside = c.labels(dimension)[dimension.outside]
    if len(set(codes)) < len(codes):
        raise RowError(heading, value, "dezelfde code staat er twee keer", "laat de code één keer staan")
    if len(codes) > 1 and not dimension.multiple:
        reason = f"bij {dimension.name} past maar één code"
        raise RowError(heading, value, reason, "laat één code staan")
    if len(codes) > 1 and dimension.outside in codes:
        reason = f"'{outside}' kan niet samen met een andere code"
        raise RowError(heading, value, reason, f"haal '{outside}' weg, of de andere code")


def _accept(answer: Answer, given: Codes, proposal: Codes, codebook: Codebook) -> Codes:
    if not any(proposal.values()):
        aside = " of ".join(c.VERDICTS[verdict] for verdict in ASIDE_VERDICTS)
        reason = "hier is geen voorstel om mee akkoord te gaan: iemand heeft de uitspraak apart gezet"
        way_out = f"kies {aside} als u dat ook vindt, of kies {c.VERDICTS['change']} en vul alle codes in"
        raise RowError(c.VERDICT, answer.verdict, reason, way_out)
    for name, codes in given.items():
        if codes != proposal.get(name):
            heading, value = answer.codes[name][0]
            agreed = c.VERDICTS["accept"]
            reason = f"het oordeel is {agreed}, maar hier staat een andere code dan het voorstel"
            raise RowError(heading, value, reason, f"kies {c.VERDICTS['change']}, of maak deze cel leeg")
    return _complete({}, proposal, codebook)


def _change(answer: Answer, given: Codes, proposal: Codes, codebook: Codebook) -> Codes:
    if not given:
        way_out = f"vul de code in die anders moet zijn, of kies {c.VERDICTS['accept']}"
        raise RowError(c.VERDICT, answer.verdict, "er is geen code ingevuld", way_out)
    if not any(proposal.values()):
        return _code(answer, given, proposal, codebook)
    return _complete(given, proposal, codebook)


def _code(answer: Answer, given: Codes, _proposal: Codes, codebook: Codebook) -> Codes:
    for column in c.code_columns(codebook):
        dimension = codebook.by_id[column.dimension]
        if not given.get(dimension.id):
            outside = c.labels(dimension)[dimension.outside]
            reason = f"bij het oordeel '{answer.verdict}' hoort een code voor {dimension.name}"
            raise RowError(column.heading, "", reason, f"kies een code; past er geen, kies dan '{outside}'")
    return given


def _without_codes(answer: Answer, given: Codes, _proposal: Codes, _codebook: Codebook) -> Codes:
    for name in given:
        heading, value = answer.codes[name][0]
        reason = f"bij het oordeel '{answer.verdict}' hoort geen code"
        raise RowError(heading, value, reason, "maak deze cel leeg, of kies een ander oordeel")
    return {}


def _doubt(_answer: Answer, given: Codes, _proposal: Codes, _codebook: Codebook) -> Codes:
    return given


_DECIDE = {
    "accept": _accept,
    "change": _change,
    "code": _code,
    c.SPLIT: _without_codes,
    "not_substantive": _without_codes,
    "personal": _without_codes,
    "doubt": _doubt,
}


def _complete(given: Codes, proposal: Codes, codebook: Codebook) -> Codes:
    """Return codes for every dimension: what people gave, otherwise what was proposed."""
    result = {d.id: given.get(d.id) or proposal.get(d.id, ()) for d in codebook.dimensions}
    for dimension in codebook.dimensions:
        try:
            codebook.check(dimension.id, result[dimension.id])
        except CodebookError as error:
            heading = next(x.heading for x in c.code_columns(codebook) if x.dimension == dimension.id)
            way_out = f"kies {c.VERDICTS['change']} en vul deze kolom in"
            raise RowError(heading, "", f"het voorstel klopt niet: {error}", way_out) from error
    return result


def _reviewer(answer: Answer, fallback: str) -> str:
    who = answer.reviewer or " ".join(fallback.split())
    if not who:
        way_out = "vul een naam in, of geef bij het inlezen --reviewer NAAM op"
        raise RowError(c.REVIEWER, "", "er staat niet bij wie dit oordeel gaf", way_out)
    return who
