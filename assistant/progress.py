"""How far a rebuild has come → bars on the terminal's standard error."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
)
from rich.text import Text

from index.types import Progress as Report


@contextmanager
def shown_progress() -> Iterator[Report]:
    """Show one bar a stage; a stage of unknown length only shows that it goes on."""
    bars = Progress(
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Time(),
        console=Console(stderr=True),
    )
    with bars:
        yield _report_to(bars)
        _finish(bars)


class _Time(ProgressColumn):
    """The time that is left, where that is known, else the time it has taken."""

    def render(self, task: Task) -> Text:
        """Return it as hours, minutes and seconds."""
        left = None if task.finished else task.time_remaining
        seconds = int((task.finished_time or task.elapsed or 0) if left is None else left)
        clock = f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        return Text(clock if left is None else f"残り {clock}", style="progress.remaining")


def _report_to(bars: Progress) -> Report:
    def report(stage: str, done: int, total: int) -> None:
        if not bars.tasks or bars.tasks[-1].description != stage:
            _finish(bars)
            bars.add_task(stage, total=None)
        bars.update(bars.tasks[-1].id, total=total or None, completed=done)

    return report


def _finish(bars: Progress) -> None:
    for task in bars.tasks:
        bars.update(task.id, total=task.total or 1, completed=task.total or 1)
