"""The kinds of document files, by their endings, and the reader of each; loaded only when one is read."""

from importlib import import_module
from pathlib import Path

from corpus.errors import DocumentError
from corpus.readers.content import Content, plain_content
from corpus.readers.text import decode

# Ending → module and function.
_READERS = {
    ".docx": ("corpus.readers.docx", "read_docx"),
    ".md": ("corpus.readers.markdown", "read_markdown"),
    ".markdown": ("corpus.readers.markdown", "read_markdown"),
    ".html": ("corpus.readers.html", "read_html"),
    ".htm": ("corpus.readers.html", "read_html"),
    ".xhtml": ("corpus.readers.html", "read_html"),
    ".pdf": ("corpus.readers.pdf", "read_pdf"),
}
_TEXT = (".txt",)
FAQ = (".jsonl", ".csv", ".tsv")
SHEETS = (".xlsx", ".xlsm")
KINDS = (*_TEXT, *_READERS, *FAQ, *SHEETS)
# Documents in all but their form; what to do about each.
_ELSEWHERE = {
    ".doc": "Word で開いて .docx で保存し直してください。",
    ".docm": "Word で開いて .docx で保存し直してください。",
    ".rtf": "Word で開いて .docx で保存し直してください。",
    ".odt": "LibreOffice で開いて .docx か PDF で保存し直してください。",
    ".jtd": "一太郎で開いて PDF か Word（.docx）で保存し直してください。",
    ".jtt": "一太郎で開いて PDF か Word（.docx）で保存し直してください。",
    ".ppt": "PowerPoint で開いて PDF で保存し直してください。",
    ".pptx": "PowerPoint で開いて PDF で保存し直してください。",
    ".xls": "Excel で開いて .xlsx か .csv で保存し直してください。",
    ".ods": "LibreOffice で開いて .xlsx か .csv で保存し直してください。",
    ".xdw": "DocuWorks で開いて、文字を含む PDF に変換してください。",
}


def is_document(path: Path) -> bool:
    """Whether a file is a document by its ending: one that is read, or one to be saved as another kind."""
    return path.suffix.lower() in KINDS or path.suffix.lower() in _ELSEWHERE


def read_content(data: bytes, name: str) -> Content:
    """Decode a document; `name` tells its kind by its ending and stands in messages. Raises DocumentError."""
    suffix = Path(name).suffix.lower()
    if suffix in _READERS:
        module, function = _READERS[suffix]
        content: Content = getattr(import_module(module), function)(data, name)
        return content
    if suffix in _TEXT:
        return plain_content(decode(data, name))
    raise unknown_kind(name)


def unknown_kind(name: str) -> DocumentError:
    """Return the error for a file that cannot be read, with what to do instead."""
    suffix = Path(name).suffix.lower()
    instead = _ELSEWHERE.get(suffix, f"{'・'.join(KINDS)} にしてください。")
    return DocumentError(f"「{name}」の形式（{suffix or '拡張子なし'}）には対応していません。{instead}")
