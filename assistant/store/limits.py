"""What people write → the same, or an error that says how long it may be."""

from corpus.errors import GuideError

# As long as a question; nobody reads a longer remark.
MAX_LENGTH = 2000


def checked(text: str) -> str:
    """Return a text without white space around it. Raises GuideError if it is too long to keep."""
    stripped = text.strip()
    if len(stripped) > MAX_LENGTH:
        raise GuideError(
            f"書かれた文が長すぎます（{MAX_LENGTH:,}字まで）。短くして、もう一度お試しください。"
        )
    return stripped
