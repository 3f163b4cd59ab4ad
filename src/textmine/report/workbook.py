"""The workbook that goes with the page: every table whole, and the statements behind every figure."""

from textmine.report.cells import Column, Sheet, Value, sheet_name, write_book
from textmine.report.coded import in_order
from textmine.report.dutch import STATUS, share, whole
from textmine.report.given import Given
from textmine.report.method import versions
from textmine.report.opening import looked_at, reviewed, summary
from textmine.report.points import repeated_texts
from textmine.report.quotes import Quotes
from textmine.report.rows import Row, natural, records, values
from textmine.report.statement_rows import WITHHELD, statement_sheet
from textmine.tables import (
    REASONS,
    CodeCounts,
    Coverage,
    Crosses,
    Evidence,
    Funnel,
    Remarks,
    TierPoints,
    Topics,
    TopicSpread,
)


def build(given: Given, quotes: Quotes) -> bytes:
    """Return the workbook; the same tables give the same bytes."""
    sheets = [
        _funnel(given),
        _coverage(given),
        _codes(given),
        *_crosses(given),
        *_tiers(given),
        _topics(given),
        _repeated(given, quotes),
        statement_sheet(given),
        _evidence(given),
        _rejected(given),
        _warnings(given),
    ]
    return write_book(f"{given.corpus.name}: analyse", [_read_me(given, sheets), *sheets])


def _read_me(given: Given, sheets: list[Sheet]) -> Sheet:
    lines: list[tuple[str, str]] = [
        ("Verzameling", given.corpus.name),
        ("Omschrijving", given.corpus.description),
        ("Waarover", summary(given)),
        ("Let op", f"De codes zijn voorstellen van een model. Mensen hebben {reviewed(given)} beoordeeld."),
        (
            "Aantallen",
            (
                "Uitspraken, verschillende teksten, "
                f"{given.words.gathering.many} en namens wie zijn verschillende aantallen. "
                "Boven elke kolom staat welk aantal het is."
            ),
        ),
        (
            "Wat telt mee",
            (
                "Uitspraken uit vastgestelde verslagen die niet door een beoordelaar apart zijn gezet. Het blad "
                "Uitspraken heeft ook de andere, met de reden."
            ),
        ),
        (
            "Wat het niet zegt",
            (
                "De aantallen zeggen niets over hoeveel Nederlanders iets vinden; zij laten zien wat er in deze "
                f"{given.words.gathering.many} is gezegd."
            ),
        ),
        ("Persoonsgegevens", WITHHELD),
        (
            "Tekens",
            (
                "Teksten staan er letterlijk in, ook als ze met = of + beginnen. Een onzichtbaar stuurteken staat er "
                "als teken, bijvoorbeeld ␍."
            ),
        ),
        ("Bewijs", "Zoek de sleutel van een getal op in het blad Bewijs: daar staan de uitspraken erachter."),
        *versions(given),
        *((f"Blad {sheet_name(sheet.name)}", sheet.notes[0]) for sheet in sheets),
    ]
    return Sheet("Leesmij", (), (Column("Onderdeel", 34), Column("Uitleg", 110)), lines)


def _funnel(given: Given) -> Sheet:
    names = (Funnel.title, Funnel.unit, Funnel.received, Funnel.kept, Funnel.rejected, Funnel.reasons)
    return Sheet(
        "Trechter",
        ("Van bestand tot cijfer: binnen = door + apart, in elke rij.",),
        (
            Column("Stap", 44),
            Column("Eenheid", 16),
            Column("Binnen", 10, "whole"),
            Column("Door", 10, "whole"),
            Column("Apart", 10, "whole"),
            Column("Waarom apart", 60),
        ),
        [[row[name] for name in names] for row in records(given.funnel)],
    )


def _coverage(given: Given) -> Sheet:
    regions, tiers = given.place_names()
    minutes = given.corpus.kind == "minutes"
    rows = [
        [
            row[Coverage.name],
            regions.get(row[Coverage.region], row[Coverage.region]),
            tiers.get(row[Coverage.tier], row[Coverage.tier]),
            STATUS[row[Coverage.status]],
            *(
                row[n]
                for n in (Coverage.submissions, Coverage.documents, Coverage.statements, Coverage.texts)
            ),
        ]
        for row in records(given.coverage)
    ]
    what = "sessie" if minutes else "manier van binnenkomen, regio en bestuurslaag"
    return Sheet(
        "Dekking",
        (f"Wat er per {what} is ontvangen, en hoeveel uitspraken daarvan meetellen.",),
        (
            Column("Sessie" if minutes else "Hoe binnengekomen", 44),
            Column("Regio", 18),
            Column("Bestuurslaag", 28),
            Column("Status", 14),
            Column("Inzendingen" if not minutes else "Verslagen", 12, "whole"),
            Column("Gelezen teksten", 12, "whole"),
            Column("Uitspraken die meetellen", 14, "whole"),
            Column("Verschillende teksten", 14, "whole"),
        ),
        rows,
    )


