"""Text → the feature strings that the default model has vectors for.

Pure over `index.tokens`: the model's folder names the scheme in `features.json`, so a model trained
on other features than these is refused instead of being read wrongly.
"""

from index import tokens

SCHEME = "fugashi-terms"


def features(text: str) -> list[str]:
    """Return the features of a text, in order, repeats kept; none contains white space."""
    return tokens.terms(text)
