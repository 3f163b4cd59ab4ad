"""The Dutch texts of the review workbook, apart from the headings in ``columns``."""

import re
from collections.abc import Iterable, Sequence

from textmine.codebook import Codebook, Dimension
from textmine.review import columns as c

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
    "split": f"Hier staan meer punten. Zet bij '{c.SPLIT_BEFORE}' de eerste woorden van het volgende punt.",
    "not_substantive": "Dit is geen inhoudelijke uitspraak, bijvoorbeeld een opening of een agendapunt.",
    "personal": "In de tekst staan gegevens waaraan iemand te herkennen is. De uitspraak wordt apart gezet.",
    "doubt": "U komt er niet uit. Schrijf bij Toelichting waarom; een ander kijkt er later nog eens naar.",
}

_INTRODUCTION = """
Op het blad {SHEET} staat op elke rij één uitspraak. Het model doet een voorstel voor de codes. U beslist of
dat voorstel klopt. Uw oordeel gaat altijd voor.
"""

_STEPS = """
Lees de uitspraak in de kolom {TEXT}. De kolommen {BEFORE} en {AFTER} helpen u om die te begrijpen, maar
daar geeft u geen oordeel over.

Bekijk het voorstel. Wat elke code betekent, staat op het blad {CODEBOOK}.

Kies een oordeel in de kolom {VERDICT}. De kolommen die u invult, zijn geel en hebben '{FILL_IN}' in de kop.

Kiest u {CHANGE}? Vul dan alleen de codes in die anders moeten zijn. Wat u invult, komt in de plaats van
alle codes die daar waren voorgesteld. Wat u leeg laat, blijft zoals het was.
"""

_SEVERAL = """
Bij {several} passen twee codes. Zijn er meer nodig, zet ze dan samen in één cel met een puntkomma ertussen.
"""

_WHO = """
Vul uw naam in bij {REVIEWER}. Dat kan ook in één keer: vul de eerste rij in en kopieer naar beneden.
"""

_RETURN = """
Sla het bestand op onder een eigen naam, bijvoorbeeld met uw naam erin. Geef het terug aan de persoon van
wie u het kreeg. Die leest het in met 'textmine review import'.
"""

_GOOD_TO_KNOW = """
Een rij waar u niets invult, telt niet als oordeel. U hoeft dus niet alles te doen.

De uitspraken waar het model het minst zeker van is, staan bovenaan. De zekerheid is de gemiddelde kans die
het model geeft aan de codes in het voorstel.

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


def readme(corpus: str, codebook: Codebook, rows: int, reviewer: str) -> list[tuple[str, str]]:
    """Return the lines of *Leesmij*: (kind, text), kind being title, heading, fact or text.

    A fact is a name and a value with a tab between them.
    """
    facts = [
        (CORPUS, corpus),
        ("Codeboek", f"{codebook.title or codebook.name} (versie {codebook.version})"),
        ("Aantal rijen", str(rows)),
        *([(c.REVIEWER, reviewer)] if reviewer else []),
    ]
    return [
        ("title", "Uitspraken beoordelen"),
        *(("fact", f"{name}\t{value}") for name, value in facts),
        ("heading", "Wat vragen we van u?"),
        *(("text", line) for line in _paragraphs(_INTRODUCTION)),
        ("heading", "Zo werkt het"),
        *(("text", f"{number}. {line}") for number, line in enumerate(_steps(codebook, reviewer), 1)),
        ("heading", "De oordelen"),
        *(("fact", f"{c.VERDICTS[verdict]}\t{meaning}") for verdict, meaning in _MEANINGS.items()),
        ("heading", "Goed om te weten"),
        *(("text", f"• {line}") for line in _paragraphs(_GOOD_TO_KNOW)),
    ]


def _steps(codebook: Codebook, reviewer: str) -> list[str]:
    steps = _paragraphs(_STEPS)
    several = [d.name for d in codebook.dimensions if d.multiple]
    if several:
        steps[-1] += " " + _paragraphs(_SEVERAL, several=_and(several))[0]
    return [*steps, *([] if reviewer else _paragraphs(_WHO)), *_paragraphs(_RETURN)]


def _paragraphs(text: str, **more: str) -> list[str]:
    """Return the paragraphs of a text above, filled in, each on one line."""
    words = {
        **{name: getattr(c, name) for name in ("SHEET", "FILL_IN", "ID", "PLACE", "BEFORE", "TEXT", "AFTER")},
        **{name: getattr(c, name) for name in ("VERDICT", "NOTE", "REVIEWER")},
        "CODEBOOK": CODEBOOK,
        "PROGRESS": PROGRESS,
        "CHANGE": c.VERDICTS["change"],
        **more,
    }
    return [" ".join(part.split()).format(**words) for part in text.strip().split("\n\n")]


def heading_note(codebook: Codebook, dimension: Dimension) -> str:
    """Return the note on the headings of a dimension: its codes with their definitions."""
    labels = c.labels(dimension)
    lines = [f"{labels[code.code]}: {readable(code.definition, codebook)}" for code in dimension.codes]
    return "\n\n".join(lines)


def column_note(name: str) -> str | None:
    """Return the note on a heading that is no dimension, where it needs one."""
    return {
        c.VERDICT: "\n".join(f"{c.VERDICTS[verdict]}: {meaning}" for verdict, meaning in _MEANINGS.items()),
        c.CERTAINTY: "De gemiddelde kans die het model geeft aan de codes in het voorstel.",
        c.PROPOSAL: f"De codes die het model voorstelt. Wat ze betekenen, staat op het blad {CODEBOOK}.",
        c.REASONS: "Waarom het model deze codes voorstelt.",
        c.EARLIER: "Wie er eerder over twijfelde, waarom, en aan welke codes die persoon dacht.",
        c.SPLIT_BEFORE: f"Alleen bij {c.VERDICTS[c.SPLIT]}: kopieer uit de uitspraak de eerste woorden "
        "van het deel dat een nieuwe uitspraak begint. Zijn het meer delen, zet er dan || tussen.",
        c.REVIEWER: "Uw naam of initialen.",
    }.get(name)


def codebook_rows(codebook: Codebook) -> list[tuple[str, ...]]:
    """Return the rows of the sheet *Codeboek*, as ``CODEBOOK_HEADINGS`` says."""
    rows: list[tuple[str, ...]] = []
    for dimension in codebook.dimensions:
        labels = c.labels(dimension)
        for code in dimension.codes:
            own = [e.text for e in codebook.examples if code.code in e.codes[dimension.id]]
            parent = f" (hoort bij {labels[code.parent]})" if code.parent else ""
            rows.append(
                (
                    dimension.name,
                    labels[code.code] + parent,
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