def _count_columns(given: Given) -> tuple[Column, ...]:
    return (
        Column("Uitspraken", 12, "whole"),
        Column("Verschillende teksten", 13, "whole"),
        Column(given.words.gathering.many.capitalize(), 12, "whole"),
        Column("Namens (personen en organisaties)", 16, "whole"),
    )


def _counts(row: Row) -> list[Value]:
    names = (CodeCounts.statements, CodeCounts.texts, CodeCounts.sessions, CodeCounts.represented)
    return [row[name] for name in names]


def _denominator(given: Given) -> str:
    return (
        f"Noemer: {whole(given.counted)} uitspraken die meetellen, uit "
        f"{given.words.gathering.of(given.totals['sessions'] or 0)}. Een lege cel bij 'Namens' betekent: onbekend."
    )


def _codes(given: Given) -> Sheet:
    found = {(r[CodeCounts.dimension], r[CodeCounts.code]): r for r in records(given.code_counts)}
    rows: list[list[Value]] = []
    for dimension in given.codebook.dimensions:
        for code in in_order(dimension):
            row = found[dimension.id, code.code]
            main = dimension.by_code[code.parent].name if code.parent else None
            part = row[CodeCounts.statements] / given.counted if given.counted else None
            rows.append([dimension.name, code.name, main, *_counts(row), part, f"{dimension.id}|{code.code}"])
    return Sheet(
        "Codes",
        (
            "Hoe vaak elke code is gegeven. Een hoofdcode telt de uitspraken van zijn subcodes mee.",
            _denominator(given),
        ),
        (
            Column("Vraag", 16),
            Column("Code", 40),
            Column("Subcode van", 30),
            *_count_columns(given),
            Column("Aandeel van de uitspraken", 14, "share"),
            Column("Sleutel in Bewijs (code_counts)", 50),
        ),
        rows,
    )


def _crosses(given: Given) -> list[Sheet]:
    sheets = []
    rows = records(given.crosses)
    for first, second in given.codebook.crosses:
        mine = [r for r in rows if (r[Crosses.row_dimension], r[Crosses.column_dimension]) == (first, second)]
        names = given.codebook.by_id[first].name, given.codebook.by_id[second].name
        sheets.append(
            Sheet(
                f"{names[0]} x {names[1].lower()}",
                (
                    f"{names[0]} en {names[1].lower()} tegen elkaar uitgezet: een rij per vakje.",
                    _denominator(given),
                ),
                (
                    Column(names[0], 40),
                    Column(names[1], 24),
                    *_count_columns(given),
                    Column("Sleutel in Bewijs (crosses)", 70),
                ),
                [
                    [
                        given.code_name(first, r[Crosses.row_code]),
                        given.code_name(second, r[Crosses.column_code]),
                        *_counts(r),
                        "|".join((first, r[Crosses.row_code], second, r[Crosses.column_code])),
                    ]
                    for r in mine
                ],
            )
        )
    return sheets


def _tiers(given: Given) -> list[Sheet]:
    if given.codebook.tier_comparison is None or not given.corpus.tiers:
        return []
    dimension = given.codebook.by_id[given.codebook.tier_comparison]
    _, tiers = given.place_names()

    def line(row: Row) -> list[Value]:
        return [
            dimension.by_code[row[TierPoints.subject]].name,
            row[TierPoints.point_name],
            tiers[row[TierPoints.tier]],
            row[TierPoints.sessions],
            row[TierPoints.statements],
        ]

    def key(row: Row) -> str:
        return "|".join((row[TierPoints.subject], row[TierPoints.point], row[TierPoints.tier]))

    rows = records(given.tier_points)
    columns = (
        Column(dimension.name, 30),
        Column("Punt", 40),
        Column("Bestuurslaag", 30),
        Column("Sessies", 10, "whole"),
        Column("Uitspraken", 11, "whole"),
    )
    last = Column("Sleutel in Bewijs (tier_points)", 60)
    return [
        Sheet(
            "Bestuurslagen",
            (
                "Punten die voor een bestuurslaag meetellen: in genoeg verschillende sessies van die laag gemaakt.",
            ),
            (*columns, last),
            [[*line(row), key(row)] for row in rows if row[TierPoints.counts]],
        ),
        Sheet(
            "Afgevallen punten",
            ("Punten die voor een bestuurslaag niet meetellen, met de reden.",),
            (*columns, Column("Reden", 50), last),
            [[*line(row), row[TierPoints.reason], key(row)] for row in rows if not row[TierPoints.counts]],
        ),
    ]


