"""The sheets of the workbook in which people edit points: headings and explanations."""

SHEET, TEXTS, DECISIONS = "Punten", "Uitspraken", "Besluiten"
README, LISTS = "Leesmij", "Keuzelijsten"
CORPUS = "Corpus"
"""The line in *Leesmij* that says which corpus the workbook belongs to."""

NUMBER = "Nr"
THEME = "Thema"
KIND = "Soort"
QUOTE = "Uitspraak die het punt noemt"
SPREAD = "Sessies of inzendingen"
REGIONS = "Regio's"
STATEMENTS = "Uitspraken"
GENERIC = "Algemeen"
STATEMENT = "Uitspraak"
ID = "Uitspraak-ID"
WHERE = "Waar"
COPIES = "Aantal keer"

NAME = "Naam"
ORDER = "Volgorde"
MERGE = "Samenvoegen met"
EXCLUDE = "Weglaten, want"
EXCEPTION = "Toch algemeen, want"
SIGNED = "Ondertekend door"
FORWARD = "Doorgeleiden naar"
MOVE = "Naar punt"
DROP = "Laten vervallen"
REVIEWER = "Beoordelaar"
CODE = "Rijcode"

POINT = "Punt"
WHAT = "Waarover"
CHOSEN = "Besluit"
WHO = "Van"
WHEN = "Datum"
MATTER = "Wat er aan de hand is"

GIVEN = {
    SHEET: (NUMBER, THEME, KIND, QUOTE, SPREAD, REGIONS, STATEMENTS, GENERIC),
    TEXTS: (NUMBER, THEME, KIND, STATEMENT, WHERE, COPIES, ID),
    DECISIONS: (POINT, WHAT, CHOSEN, WHO, WHEN, MATTER),
}
"""Columns that people read, per sheet."""

FILLED = {
    SHEET: (NAME, ORDER, MERGE, EXCLUDE, EXCEPTION, SIGNED, FORWARD, REVIEWER),
    TEXTS: (MOVE, REVIEWER),
    DECISIONS: (DROP, REVIEWER),
}
"""Columns that people fill in, per sheet."""

NOTES = {
    NAME: "Een eigen naam voor dit punt. De letterlijke uitspraak blijft erbij staan. Leeg: geen eigen naam.",
    ORDER: "Een heel getal vanaf 1. Punten met een getal komen eerst, binnen hun thema en soort.",
    MERGE: "Het nummer van een ander punt, zoals P12. Dit punt gaat daarin op. Het moet hetzelfde thema en "
    "dezelfde soort hebben; een hoofdpunt (H) kan alleen met een hoofdpunt.",
    EXCLUDE: "De reden waarom dit punt niet in het rapport komt. De uitspraken blijven bewaard, en het punt "
    "staat met de reden in de lijst van weggelaten punten.",
    EXCEPTION: "De reden waarom dit punt bij de algemene punten hoort, al is het in te weinig sessies "
    "gemaakt. Vul ook in wie daarvoor tekent.",
    SIGNED: "Wie tekent voor de uitzondering.",
    FORWARD: "Het andere programma waar dit punt ook hoort. Meer dan één: zet er een puntkomma tussen. Het "
    "punt blijft ook hier staan.",
    MOVE: "Het nummer van het punt waar deze tekst hoort, zoals P12, of een naam voor een nieuw punt. "
    "Teksten met dezelfde nieuwe naam komen samen in één nieuw punt.",
    DROP: "Kies ja als dit besluit niet meer moet gelden.",
    REVIEWER: "Wie dit heeft ingevuld.",
}
"""What stands with a heading."""

WIDTHS = {
    NUMBER: 7, THEME: 22, KIND: 13, QUOTE: 56, SPREAD: 12, REGIONS: 9, STATEMENTS: 12, GENERIC: 10,
    STATEMENT: 70, ID: 16, WHERE: 26, COPIES: 9, NAME: 32, ORDER: 10,
    MERGE: 18, EXCLUDE: 26, EXCEPTION: 26, SIGNED: 15,
    FORWARD: 22, MOVE: 28, DROP: 12, REVIEWER: 14, POINT: 32, WHAT: 18, CHOSEN: 36, WHO: 14, WHEN: 12,
    MATTER: 60,
}  # fmt: skip
"""Widths in characters, as spreadsheets count them."""

NOT_SHOWN = "(niet getoond: een beoordelaar zette dezelfde tekst apart)"

INTRODUCTION = (
    (
        "De computer bundelde uitspraken die hetzelfde zeggen tot punten. In dit werkboek verbetert u die "
        "punten. Vul alleen de gele kolommen in. Een rij waarin u niets verandert, is geen besluit."
    ),
    (
        f"Blad {SHEET}: hoofdpunten (H) en de punten daarbinnen (P). Geef een punt een eigen naam of een "
        "volgorde, voeg het samen met een ander punt, laat het weg met een reden, houd het met een "
        "ondertekende reden bij de algemene punten, of leid het door naar een ander programma."
    ),
    f"Blad {TEXTS}: alle teksten per punt. Hoort een tekst ergens anders, vul dan bij '{MOVE}' in waar.",
    (
        f"Blad {DECISIONS}: wat mensen eerder besloten, met wat er aan de hand is. Hier laat u een besluit "
        "vervallen, ook samenvoegen of verplaatsen."
    ),
    (
        "Geen enkele uitspraak gaat verloren. Een besluit hoort bij de teksten die u hier ziet, en blijft "
        "gelden als er later teksten bij komen. Besluiten twee mensen verschillend, dan geldt geen van "
        "beide tot dat is opgelost."
    ),
)
"""What *Leesmij* says."""
