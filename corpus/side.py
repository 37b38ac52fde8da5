"""One edition, prepared for comparing: its passages as they are compared, and the section of each."""

from dataclasses import dataclass, field

from corpus.sections import Body
from corpus.similarity import Profile, plain, profile
from corpus.types import Document, PassageKind, Section


@dataclass(slots=True)
class Side:
    """Rows of an edition's passages, without outlines, and the plain text, profile and section of each."""

    document: Document
    rows: list[int] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    profiles: dict[int, Profile] = field(default_factory=dict)
    section: dict[int, int | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        row_of: dict[Section | None, int | None] = {s: i for i, s in enumerate(self.document.sections)}
        row_of[None] = None
        for row, passage in enumerate(self.document.passages):
            if passage.kind is not PassageKind.OUTLINE:
                self.rows.append(row)
                self.texts[row] = plain(passage.text)
                self.profiles[row] = profile(self.texts[row])
                self.section[row] = row_of[passage.section]

    def body(self) -> Body:
        """Return what the sections are aligned by."""
        return Body(self.document.sections, self.section, {row: len(t) for row, t in self.texts.items()})

    def title(self, row: int) -> str:
        """Return the title that a passage stands under."""
        section = self.section[row]
        return "" if section is None else plain(self.document.sections[section].title)

    def key(self) -> tuple[object, ...]:
        """Return all that the comparison looks at."""
        sections = [(s.level, s.number, s.title) for s in self.document.sections]
        return ([self.texts[row] for row in self.rows], sections, [str(self.section[r]) for r in self.rows])
