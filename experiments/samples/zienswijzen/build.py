"""Build the invented corpus ``voorbeeld-zienswijzen``: raw files and the answer sheets beside them.

Run from the repository root: ``python experiments/samples/zienswijzen/build.py``. Needs LibreOffice and qpdf.
Same stock, same bytes (on one version of LibreOffice). People's configuration (corpus.yaml) is left alone.
"""

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
from broken import broken_files
from campaign import block_letters, template_letters
from forms import DESK_FILE, EVENING_FILE, FORM_FILE, Kit, desk_export, evening_sheet, web_form
from letters import letters
from mails import mails
from people import Registry
from stock import Response, read_stock
from truth import Truth

SEED = 20260316
HERE = Path(__file__).parent
STOCK = HERE / "bron"
CORPUS = HERE.parents[2] / "corpora" / "voorbeeld-zienswijzen"


def _stock(*names: str) -> list[Response]:
    return [response for name in names for response in read_stock(STOCK / f"{name}.txt")]


def files(kit: Kit) -> dict[str, bytes]:
    """Make every raw file; the answer sheets in ``kit.truth`` fill up on the way."""
    made: dict[str, bytes] = {
        FORM_FILE: web_form(_stock("formulier-1", "formulier-2", "formulier-3"), kit),
        DESK_FILE: desk_export(_stock("loket"), kit),
        EVENING_FILE: evening_sheet(_stock("inloop"), kit),
    }
    made |= mails(_stock("mail"), kit)
    made |= letters(_stock("brieven-1", "brieven-2"), kit)
    (template,) = _stock("campagne-sjabloon")
    made |= template_letters(template, _stock("campagne-toevoegingen"), kit)
    made |= block_letters(_stock("campagne-bouwstenen"), kit)
    copied = min(path for path in made if path.startswith("brieven/") and path.endswith(".docx"))
    return made | broken_files((copied, made[copied]), kit)


def save(made: dict[str, bytes], folder: Path) -> None:
    """Replace the folder by these files."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, content in sorted(made.items()):
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)


def main() -> None:
    """Build the corpus and print the counts."""
    rng = np.random.default_rng(SEED)
    truth = Truth()
    kit = Kit(people=Registry.load(STOCK / "namen.yaml", rng), rng=rng, truth=truth)
    made = files(kit)
    save(made, CORPUS / "raw")
    truth.save(CORPUS)
    print(f"files: {len(made)}, bytes: {sum(map(len, made.values()))}")
    print("types:", dict(Counter(path.rsplit(".", 1)[1] for path in sorted(made))))
    for (theme, kind), count in sorted(
        Counter((row[3], row[4]) for row in truth.tables["waarheid.csv"]).items()
    ):
        print(f"{count:5d}  {theme} x {kind}")


if __name__ == "__main__":
    main()
