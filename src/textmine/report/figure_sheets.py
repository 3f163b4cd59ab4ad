"""The sheets with figures: codes, crosses, topics, and texts that occur more than once."""

from textmine.analysis.numbers import whole
from textmine.report import abbreviations, compare_sheets, dossiers, minutes
from textmine.report.cells import Column, Sheet, Value, sheet_name
from textmine.report.coded import in_order
from textmine.report.dutch import share
from textmine.report.estimate_sheets import SHARES
from textmine.report.generic_points import SHEET
from textmine.report.given import Given
from textmine.report.point_names import FIGURE
from textmine.report.points import repeated_texts
from textmine.report.quotes import Quotes
from textmine.report.register_sheets import FIGURES
from textmine.report.rows import Row, records, values
from textmine.tables import CodeCounts, Crosses, Topics, TopicSpread

SHEETS = {
    "code_counts": "Codes",
    "topic_spread": "Tekstonderwerpen",
    "estimates": SHARES,
    FIGURE: SHEET,
    **FIGURES,
    **compare_sheets.SHEETS,
    minutes.FIGURE: minutes.SHEET,
    abbreviations.FIGURE: abbreviations.SHEET,
}
"""The sheet that holds each kind of figure; every cross has a sheet of its own."""


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
    gatherings = given.words.gathering.of(given.totals["sessions"] or 0)
    return (
        f"Er tellen {whole(given.counted)} uitspraken mee, uit {gatherings}. "
        "Een lege cel bij 'Namens' betekent: onbekend. Zoek de sleutel op in het blad Bewijs: daar staan de "
        "uitspraken achter het getal."
    )


def codes(given: Given) -> Sheet:
    """Return the sheet with every code of every dimension."""
    found = {(r[CodeCounts.dimension], r[CodeCounts.code]): r for r in records(given.code_counts)}
    rows: list[list[Value]] = []
    for dimension in given.codebook.dimensions:
        for code in in_order(dimension):
            row = found[dimension.id, code.code]
            main = dimension.by_code[code.parent].name if code.parent else None
            part = row[CodeCounts.statements] / given.counted if given.counted else None
            rows.append([dimension.name, code.name, main, *_counts(row), part, f"{dimension.id}|{code.code}"])
    return Sheet(
        SHEETS["code_counts"],
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
            Column("Sleutel in blad Bewijs", 50),
        ),
        rows,
    )


def _cross_name(given: Given, first: str, second: str) -> str:
    return f"{given.codebook.by_id[first].name} x {given.codebook.by_id[second].name.lower()}"


def sheet_of(given: Given, figure: str, key: str) -> str:
    """Return the name of the sheet that holds a figure; see ``tables.Evidence``."""
    if figure == "crosses":
        first, _, second, _ = key.split("|")
        return sheet_name(_cross_name(given, first, second))
    if figure == dossiers.FIGURE:
        return dossiers.sheet_of(key)
    return SHEETS[figure]


def crosses(given: Given) -> list[Sheet]:
    """Return one sheet per cross, one row per cell."""
    sheets = []
    rows = records(given.crosses)
    for first, second in given.codebook.crosses:
        mine = [r for r in rows if (r[Crosses.row_dimension], r[Crosses.column_dimension]) == (first, second)]
        names = given.codebook.by_id[first].name, given.codebook.by_id[second].name
        sheets.append(
            Sheet(
                _cross_name(given, first, second),
                (
                    f"{names[0]} en {names[1].lower()} tegen elkaar uitgezet: een rij per vakje.",
                    _denominator(given),
                ),
                (
                    Column(names[0], 40),
                    Column(names[1], 24),
                    *_count_columns(given),
                    Column("Sleutel in blad Bewijs", 70),
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


def topics(given: Given) -> Sheet:
    """Return the sheet with all topics, with the statements that stand for them."""
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
        SHEETS["topic_spread"],
        (
            "Tekstonderwerpen volgen uit de teksten zelf: brede (niveau 1) en fijne daarbinnen (niveau 2).",
            (
                f"{whole(given.unassigned)} van de {whole(given.counted)} uitspraken "
                f"({share(given.unassigned, given.counted)}) passen bij geen tekstonderwerp."
            ),
        ),
        (
            Column("Niveau", 8, "whole"),
            Column("Breed tekstonderwerp", 30),
            Column("Tekstonderwerp", 30),
            Column("Kenmerkende woorden", 50),
            Column("Uitspraken", 11, "whole"),
            Column("Verschillende teksten", 13, "whole"),
            Column(given.words.gathering.many.capitalize(), 12, "whole"),
            Column("Regio's", 9, "whole"),
            Column("Bestuurslagen", 13, "whole"),
            Column("Kenmerkende uitspraken (id)", 44),
            Column("Sleutel in blad Bewijs", 24),
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


def repeated(given: Given, quotes: Quotes) -> Sheet:
    """Return the sheet with all texts that count more than once."""
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
