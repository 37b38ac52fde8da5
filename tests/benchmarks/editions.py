"""How well two editions are compared: `python -m tests.benchmarks.editions [REVISIONS]`.

The guideline as received is compared with revisions of it made by a seeded generator, each read from
its text like any file. A change counts as found only if its kind, both sections and both texts are right.
"""

import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from assistant.revision import change_record
from corpus.editions import Change, ChangeKind, compare
from corpus.reading import read_bytes
from corpus.similarity import plain
from corpus.types import Document, PassageKind
from tests.benchmarks.revision_draft import Truth
from tests.benchmarks.revisions import revise

GUIDELINE = Path(__file__).parents[2] / "corpus" / "documents" / "kyodo-guideline-h23.txt"
REVISIONS = 200


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one kind of change: how many were made, reported, and both."""

    made: int
    reported: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.reported if self.reported else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.made if self.made else 1.0


def measure(seeds: range) -> tuple[dict[ChangeKind, Figures], int]:
    """Return the figures of each kind, and how many revisions were read otherwise than written."""
    old = received()
    made: Counter[str] = Counter()
    reported: Counter[str] = Counter()
    right: Counter[str] = Counter()
    misread = 0
    for seed in seeds:
        revision = revise(old, seed)
        new = read_bytes(revision.text.encode(), GUIDELINE.name)
        truth = Counter(revision.truth)
        found = Counter(as_truth(change) for change in compare(old, new).changes)
        misread += written(new) != revision.written
        for counts, each in ((made, truth), (reported, found), (right, truth & found)):
            for change, count in each.items():
                counts[change[0]] += count
    return {kind: Figures(made[kind], reported[kind], right[kind]) for kind in ChangeKind}, misread


def received() -> Document:
    """Return the guideline as received."""
    return read_bytes(GUIDELINE.read_bytes(), GUIDELINE.name)


def as_truth(change: Change) -> Truth:
    """Return a reported change in the terms of the truth."""
    record = change_record(change)
    old, new = record["old"] or {"section": "", "text": ""}, record["new"] or {"section": "", "text": ""}
    return (record["kind"], old["section"], plain(old["text"]), new["section"], plain(new["text"]))


def written(document: Document) -> tuple[tuple[str, str], ...]:
    """Return the passages as they were read: section number and compared text."""
    return tuple(
        (passage.section.number if passage.section else "", plain(passage.text))
        for passage in document.passages
        if passage.kind is not PassageKind.OUTLINE
    )


def main(revisions: int = REVISIONS) -> None:
    """Print precision and recall of each kind of change."""
    figures, misread = measure(range(revisions))
    lines = [f"{revisions} revisions, {misread} of them read otherwise than written", ""]
    lines.append(f"{'kind':20}{'made':>8}{'reported':>10}{'precision':>11}{'recall':>8}")
    for kind, each in figures.items():
        lines.append(f"{kind:20}{each.made:8}{each.reported:10}{each.precision:11.3f}{each.recall:8.3f}")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
