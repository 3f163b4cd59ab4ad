"""The Dutch texts of the review workbook, apart from the headings in ``columns``."""

import re
from collections.abc import Iterable, Sequence

from textmine.codebook import Codebook, Dimension
from textmine.review import columns as c
from textmine.review.issued import AGAIN, DISPUTES, DOUBT, ROUND, Issued

README = "Leesmij"
CODEBOOK = "Codeboek"
PROGRESS = "Voortgang"
LISTS = "Keuzelijsten"

CORPUS = "Corpus"
"""The line in *Leesmij* that says which corpus the workbook belongs to."""

PICK_TITLE = "Staat niet in de lijst"
PICK_MESSAGE = "Kies een waarde uit de lijst (pijltje rechts van de cel), of maak de cel leeg."

CODEBOOK_HEADINGS = (
    "Dimensie",
    "Naam",
    "Valt onder",
    "Betekenis",
    "Hoort erbij",
    "Hoort er niet bij",
    "Voorbeelden",
    "Code",
)
PROGRESS_HEADINGS = ("Oordeel", "Aantal rijen", "Deel van alle rijen")

_EXAMPLES = 4

_MEANINGS = {
    "accept": "Het voorstel klopt helemaal. U hoeft geen codes in te vullen.",
    "change": "Een of meer codes kloppen niet. Vul alleen in wat anders moet zijn.",
    "code": "U hebt bij deze uitspraak zelf alle codes gekozen.",
    "split": "Hier staan twee punten in één tekst. Vul in waar het tweede begint; codes volgen later.",
    "not_substantive": "Dit is geen inhoudelijke uitspraak, bijvoorbeeld een opening of een agendapunt.",
    "personal": "In de tekst staan gegevens waaraan iemand te herkennen is. De uitspraak wordt apart gezet.",
    "doubt": "U komt er niet uit. Schrijf bij Toelichting waarom; een ander kijkt er later nog eens naar.",
}

_TITLES = {
    ROUND: "Uitspraken beoordelen",
    DOUBT: "Twijfelgevallen beoordelen",
    DISPUTES: "Geschillen beslissen",
    AGAIN: "Uitspraken opnieuw beoordelen",
}

_INTRODUCTIONS = {
    ROUND: """
Op het blad {SHEET} staat op elke rij één uitspraak. Het model doet een voorstel voor de codes. U beslist of
dat voorstel klopt. Uw oordeel gaat altijd voor.
""",
    DOUBT: """
Op het blad {SHEET} staan uitspraken waar een ander niet uitkwam. Wie twijfelde en waarom, leest u in de
kolom {EARLIER}. U hakt de knoop door.
""",
    DISPUTES: """
Op het blad {SHEET} staan uitspraken die twee mensen verschillend beoordeelden. Wat zij kozen, leest u in de
kolom {EARLIER}. U beslist welke codes gelden. Hun oordelen blijven bewaard.
""",
    AGAIN: """
Op het blad {SHEET} staan uitspraken die eerder zijn beoordeeld, met een code die sindsdien een andere
betekenis kreeg. Wat er veranderde, leest u in de kolom {EARLIER}. U beslist wat nu geldt.
""",
}

_BLIND_INTRODUCTION = """
Op het blad {SHEET} staat op elke rij één uitspraak. U bent de tweede beoordelaar. Er staat met opzet geen
voorstel bij, en de rijen staan in een andere volgorde dan bij de eerste beoordelaar. Zo kunnen we meten of
twee mensen hetzelfde kiezen. Overleg daarom niet met de eerste beoordelaar.
"""

_READ = """
Lees de uitspraak in de kolom {TEXT}. De kolommen {BEFORE} en {AFTER} helpen u om die te begrijpen, maar
daar geeft u geen oordeel over.
"""

_PROPOSED = """
Bekijk het voorstel. Wat elke code betekent, staat op het blad {CODEBOOK}.

Kies een oordeel in de kolom {VERDICT}. De kolommen die u invult, zijn geel en hebben '{FILL_IN}' in de kop.

Kiest u {CHANGE}? Vul dan alleen de codes in die anders moeten zijn. Wat u invult, komt in de plaats van
alle codes die daar waren voorgesteld. Wat u leeg laat, blijft zoals het was.
"""

