"""The documents that the next index is made of, as a maintainer changes them in the page.

They stand in `documents/` in the data folder, a copy of the shipped ones at first, which are never touched.
Every change leaves a folder that can be read: a new file is written beside the others, read for a trial,
and counts from the moment on when the list, documents.toml, is replaced by one rename.
"""

import hashlib
import json
import re
import shutil
import threading
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path, PurePath

from assistant.settings import OWN_DOCUMENTS, Settings
from corpus.errors import DocumentError, GuideError
from corpus.readers.formats import KINDS, is_document
from corpus.reading import CATALOGUE, read_bytes, read_catalogue, read_collection
from corpus.types import Document, DocumentInfo
from index.disk import sync_folder, write
from index.thesaurus import parse_thesaurus, read_thesaurus

THESAURUS = "thesaurus.txt"
MAX_BYTES = 64_000_000
_LONGEST_NAME = 80
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_UNFIT = re.compile(r'[<>:"/\\|?*]')


class Staging:
    """The folder of documents, and what a maintainer may do with it. Safe to use from several threads."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._own = settings.data_dir / OWN_DOCUMENTS
        self._lock = threading.Lock()

    @property
    def folder(self) -> Path:
        """Where the documents of the next index stand."""
        return self._own if self.is_own else self._settings.documents

    @property
    def is_own(self) -> bool:
        """Whether they are the maintainer's, no longer the shipped ones."""
        return self.can_change and (self._own / CATALOGUE).is_file()

    @property
    def can_change(self) -> bool:
        """Whether the page may change them: not if the settings name a folder that somebody keeps."""
        return self._settings.documents in (Settings().documents, self._own)

    @property
    def settings(self) -> Settings:
        """The settings by which the next index is built."""
        return replace(self._settings, documents=self.folder)

    def documents(self) -> tuple[Document, ...]:
        """Read the documents. Raises DocumentError."""
        return read_collection(self.folder)

    def infos(self) -> tuple[DocumentInfo, ...]:
        """Return what the list says of the documents; of a folder without one, what reading them tells."""
        catalogue = self.folder / CATALOGUE
        if catalogue.is_file():
            return read_catalogue(catalogue)
        return tuple(document.info for document in self.documents())

    def put(self, name: str, data: bytes, info: DocumentInfo, replaces: str = "") -> Document:
        """Take in a document, in place of the one with id `replaces` if there is one; return it as read.

        Of `info` the title, edition, date and issuer count. Raises DocumentError for a file that cannot
        be read, GuideError if the documents may not be changed; then everything stays.
        """
        name = fit_name(name)
        if not is_document(Path(name)):
            raise DocumentError(
                f"「{name}」の形式には対応していません。{'・'.join(KINDS)} のどれかにしてください。"
            )
        digest = hashlib.sha256(data).hexdigest()
        with self._lock:
            self._make_own()
            infos = list(self.infos())
            olds = [old for old in infos if old.id == replaces]
            kept = olds[0] if olds else DocumentInfo("", "", "", "", "", "", "")
            id_ = kept.id or _free(fit_name(PurePath(name).stem), {old.id for old in infos})
            file = self._free_file(name, digest)
            info = DocumentInfo(
                id_,
                _line(info.title) or kept.title,
                _line(info.edition),
                _line(info.date),
                _line(info.issuer) or kept.issuer,
                file,
                digest,
            )
            document = read_bytes(data, file, info, digest)
            write(self._own / file, data)
            at = infos.index(olds[0]) if olds else len(infos)
            # What the file says of itself stands in for what nobody typed.
            infos[at : at + 1] = [replace(info, title=document.info.title or id_)]
            self._list(infos)
        return document

    def remove(self, document_id: str) -> None:
        """Leave a document out of the next index. Raises GuideError for the last one."""
        with self._lock:
            self._make_own()
            infos = [info for info in self.infos() if info.id != document_id]
            if not infos:
                raise GuideError(
                    "文書が1件もなくなるため、外せません。新しい文書を入れてから外してください。"
                )
            self._list(infos)

    def thesaurus(self) -> str:
        """Return the list of words as it would go into the next index. Raises ThesaurusFault."""
        return read_thesaurus(self.folder).decode("utf-8-sig", "replace")

    def put_thesaurus(self, text: str) -> None:
        """Keep another list of words. Raises ThesaurusFault, with the line, for one that is wrong."""
        content = _lines(text).encode("utf-8", "replace")
        parse_thesaurus(content)
        with self._lock:
            self._make_own()
            written = self._own / f"{THESAURUS}.tmp"
            write(written, content)
            written.replace(self._own / THESAURUS)
            sync_folder(self._own)

    def reset(self) -> None:
        """Go back to the shipped documents and words."""
        with self._lock:
            if self.is_own:
                gone = self._own.with_name(f"{OWN_DOCUMENTS}.gone")
                shutil.rmtree(gone, ignore_errors=True)
                self._own.replace(gone)
                shutil.rmtree(gone, ignore_errors=True)

    def _make_own(self) -> None:
        if not self.can_change:
            raise GuideError(
                f"文書のフォルダーは設定 documents で「{self._settings.documents}」に決められています。"
                "そのフォルダーのファイルを入れ替えてください。"
            )
        if self.is_own:
            return
        unfinished = self._own.with_name(f"{OWN_DOCUMENTS}.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(self._settings.documents, unfinished)
        shutil.rmtree(self._own, ignore_errors=True)
        unfinished.replace(self._own)
        sync_folder(self._own.parent)

    def _list(self, infos: Sequence[DocumentInfo]) -> None:
        """Let these documents count; files that no longer do go."""
        entries = (
            "\n".join(["[[document]]", *(f"{key} = {_quoted(value)}" for key, value in asdict(info).items())])
            for info in infos
        )
        written = self._own / f"{CATALOGUE}.tmp"
        write(written, ("\n\n".join(entries) + "\n").encode())
        written.replace(self._own / CATALOGUE)
        sync_folder(self._own)
        listed = {info.file for info in infos}
        for path in self._own.iterdir():
            if path.is_file() and is_document(path) and path.name not in (*listed, THESAURUS):
                path.unlink()

    def _free_file(self, name: str, digest: str) -> str:
        """A name that no other file has; a file of the same content keeps its name."""
        path = self._own / name
        if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == digest:
            return name
        taken = {path.name for path in self._own.iterdir()}
        return _free(PurePath(name).stem, taken, PurePath(name).suffix.lower())


def fit_name(name: str) -> str:
    """Return the last part of a file's name, without what systems or lists cannot hold."""
    last = PurePath(name.replace("\\", "/")).name
    clean = _UNFIT.sub("_", _CONTROL.sub("", last)).strip(" .~$") or "document"
    stem, suffix = PurePath(clean).stem, PurePath(clean).suffix
    return f"{stem[:_LONGEST_NAME]}{suffix}"


def _free(stem: str, taken: set[str], suffix: str = "") -> str:
    names = (f"{stem}{number}{suffix}" for number in ("", *(f"-{n}" for n in range(2, len(taken) + 3))))
    return next(name for name in names if name not in taken)


def _line(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _lines(text: str) -> str:
    return "\n".join(_CONTROL.sub(" ", line).rstrip() for line in text.splitlines()) + "\n"


def _quoted(text: str) -> str:
    # A JSON string without control characters is a string of TOML, too.
    return json.dumps(_CONTROL.sub(" ", text), ensure_ascii=False)
