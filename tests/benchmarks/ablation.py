"""What each rule and each weight is worth: `python -m tests.benchmarks.ablation [DATA_DIR]`.

Every one is left out alone (see `switches`), and the difference to the whole is printed: below 0 in
`hit`, `complete` and `nDCG`, or above 0 in `refused` and `false_related`, means that it helps. Nothing is
fitted again, so the rest cannot make up for what is missing, and refusal also feels that scores get smaller.
The questions are those that the weights were fitted on: the guideline's of `dev.jsonl` and `dev2.jsonl`,
those about other documents (`tests/golden/far`), and everyday ones to a FAQ; with DATA_DIR some of JSQuAD's
valid questions, on which no weight was. All is saved in `results/`, by the commit that was measured.
"""

import json
import subprocess
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import numpy as np
import typer

from assistant.answer import Assistant, model_of
from assistant.evaluation.calibration import Array
from assistant.evaluation.comparison import significance
from assistant.evaluation.figures import judge, ndcg, scores
from assistant.evaluation.golden import GoldenQuestion, read_golden
from assistant.question import interpret
from assistant.settings import load_settings
from index.build import build
from index.embedding.corpora import EVERYDAY
from index.encoder import load_encoder
from index.types import Encoder
from tests.benchmarks import retrieval
from tests.benchmarks.retrieval import Collection
from tests.benchmarks.switches import SWITCHES

GOLDEN = Path(__file__).parents[1] / "golden"
RESULTS = Path(__file__).with_name("results")
MEASURES = ("hit1", "hit3", "complete", "refused", "false_related")
TOP = 10
PUBLIC = 300  # of each collection's questions
WIDTH = 25  # of a column

Values = Mapping[str, Array]  # a column's name → what each of its questions adds, 0…1
Asked = tuple[str, Assistant, Sequence[GoldenQuestion]]  # the collection, who answers, what is asked
Searched = tuple[Assistant, Collection]


def main(
    data_dir: Annotated[Path | None, typer.Argument()] = None,
    out: Annotated[Path, typer.Option()] = RESULTS,
) -> None:
    """Measure the whole, then without each part; print the table and save it."""
    commit = measured_commit()
    encoder = load_encoder(load_settings({}).model)
    asked, searched = golden(encoder), public(encoder, data_dir)
    whole = measured(asked, searched)
    typer.echo(f"{'without':45}" + "".join(f"{name:>{WIDTH}}" for name in whole))
    typer.echo(f"{'(the whole)':45}" + "".join(f"{values.mean():{WIDTH}.3f}" for values in whole.values()))
    rows = []
    for switch in SWITCHES:
        with switch.off():
            without = measured(asked, searched)
        differences = {name: difference(without[name], values) for name, values in whole.items()}
        rows.append({"group": switch.group, "without": switch.name, "differences": differences})
        typer.echo(f"{switch.group:17}{switch.name:28}" + "".join(map(shown, differences.values())))
    file = save(out, commit, whole, rows)
    typer.echo(f"saved in {file}; * p < .05 by a paired randomisation test, one of many")


def save(out: Path, commit: str, whole: Values, rows: Sequence[Mapping[str, object]]) -> Path:
    """Write one JSON object, an ablation a line; return the file."""
    record = {
        "method": "one part left out at a time, nothing fitted again; [difference to the whole, p]",
        "commit": commit,
        "questions": {name: len(values) for name, values in whole.items()},
        "whole": {name: round(float(values.mean()), 4) for name, values in whole.items()},
    }
    head = json.dumps(record, indent=1).removesuffix("\n}")
    lines = ",\n".join(f"  {json.dumps(row)}" for row in rows)
    out.mkdir(parents=True, exist_ok=True)
    file = out / f"ablation-{commit}.json"
    file.write_text(f'{head},\n "ablations": [\n{lines}\n ]\n}}\n', encoding="utf-8")
    return file


def golden(encoder: Encoder) -> list[Asked]:
    """The guideline with its dev questions, and other documents with theirs."""
    dev = [question for name in ("dev", "dev2") for question in read_golden(GOLDEN / f"{name}.jsonl")]
    far = sorted((GOLDEN / "far").glob("*.jsonl"))
    return [
        ("guideline", assistant_of(load_settings({}).documents, encoder), dev),
        *(("far", assistant_of(file.with_suffix(""), encoder), read_golden(file)) for file in far),
    ]


def public(encoder: Encoder, data_dir: Path | None) -> list[Searched]:
    """Collections that are only searched: the everyday FAQ, and some of JSQuAD if it is there."""
    collections = [retrieval.everyday(EVERYDAY)]
    if data_dir:
        records = retrieval.read_lines(data_dir / "jsquad_valid.jsonl.gz")
        collections.append(retrieval.paragraphs("JSQuAD", records))
    found = []
    for collection in collections:
        with TemporaryDirectory() as folder:
            retrieval.write(collection, Path(folder))
            found.append((assistant_of(Path(folder), encoder), collection))
    return found


def assistant_of(documents: Path, encoder: Encoder) -> Assistant:
    """Build an index of a folder in memory."""
    generation, _ = build(documents, encoder, model_of(load_settings({})), lambda *_: None)
    return Assistant(generation, encoder)


def measured(asked: Sequence[Asked], searched: Sequence[Searched]) -> Values:
    """Ask and search all there is, with whatever is switched off now."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for name, assistant, questions in asked:
        judged = [scores(each) for each in judge(assistant.ask, questions)]
        for measure in MEASURES:
            found[f"{name} {measure}"] += [values[measure] for values in judged if measure in values]
    for assistant, collection in searched:
        for question, row in collection.questions[:PUBLIC]:
            ranking = [evidence.passage_id for evidence in assistant.rank(interpret(question), TOP).evidence]
            rank = ranking.index(row) + 1 if row in ranking else 0
            found[f"{collection.name} nDCG@10"].append(ndcg([rank], TOP))
    return {name: np.array(values) for name, values in found.items()}


def difference(without: Array, whole: Array) -> tuple[float, float]:
    """Return the mean difference to the whole, and the p that it is none."""
    return round(float((without - whole).mean()), 4), round(significance(without, whole), 4)


def shown(figures: tuple[float, float]) -> str:
    """Return a difference as the table shows it; a star where it is hardly chance."""
    change, p = figures
    words = f"{change:+.3f}{'*' if p < 0.05 else ' '}" if abs(change) >= 0.0005 else "· "
    return f"{words:>{WIDTH}}"


def measured_commit() -> str:
    """Return the commit that is checked out, marked if files differ from it."""
    command = ["git", "describe", "--always", "--dirty", "--exclude", "*"]
    done = subprocess.run(command, cwd=GOLDEN, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


if __name__ == "__main__":
    typer.run(main)
