"""The fitted weights of ranking and confidence, read from `weights.json` beside this file.

`python -m assistant.evaluation.fit` writes them: they belong to one embedding model and one way of
reading features, so whoever changes either runs it again.
"""

import json
from pathlib import Path

PATH = Path(__file__).with_name("weights.json")
WEIGHTS: dict[str, dict[str, float]] = json.loads(PATH.read_text(encoding="utf-8"))
