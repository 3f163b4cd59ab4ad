"""Every error a caller can act on: what, where, and the way out.

Messages meet the analyst, so they are Dutch; class names are for code.
"""


class TextmineError(Exception):
    """Base class: the command line prints these as one message, without a traceback."""


class ConfigError(TextmineError):
    """``corpus.yaml``, ``codebook.yaml`` or ``params.yaml`` holds something that is not valid."""


class MisplacedError(ValueError):
    """A check of a whole file refuses a part of it; ``where`` leads to that part by keys and positions."""

    def __init__(self, message: str, *where: str | int) -> None:
        super().__init__(message)
        self.where = where


class CodebookError(TextmineError):
    """A code, or a reference to one, does not exist in this version of the codebook."""


class SourceError(TextmineError):
    """A source file cannot be read.

    Parameters
    ----------
    reason
        The reason code that the list of rejected files shows (see ``textmine.tables.REASONS``).
    """

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class EncoderError(TextmineError):
    """An embedding model cannot be used as asked."""


class TableError(TextmineError):
    """A table on disk is missing, damaged, or not of the schema this version expects."""


class ConservationError(TextmineError):
    """A step cannot account for everything that went in. Always a defect of textmine itself."""


class WorkbookError(TextmineError):
    """A returned workbook cannot be read as a review workbook."""


class QueueError(TextmineError):
    """A review queue cannot be made as asked, or not of these texts."""


class StorageError(TextmineError):
    """The disk is full, or a folder may not be written."""


class TemplateError(TextmineError):
    """The template of the Word report cannot be used."""


class ResourceError(TextmineError):
    """The machine has too little memory for this work."""


class ClaimError(TextmineError):
    """A sentence of ours claims more than figures can bear. Always a defect of textmine itself."""
