"""Errors shown to a person, in Japanese, without a traceback.

GuideError                    base: `message` says what happened and what to do
├── DocumentError             a document file cannot be read
├── index.errors.IndexFault   a generation is missing, damaged or does not fit
├── assistant.errors.AskError the question cannot be asked as it is
└── assistant.errors.StoreFault records cannot be kept or looked up
"""


class GuideError(Exception):
    """What happened and what to do, ready to be shown to a Japanese reader."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class DocumentError(GuideError):
    """A document file cannot be read; the message names the file and, where known, the line."""