_OWN = """
Kies de codes: {dimensions}. Vul ze alle in. Wat elke code betekent, staat op het blad {CODEBOOK}. De
kolommen die u invult, zijn geel en hebben '{FILL_IN}' in de kop.

Kies daarna {CODED} in de kolom {VERDICT}, of een ander oordeel als de uitspraak geen codes kan krijgen.
"""

_SEVERAL = """
Bij {several} passen twee codes. Zijn er meer nodig, zet ze dan samen in één cel met een puntkomma ertussen.
"""

_SPLIT = """
Staan er twee punten in één uitspraak? Kies dan {SPLIT} en zet in de kolom {SPLIT_BEFORE} de eerste woorden
van het tweede punt, precies zoals ze er staan. Bij de volgende ronde zijn het twee uitspraken.
"""

_RETURN = """
Sla het bestand op onder een eigen naam, bijvoorbeeld met de datum erin. Geef het terug aan de persoon van
wie u het kreeg. Die leest het in met 'textmine review import'.
"""

_GOOD_TO_KNOW = """
Een rij waar u niets invult, telt niet als oordeel. Werk de rijen van boven naar beneden af. Komt u niet aan
alles toe, dan is dat geen ramp: de volgorde is willekeurig, dus wat u wel deed, blijft bruikbaar.
"""

_HOW_CHOSEN = """
Een deel van de rijen is geloot. Daarmee rekenen we uit hoe vaak elke code voorkomt. De andere
rijen zijn gekozen omdat het model daar veel van leert. Welke welke zijn, ziet u met opzet niet.

De zekerheid is de gemiddelde kans die het model geeft aan de codes in het voorstel.
"""

_GOOD_TO_KNOW_ALSO = """
U mag sorteren, filteren, kolommen toevoegen en rijen verwijderen. Sorteer altijd het hele blad, want de
cellen van één rij moeten bij elkaar blijven.

Verander niets in de grijze kolommen: wat u daar wijzigt, telt niet. Verwijder {ID} niet, en ook niet de
verborgen laatste kolom: daarmee zien we of de tekst en het codeboek nog dezelfde zijn.

Komt een tekst vaker voor, dan staat die hier één keer. Bij {PLACE} staat hoe vaak. Uw oordeel geldt dan
voor al die uitspraken.

Bijzondere tekens die een cel niet kan tonen, zoals een tab, staan er als een klein teken. Op papier kan dat
een leeg vierkantje zijn. De tekst in de bron verandert daar niet door.

Zet geen namen of adressen van burgers in de kolom {NOTE}.

Op het blad {PROGRESS} ziet u hoe ver u bent.
"""


def title(issued: Issued) -> str:
    """Return what a workbook is called."""
    number = "" if issued.round is None else f", ronde {issued.round}"
    return _TITLES[issued.kind] + number


def readme(
    corpus: str, codebook: Codebook, rows: int, issued: Issued, reviewer: str
) -> list[tuple[str, str]]:
    """Return the lines of *Leesmij*: (kind, text), kind being title, heading, fact or text.

    A fact is a name and a value with a tab between them.
    """
    facts = [
        (CORPUS, corpus),
        ("Werkboek", issued.file),
        ("Codeboek", f"{codebook.title or codebook.name} (versie {codebook.version})"),
        ("Aantal rijen", str(rows)),
        (c.REVIEWER, reviewer),
    ]
    introduction = _BLIND_INTRODUCTION if issued.blind else _INTRODUCTIONS[issued.kind]
    chosen = _paragraphs(_HOW_CHOSEN) if issued.kind == ROUND and not issued.blind else []
    known = [*_paragraphs(_GOOD_TO_KNOW), *chosen, *_paragraphs(_GOOD_TO_KNOW_ALSO)]
    return [
        ("title", title(issued)),
        *(("fact", f"{name}\t{value}") for name, value in facts),
        ("heading", "Wat vragen we van u?"),
        *(("text", line) for line in _paragraphs(introduction)),
        ("heading", "Zo werkt het"),
        *(("text", f"{number}. {line}") for number, line in enumerate(_steps(codebook, issued), 1)),
        ("heading", "De oordelen"),
        *(("fact", f"{name}\t{_MEANINGS[verdict]}") for verdict, name in c.verdicts(issued.blind).items()),
        ("heading", "Goed om te weten"),
        *(("text", f"• {line}") for line in known),
    ]


