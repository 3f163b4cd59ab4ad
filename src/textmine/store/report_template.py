"""``sjabloon/``: the Word file with the organisation's own styles, if it has one."""

from pathlib import Path

from textmine.errors import TemplateError
from textmine.report.document.template import Template


def read(path: Path) -> Template:
    """Read the only Word file in the folder; without one, textmine's own template is used.

    Raises
    ------
    TemplateError
        When there is more than one, or another file than a Word document.
    """
    if not path.is_dir():
        return Template()
    files = sorted(file for file in path.iterdir() if not file.name.startswith((".", "~$")))
    if not files:
        return Template()
    if len(files) > 1 or files[0].suffix.lower() != ".docx":
        names = ", ".join(file.name for file in files)
        raise TemplateError(
            f"{path}: hierin hoort één Word-document (.docx), maar er staat: {names}; haal de rest weg"
        )
    return Template(str(files[0]), files[0].read_bytes())