def _topics(given: Given) -> Sheet:
    rows = records(given.topic_spread)
    names = {row[TopicSpread.topic]: row[TopicSpread.name] for row in rows}
    pairs = zip(values(given.topics, Topics.id), values(given.topics, Topics.representatives), strict=True)
    typical = {
        topic: "\n".join(name for name in of.split("|") if name not in given.unquotable)
        for topic, of in pairs
    }
    counts = (
        TopicSpread.statements,
        TopicSpread.texts,
        TopicSpread.sessions,
        TopicSpread.regions,
        TopicSpread.tiers,
    )
    return Sheet(
        "Onderwerpen",
        (
            "Onderwerpen die uit de teksten zelf komen: brede (niveau 1) en fijne daarbinnen (niveau 2).",
            (
                f"{whole(given.unassigned)} van de {whole(given.counted)} uitspraken "
                f"({share(given.unassigned, given.counted)}) passen bij geen onderwerp."
            ),
        ),
        (
            Column("Niveau", 8, "whole"),
            Column("Breed onderwerp", 30),
            Column("Onderwerp", 30),
            Column("Kenmerkende woorden", 50),
            Column("Uitspraken", 11, "whole"),
            Column("Verschillende teksten", 13, "whole"),
            Column(given.words.gathering.many.capitalize(), 12, "whole"),
            Column("Regio's", 9, "whole"),
            Column("Bestuurslagen", 13, "whole"),
            Column("Kenmerkende uitspraken (id)", 44),
            Column("Sleutel in Bewijs (topic_spread)", 24),
        ),
        [
            [
                row[TopicSpread.level],
                names.get(row[TopicSpread.parent]),
                row[TopicSpread.name],
                ", ".join(row[TopicSpread.words].split("|")),
                *(row[name] for name in counts),
                typical[row[TopicSpread.topic]],
                row[TopicSpread.topic],
            ]
            for row in rows
        ],
    )


def _repeated(given: Given, quotes: Quotes) -> Sheet:
    rows = []
    for row in records(repeated_texts(given)):
        quote = quotes.of_statement(row["statement_id"])
        rows.append([quote.text, *_counts(row), quote.id, quote.place])
    texts, *others = _count_columns(given)[0], *_count_columns(given)[2:]
    return Sheet(
        "Gelijke teksten",
        ("Uitspraken die letterlijk vaker voorkomen (hoofdletters, leestekens en spaties tellen niet mee).",),
        (
            Column("Tekst", 90),
            texts,
            Column("Verschillende teksten", 13, "whole"),
            *others,
            Column("Eerste uitspraak (id)", 40),
            Column("Plaats van de eerste", 50),
        ),
        rows,
    )


def _evidence(given: Given) -> Sheet:
    ordered = given.evidence.sort_values([Evidence.figure, Evidence.key, Evidence.statement_id])
    columns = (values(ordered, name) for name in (Evidence.figure, Evidence.key, Evidence.statement_id))
    return Sheet(
        "Bewijs",
        ("Welke uitspraken achter welk getal zitten: een rij per getal en uitspraak.",),
        (Column("Tabel", 16), Column("Sleutel", 70), Column("Uitspraak (id)", 44)),
        list(zip(*columns, strict=True)),
    )


def _rejected(given: Given) -> Sheet:
    looked_at_keys = {(r.path, r.place, r.message) for r in looked_at(given)}
    rows = [
        [
            *_remark(r),
            "ja"
            if (r[Remarks.path], r[Remarks.place] or "", r[Remarks.message]) in looked_at_keys
            else "nee",
        ]
        for r in given.remarks(given.ingest_rejected)
    ]
    rows.sort(key=lambda row: (row[-1] != "ja", natural(str(row[0]))))
    return Sheet(
        "Niet gelezen",
        ("Bestanden en delen van bestanden die niet zijn gelezen, met de reden en wat u eraan kunt doen.",),
        (*_REMARK, Column("Zelf bekijken", 10)),
        rows,
    )


_REMARK = (Column("Bestand", 40), Column("Plaats", 28), Column("Wat er is", 26), Column("Toelichting", 80))


def _remark(row: Row) -> list[Value]:
    return [row[Remarks.path], row[Remarks.place], REASONS[row[Remarks.reason]], row[Remarks.message]]


def _warnings(given: Given) -> Sheet:
    return Sheet(
        "Let op",
        ("Wat wel is gelezen, maar waar iets mee aan de hand is.",),
        _REMARK,
        [_remark(row) for row in given.remarks(given.ingest_warnings)],
    )