def _steps(codebook: Codebook, issued: Issued) -> list[str]:
    dimensions = _and([d.name for d in codebook.dimensions])
    steps = _paragraphs(_READ + (_OWN if issued.blind else _PROPOSED), dimensions=dimensions)
    several = [d.name for d in codebook.dimensions if d.multiple]
    if several:
        steps[-1] += " " + _paragraphs(_SEVERAL, several=_and(several))[0]
    return [*steps, *_paragraphs(_SPLIT), *_paragraphs(_RETURN)]


def _paragraphs(text: str, **more: str) -> list[str]:
    """Return the paragraphs of a text above, filled in, each on one line."""
    words = {
        **{name: getattr(c, name) for name in ("SHEET", "FILL_IN", "ID", "PLACE", "BEFORE", "TEXT", "AFTER")},
        **{name: getattr(c, name) for name in ("VERDICT", "NOTE", "EARLIER", "SPLIT_BEFORE")},
        "CODEBOOK": CODEBOOK,
        "PROGRESS": PROGRESS,
        "CHANGE": c.VERDICTS["change"],
        "CODED": c.VERDICTS["code"],
        "SPLIT": c.VERDICTS["split"],
        **more,
    }
    return [" ".join(part.split()).format(**words) for part in text.strip().split("\n\n")]


def heading_note(codebook: Codebook, dimension: Dimension) -> str:
    """Return the note on the headings of a dimension: its codes with their definitions."""
    labels = c.labels(dimension)
    lines = [f"{labels[code.code]}: {readable(code.definition, codebook)}" for code in dimension.codes]
    return "\n\n".join(lines)


def column_note(name: str, issued: Issued) -> str | None:
    """Return the note on a heading that is no dimension, where it needs one."""
    verdicts = c.verdicts(issued.blind).items()
    return {
        c.VERDICT: "\n".join(f"{shown}: {_MEANINGS[verdict]}" for verdict, shown in verdicts),
        c.CERTAINTY: "De gemiddelde kans die het model geeft aan de codes in het voorstel.",
        c.PROPOSAL: f"{_proposed(issued)} Wat ze betekenen, staat op het blad {CODEBOOK}.",
        c.REASONS: (
            "Waarom het model deze codes voorstelt. Past het niet in de cel? Klik er dan op "
            "en lees het in de formulebalk."
        ),
        c.EARLIER: "Wat er eerder over deze uitspraak is gezegd, en door wie.",
        c.REVIEWER: "Uw naam of initialen.",
        c.SPLIT_BEFORE: (
            "Alleen bij Splitsen: de eerste woorden van het tweede punt, precies zoals ze in de "
            "uitspraak staan."
        ),
    }.get(name)


def _proposed(issued: Issued) -> str:
    if issued.kind == ROUND:
        return "De codes die het model voorstelt."
    return "De codes die nu gelden: van een beoordelaar, en waar niemand oordeelde van het model."


def codebook_rows(codebook: Codebook) -> list[tuple[str, ...]]:
    """Return the rows of the sheet *Codeboek*, as ``CODEBOOK_HEADINGS`` says."""
    rows: list[tuple[str, ...]] = []
    for dimension in codebook.dimensions:
        labels = c.labels(dimension)
        for code in dimension.codes:
            own = [e.text for e in codebook.examples if code.code in e.codes[dimension.id]]
            rows.append(
                (
                    dimension.name,
                    labels[code.code],
                    labels[code.parent] if code.parent else "",
                    readable(code.definition, codebook),
                    _bullets(readable(line, codebook) for line in code.include),
                    _bullets(readable(line, codebook) for line in code.exclude),
                    _bullets(_some(own)),
                    code.code,
                )
            )
    return rows


def readable(text: str, codebook: Codebook) -> str:
    """Return ``text`` with the codes in it replaced by the names that people know them by.

    Only codes that cannot be ordinary words: those with an underscore.
    """
    known = {code: label for d in codebook.dimensions for code, label in c.labels(d).items() if "_" in code}
    return re.sub(r"\w+", lambda found: known.get(found.group(), found.group()), text)


def _some(examples: Sequence[str]) -> list[str]:
    """Return a few examples, spread over all of them."""
    step = max(1, len(examples) // _EXAMPLES)
    return list(examples[::step][:_EXAMPLES])


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"• {line}" for line in lines)


def _and(names: Sequence[str]) -> str:
    return " en ".join(filter(None, (", ".join(names[:-1]), names[-1])))
