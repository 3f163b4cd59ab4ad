"""What cannot be compared because nobody said where it belongs, for people to put right."""

import pandas as pd

from textmine.analysis.numbers import whole
from textmine.steps.compare.material import Material
from textmine.tables import Documents, OpenWork, frame

AREA = "regio's en bestuurslagen"

NOT_LISTED = (
    "{one} '{name}' staat niet in corpus.yaml; zet die bij {key}, of verbeter de bron, en voer textmine run "
    "opnieuw uit"
)
NO_SESSION = (
    "dit verslag hoort bij geen sessie; noem het bij een sessie in corpus.yaml (files), of haal het uit de "
    "map raw"
)
NOT_PLACED = (
    "sessie '{name}' heeft geen {one}; vul die in bij de sessie in corpus.yaml. Tot dan staat wat daar is "
    "gezegd bij 'onbekend', en telt het niet mee in de vergelijking van {many}"
)

_KINDS = {"region": ("regio", "regio's", "regions"), "tier": ("bestuurslaag", "bestuurslagen", "tiers")}


def unplaced(documents: pd.DataFrame, material: Material) -> pd.DataFrame:
    """List what has no region or tier, places that the corpus does not know, and texts of no session."""
    rows: list[tuple[str, str, bool]] = []
    for place, (one, many, key) in _KINDS.items():
        listed = {each.id for each in getattr(material.corpus, key)}
        if listed:
            rows += _sessions_without(material, place, one, many)
            rows += _elsewhere_without(documents, material, place, one)
        column = documents[getattr(Documents, place)]
        unknown = sorted(set(column.dropna()) - listed)
        rows += [(name, NOT_LISTED.format(one=one, name=name, key=key), True) for name in unknown]
    if material.corpus.sessions and material.corpus.kind == "minutes":
        paths = sorted(set(documents.loc[documents[Documents.session].isna(), Documents.path]))
        rows += [(path, NO_SESSION, True) for path in paths]
    names = (OpenWork.key, OpenWork.message, OpenWork.blocks)
    table = {name: [row[place] for row in rows] for place, name in enumerate(names)}
    return frame(OpenWork, {OpenWork.area: [AREA] * len(rows), **table})


def _sessions_without(material: Material, place: str, one: str, many: str) -> list[tuple[str, str, bool]]:
    return [
        (session.id, NOT_PLACED.format(name=session.name, one=one, many=many), True)
        for session in material.corpus.sessions
        if getattr(session, place) is None
    ]


def _elsewhere_without(
    documents: pd.DataFrame, material: Material, place: str, one: str
) -> list[tuple[str, str, bool]]:
    """Count what came in outside the sessions without region or tier: common, so that it blocks nothing."""
    mine = documents[documents[Documents.session].isna() & documents[getattr(Documents, place)].isna()]
    number = mine[Documents.submission].nunique()
    if not number or material.corpus.kind == "minutes":
        return []
    what = "1 inzending heeft" if number == 1 else f"{whole(number)} inzendingen hebben"
    message = (
        f"{what} geen {one}; die tellen overal mee, behalve waar {_KINDS[place][1]} worden vergeleken. "
        "Weet u meer, noem dan in corpus.yaml de kolom of de bestanden"
    )
    return [(f"zonder {one}", message, False)]
