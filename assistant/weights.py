"""The fitted weights of ranking and confidence, read from `weights.json` beside this file.

`python -m assistant.evaluation.fit` writes them: they belong to one embedding model and one way of
reading features, so whoever changes either runs it again.
"""

import json
from collections.abc import Mapping
from pathlib import Path

PATH = Path(__file__).with_name("weights.json")
WEIGHTS: dict[str, dict[str, float]] = json.loads(PATH.read_text(encoding="utf-8"))
# Ranking's parts have two sets: for a model that reads whole texts, and, under this prefix, for words alone.
OF_WORDS_ALONE = "words alone: "
OF_RANKING = ("ranking", "emphasis", "matching")


def ranking_weights(reads_texts: bool) -> Mapping[str, Mapping[str, float]]:
    """Return the weights of ranking for a model that reads whole texts, or for one that knows words alone."""
    prefix = "" if reads_texts else OF_WORDS_ALONE
    return {part: WEIGHTS[prefix + part] for part in OF_RANKING}
