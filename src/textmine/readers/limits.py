"""How much a reader takes on before it refuses a file: against bombs, and against a run that never ends."""

from pydantic import Field

from textmine.settings import Settings

MEGABYTE = 1024 * 1024


class Limits(Settings):
    """Bounds on one file. A file beyond a bound is rejected as too large, with the setting's name."""

    max_megabytes: int = Field(default=1000, ge=1, description="grootste bestand, in MiB")
    max_expanded_megabytes: int = Field(
        default=2000,
        ge=1,
        description="grootste inhoud van een gezipt bestand (docx, odt, xlsx, ods), in MiB",
    )
    max_expansion: int = Field(
        default=300, ge=10, description="hoeveel keer groter de inhoud mag zijn dan het gezipte bestand"
    )
    max_pages: int = Field(default=3000, ge=1, description="meeste bladzijden van een PDF")
    max_cells: int = Field(
        default=30_000_000, ge=1, description="meeste cellen van een werkblad (rijen x kolommen)"
    )
    max_depth: int = Field(default=4, ge=1, description="hoe diep bijlagen in bijlagen worden gelezen")
    scan_characters_per_page: int = Field(
        default=20, ge=0, description="een PDF met beelden en minder tekens per bladzijde dan dit is een scan"
    )
