"""What the corpus is known to hold: collected while its files are written, saved beside raw/."""

import csv
from dataclasses import dataclass, field
from pathlib import Path

from people import Person
from render import Rendered

Table = list[tuple[str, ...]]
HEADERS = {
    "waarheid.csv": ("file", "key", "text", "theme", "kind", "subject", "activity"),
    "campagne-waarheid.csv": ("file", "campaign", "variant", "own_text"),
    "bestanden-waarheid.csv": ("file", "expected", "reason", "responses"),
    "bijlagen-waarheid.csv": ("file", "attachment", "expected", "reason"),
    "rijen-waarheid.csv": ("file", "key", "problem"),
    "personen-waarheid.csv": ("file", "key", "kind", "text"),
}


@dataclass
class Truth:
    """The answer sheets, one list of rows for each."""

    tables: dict[str, Table] = field(default_factory=lambda: {name: [] for name in HEADERS})

    def points(self, file: str, key: str, rendered: Rendered) -> None:
        """Note the coded statements and the persons named in a text."""
        for point in rendered.points:
            code = point.code
            row = (file, key, point.text, code.theme, code.kind, code.subject, code.activity)
            self.tables["waarheid.csv"].append(row)
        for name in rendered.names:
            self.tables["personen-waarheid.csv"].append((file, key, "name", name))

    def person(self, file: str, key: str, person: Person, *fields: str) -> None:
        """Note which details of the sender stand in the file: name, street, postcode, email, phone."""
        for name in fields:
            self.tables["personen-waarheid.csv"].append((file, key, name, str(getattr(person, name))))

    def file(self, file: str, reason: str = "", responses: int = 1) -> None:
        """Note a file: kept when there is no reason to reject it."""
        kept = not reason
        row = (file, "kept" if kept else "rejected", reason, str(responses if kept else 0))
        self.tables["bestanden-waarheid.csv"].append(row)

    def attachment(self, file: str, name: str, reason: str = "") -> None:
        """Note an attachment of a mail: kept when there is no reason to reject it."""
        self.tables["bijlagen-waarheid.csv"].append((file, name, "rejected" if reason else "kept", reason))

    def campaign(self, file: str, campaign: str, variant: str, own_text: str = "") -> None:
        """Note a letter of a campaign."""
        self.tables["campagne-waarheid.csv"].append((file, campaign, variant, own_text))

    def row(self, file: str, key: str, problem: str) -> None:
        """Note a table row that was broken on purpose."""
        self.tables["rijen-waarheid.csv"].append((file, key, problem))

    def save(self, folder: Path) -> None:
        """Write every answer sheet as UTF-8 CSV, in the order in which the files were written."""
        for name, header in HEADERS.items():
            with (folder / name).open("w", encoding="utf-8", newline="") as handle:
                writer = csv.writer(handle, lineterminator="\n")
                writer.writerow(header)
                writer.writerows(self.tables[name])
