"""The documents of generations that answered before, as the source pane shows them."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path

from assistant.approvals import Places
from assistant.store.types import PassageRef
from assistant.ui import wording
from assistant.ui.anchors import name_places
from assistant.ui.clock import built
from assistant.ui.source import Sources
from index.errors import IndexFault
from index.shelf import names
from index.storage import load_stored

# Few read old editions, and few at a time.
_REMEMBERED = 3


@dataclass(slots=True)
class Earlier:
    """Opens old generations as they are wanted. Safe to use from several threads."""

    data_dir: Path
    _known: OrderedDict[str, Sources] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def sources(self, generation: str) -> Sources | None:
        """Return the panes of a generation; None if it is not kept, or cannot be read."""
        with self._lock:
            if generation not in self._known:
                opened = self._opened(generation)
                if opened is None:
                    return None
                self._known[generation] = opened
                while len(self._known) > _REMEMBERED:
                    self._known.popitem(last=False)
            self._known.move_to_end(generation)
            return self._known[generation]

    def anchor(self, generation: str, ref: PassageRef) -> str:
        """Return the name of a passage within a generation; "" if it is not there."""
        sources = self.sources(generation)
        if sources is None:
            return ""
        passages = (passage for document in sources.documents for passage in document.passages)
        found = Places(passages).find(ref)
        return sources.anchors.passages[found.id] if found else ""

    def _opened(self, generation: str) -> Sources | None:
        # The name comes from a link: only what is there may become a path.
        if generation not in names(self.data_dir):
            return None
        try:
            documents = load_stored(self.data_dir, generation)
        except IndexFault:
            return None
        said = wording.EARLIER.format(built=built(generation))
        return Sources(documents, name_places(documents), generation, said)
