from collections import Counter

import pytest

from corpus.editions import ChangeKind
from tests.benchmarks import editions
from tests.benchmarks.editions import Figures
from tests.benchmarks.revisions import revise

# A bit below what is reached; a revision in two hundred leaves it open which of two passages moved.
FLOOR = 0.95
SEEDS = range(60)


@pytest.fixture(scope="module")
def measured() -> tuple[dict[ChangeKind, Figures], int]:
    return editions.measure(SEEDS)


@pytest.mark.parametrize("kind", ChangeKind)
def test_each_kind_of_change_is_found_and_nothing_else(
    measured: tuple[dict[ChangeKind, Figures], int], kind: ChangeKind
) -> None:
    figures = measured[0][kind]
    assert figures.made >= 5
    assert figures.precision >= FLOOR
    assert figures.recall >= FLOOR


def test_revisions_are_read_as_they_were_written(measured: tuple[dict[ChangeKind, Figures], int]) -> None:
    assert measured[1] == 0


def test_a_revision_is_the_same_for_the_same_seed() -> None:
    old = editions.received()
    assert revise(old, 3) == revise(old, 3)
    assert len({revise(old, seed).text for seed in range(5)}) == 5


def test_a_fault_shows_in_the_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    as_truth = editions.as_truth
    monkeypatch.setattr(editions, "as_truth", lambda change: ("added", *as_truth(change)[1:]))
    figures, _ = editions.measure(range(3))
    assert figures[ChangeKind.ADDED].precision < 1
    assert sum(each.right for kind, each in figures.items() if kind is not ChangeKind.ADDED) == 0


def test_one_run_prints_each_figure(capsys: pytest.CaptureFixture[str]) -> None:
    editions.main(2)
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2 revisions")
    assert Counter(line.split()[0] for line in lines[3:]) == Counter(kind.value for kind in ChangeKind)
