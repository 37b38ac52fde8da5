"""The process that reads one PDF for `pdf`: bytes on standard input → pickled content, or what to say."""

import pickle
import sys

from corpus.errors import DocumentError
from corpus.readers.pdf_print import read_print

# Address space in bytes: many times what a thousand pages need.
_MEMORY = 6_000_000_000


def main() -> None:
    """Read the file on standard input, called what the first argument says; write what came of it."""
    _limit()
    try:
        found: object = read_print(sys.stdin.buffer.read(), sys.argv[1])
    except DocumentError as error:
        found = error.message
    sys.stdout.buffer.write(pickle.dumps(found))


def _limit() -> None:
    """Bound the memory where the system can."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    main()
