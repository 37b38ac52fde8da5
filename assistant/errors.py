"""Errors of asking, shown to a person in Japanese."""

from corpus.errors import GuideError


class AskError(GuideError):
    """The question cannot be asked as it is (empty, too long); the message says how to mend it."""


class SettingsError(GuideError):
    """A settings file or value is wrong; the message names the file, the key and the value."""


class StoreFault(GuideError):
    """What people asked and thought cannot be kept or looked up; answering goes on without it."""
