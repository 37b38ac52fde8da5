"""Errors of the index, shown to a person in Japanese."""

from corpus.errors import GuideError


class IndexFault(GuideError):
    """A generation is missing, damaged, or was built from something else than what is there now."""


class ModelFault(GuideError):
    """The embedding model's folder is missing or cannot be loaded."""


class ThesaurusFault(GuideError):
    """The thesaurus file is wrong; the message names the file and the line."""
