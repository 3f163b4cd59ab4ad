"""The hand-written text stock: its notation and its parser.

A stock file holds responses, one after the other::

    ## f001 | burger | prov=Groningen | namens=2        header: id | type | fields
    ?2                                                  section (form question, attachment, quoted mail)
    1. Wij horen te laat wat er speelt. {S kn pa}       marker, sentences of ONE point, its code
    --                                                  paragraph break (line break in a form cell)
    # Kennis                                            heading

A code is ``{themes kind subjects activities}``; the last two may be left out. A line without a code is
no point (greeting, introduction). ``[plaats]`` becomes the respondent's place, ``[[X]]`` marks a name.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

THEMES = {
    "S": "samen_sturen_op_de_ruimte",
    "K": "samen_zorgen_voor_kennis_en_inzicht",
    "R": "omgaan_met_regionale_kenmerken",
    "-": "buiten_thema",
}
KINDS = {
    "kn": "knelpunt",
    "be": "behoefte",
    "ve": "verwachting",
    "ov": "overig",
    "ka": "kans",
    "wa": "waardering",
}
SUBJECTS = {
    "ru": "ruimtelijke_afweging",
    "ve": "veiligheid",
    "go": "governance_en_rolverdeling",
    "pa": "participatie_en_communicatie",
    "ke": "kennis_en_kaarten",
    "sc": "schade",
    "dr": "drinkwater",
    "ge": "geothermie",
    "ll": "draagkracht_en_lusten_lasten",
    "-": "overig_onderwerp",
}
ACTIVITIES = {
    "g": "gaswinning",
    "z": "zoutwinning",
    "w": "waterstofopslag",
    "t": "geothermie",
    "-": "generiek",
}

MARKER = re.compile(r"(\d+\.|[a-d]\)|[-+=])\s*")
CODE = re.compile(r"\s*\{([SKR]+|-) ([a-z]{2})(?: ([a-z]{2}(?:,[a-z]{2})*|-))?(?: ([gzwt](?:,[gzwt])*))?\}$")
NAME = re.compile(r"\[\[(.+?)\]\]")


class StockError(Exception):
    """A line of the stock breaks the notation."""


@dataclass(frozen=True)
class Code:
    """The codes of one point; several codes of one dimension are joined by ``|``."""

    theme: str
    kind: str
    subject: str
    activity: str


@dataclass(frozen=True)
class Line:
    """One line of the stock: a point when it carries a code."""

    text: str
    marker: str = ""
    code: Code | None = None
    heading: bool = False


@dataclass
class Section:
    """Part of a response; ``name``: '' (body), a question number, 'quote', 'forward' or 'att <file>'."""

    name: str
    paragraphs: list[list[Line]] = field(default_factory=lambda: [[]])


@dataclass
class Response:
    """One hand-written response."""

    id: str
    sender: str
    fields: dict[str, str]
    sections: list[Section] = field(default_factory=list)

    def section(self, name: str) -> Section | None:
        """Give the section with this name, None when the response has none."""
        return next((section for section in self.sections if section.name == name), None)


def parse_code(text: str) -> Code:
    """Read ``{themes kind subjects activities}``; raises KeyError for an unknown letter."""
    match = CODE.search(text)
    if match is None:
        raise KeyError(text)
    themes, kind, subjects, activities = match.groups()
    return Code(
        theme="|".join(name for letter, name in THEMES.items() if letter in themes),
        kind=KINDS[kind],
        subject="|".join(SUBJECTS[part] for part in (subjects or "-").split(",")),
        activity="|".join(ACTIVITIES[part] for part in (activities or "-").split(",")),
    )


def parse_line(raw: str) -> Line:
    """Split one line in marker, text and code."""
    if raw.startswith("# "):
        return Line(text=raw[2:].strip(), heading=True)
    code = parse_code(raw) if raw.endswith("}") else None
    text = CODE.sub("", raw).strip()
    marker = MARKER.match(text)
    if marker is None:
        return Line(text=text, code=code)
    return Line(text=text[marker.end() :], marker=marker.group(0), code=code)


def parse_header(raw: str) -> Response:
    """Read ``## id | type | key=value | ...``."""
    identifier, sender, *pairs = [part.strip() for part in raw[2:].split("|")]
    return Response(id=identifier, sender=sender, fields=dict(pair.split("=", 1) for pair in pairs))


def _add(response: Response, raw: str) -> None:
    if raw.startswith("?"):
        response.sections.append(Section(name=raw[1:].strip()))
        return
    if not response.sections:
        response.sections.append(Section(name=""))
    paragraphs = response.sections[-1].paragraphs
    if raw == "--":
        paragraphs.append([])
    else:
        paragraphs[-1].append(parse_line(raw))


def read_stock(path: Path) -> list[Response]:
    """Read all responses of one stock file, in file order; raises StockError with file and line number."""
    responses: list[Response] = []
    for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        line = raw.strip()
        if not line:
            continue
        try:
            if line.startswith("## "):
                responses.append(parse_header(line))
            else:
                _add(responses[-1], line)
        except (KeyError, ValueError, IndexError) as error:
            raise StockError(f"{path.name}, line {number}: cannot read {line!r}") from error
    return responses
