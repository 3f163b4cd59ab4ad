"""The sheets with corrected shares of all groups and units, and with the review rounds behind them."""

from textmine.analysis.estimation_result import METHODS
from textmine.report.cells import Column, Sheet, Value
from textmine.report.estimated import evidence_key
from textmine.report.given import Given
from textmine.report.rows import Row, records
from textmine.tables import Estimates, RoundUse

SHARES = "Gecorrigeerde aandelen"
ROUNDS = "Steekproefrondes"

_ABOUT = (
    "Hoe vaak elke code voorkomt zoals mensen die zouden geven: de telling van het model, gecorrigeerd met "
    "de steekproef."
)
_LIMITS = (
    "Het werkelijke aandeel ligt waarschijnlijk tussen beide grenzen. Staat er geen aandeel maar wel een "
    "grens, dan is alleen te zeggen waar het tussen ligt. Een hoofdcode telt zijn subcodes mee."
)
_KEYS = (
    "Zoek de sleutel op in het blad Bewijs: daar staan de beoordeelde uitspraken met deze code. Onder de "
    "sleutel zonder code (Vraag||all|) staan alle beoordeelde uitspraken."
)
_NOTHING = "Er is nog geen steekproef beoordeeld; daarom zijn er nog geen gecorrigeerde aandelen."


def sheets(given: Given) -> list[Sheet]:
    """Return both sheets."""
    return [_shares(given), _rounds(given)]


def unit_names(given: Given) -> dict[str, str]:
    """Return what reports call the units of ``Estimates``."""
    minutes = given.corpus.kind == "minutes"
    return {
        "statements": "uitspraken",
        "documents": given.words.source.many if minutes else given.words.gathering.many,
        "organisations": "indieners",
        "sessions": given.words.gathering.many,
    }


def _shares(given: Given) -> Sheet:
    rows = records(given.estimates)
    units = unit_names(given)
    return Sheet(
        SHARES,
        (
            _ABOUT,
            _LIMITS,
            _KEYS,
            *(() if rows else (_NOTHING,)),
        ),
        (
            Column("Vraag", 16),
            Column("Code", 40),
            Column("Subcode van", 30),
            Column("Aandeel van de", 16),
            Column("Groep", 16),
            Column("Naam van de groep", 26),
            Column("Gecorrigeerd aandeel", 13, "share"),
            Column("Ondergrens", 12, "share"),
            Column("Bovengrens", 12, "share"),
            Column("Marge ruimer dan gevraagd", 13),
            Column("Beoordeeld in de steekproef", 13, "whole"),
            Column("Totaal", 10, "whole"),
            Column("Som van de kansen van het model", 14, "whole"),
            Column("Hoe geschat", 40),
            Column("Waarom geen aandeel", 70),
            Column("Sleutel in blad Bewijs", 50),
        ),
        [_share_row(given, units, row) for row in rows],
    )


def _share_row(given: Given, units: dict[str, str], row: Row) -> list[Value]:
    dimension = given.codebook.by_id[row[Estimates.dimension]]
    code = dimension.by_code[row[Estimates.code]]
    return [
        dimension.name,
        code.name,
        dimension.by_code[code.parent].name if code.parent else None,
        units[row[Estimates.unit]],
        *_group(given, row[Estimates.group_kind], row[Estimates.group]),
        row[Estimates.value],
        row[Estimates.low],
        row[Estimates.high],
        "ja" if row[Estimates.wide] else "nee",
        row[Estimates.sample],
        row[Estimates.population],
        row[Estimates.model],
        METHODS[row[Estimates.method]],
        row[Estimates.reason],
        evidence_key(row),
    ]


def _group(given: Given, kind: str, group: str | None) -> tuple[str, str | None]:
    """Return what a kind of group and a group are called."""
    if group is None:
        return "alles", None
    regions, tiers = given.place_names()
    named = {"region": ("regio", regions), "tier": ("bestuurslaag", tiers)}
    if kind in named:
        return named[kind][0], named[kind][1].get(group, group)
    return given.codebook.by_id[kind].name.lower(), given.code_name(kind, group)


def _rounds(given: Given) -> Sheet:
    rows = records(given.estimate_rounds)
    names = (
        RoundUse.texts,
        RoundUse.known,
        RoundUse.drawn,
        RoundUse.judged,
        RoundUse.gone,
        RoundUse.new,
        RoundUse.weight,
        RoundUse.message,
    )
    return Sheet(
        ROUNDS,
        (
            "Welke rondes er waren, hoeveel teksten zijn geloot en beoordeeld, en hoe zwaar de ronde telt.",
            "Teksten die zijn gekozen en niet geloot, tellen in een ronde niet mee.",
            *(() if rows else (_NOTHING,)),
        ),
        (
            Column("Ronde", 8, "whole"),
            Column("Vraag", 16),
            Column("Teksten bij het loten", 12, "whole"),
            Column("Toen al beoordeeld", 12, "whole"),
            Column("Geloot", 10, "whole"),
            Column("Daarvan beoordeeld", 12, "whole"),
            Column("Er niet meer", 10, "whole"),
            Column("Sindsdien bijgekomen", 12, "whole"),
            Column("Gewicht", 10, "share"),
            Column("Opmerking", 90),
        ),
        [
            [
                row[RoundUse.round],
                given.codebook.by_id[row[RoundUse.dimension]].name,
                *(row[name] for name in names),
            ]
            for row in rows
        ],
    )
