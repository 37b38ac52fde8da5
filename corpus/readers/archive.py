"""A .docx or .xlsx file's bytes → its parts as XML trees, none of which can flood the memory.

Both are ZIP archives of XML. What a real one never has is refused before anything is unpacked: too many
parts, parts that unpack to more than memory should hold, document type declarations (which is where XML
bombs live), and encryption.
"""

import zipfile
from io import BytesIO
from pathlib import PurePosixPath

from lxml import etree

from corpus.errors import DocumentError

_HEAD = 10_000
_MAX_ENTRIES = 5_000
# The text of a thousand pages is a few megabytes of XML.
_MAX_PART = 100_000_000
_MAX_TOTAL = 400_000_000
# Deflate makes at most about a thousandth of what is all the same; pictures don't count.
_MAX_RATIO = 400
_SMALL = 5_000_000
# The namespaces of the strict variant, which Word can be told to save.
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# An encrypted document is an OLE file with this stream; stream names are UTF-16.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Archive:
    """The parts of an Office document, read one by one. `name` stands in messages."""

    def __init__(self, data: bytes, name: str, kind: str) -> None:
        """Open it; `kind` is what the program that makes it is called, such as Word.

        Raises DocumentError for a file that is encrypted, no archive, cut off, or too large unpacked.
        """
        self._name, self._kind = name, kind
        if data.startswith(_OLE):
            raise DocumentError(_of_old_kind(data, name, kind))
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
            raise self.broken() from None
        entries = self._zip.infolist()
        total = sum(entry.file_size for entry in entries)
        if (
            len(entries) > _MAX_ENTRIES
            or total > _MAX_TOTAL
            or any(
                entry.file_size > max(_SMALL, entry.compress_size * _MAX_RATIO)
                for entry in entries
                if entry.filename.endswith((".xml", ".rels"))
            )
        ):
            raise self.flood()
        if any(entry.flag_bits & 1 for entry in entries):
            raise DocumentError(_locked(name))
        self._names = {entry.filename for entry in entries}

    def __contains__(self, part: str) -> bool:
        """Whether there is such a part."""
        return part in self._names

    def xml(self, part: str) -> etree._Element | None:
        """Return the root of a part; None if there is no such part. Raises DocumentError."""
        data = self.read(part)
        if data is None:
            return None
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise self.broken() from None
        if root.getroottree().docinfo.doctype:
            raise self.flood()
        return root

    def refuse_declarations(self) -> None:
        """Raise DocumentError if any part declares a document type; for parts that others will parse."""
        for part in self._names:
            if part.endswith((".xml", ".rels")):
                head = (self.read(part) or b"")[:_HEAD].replace(b"\0", b"")
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    raise self.flood()

    def read(self, part: str) -> bytes | None:
        """Return a part's bytes, None if there is none; no more than was announced is ever unpacked."""
        if part not in self._names:
            return None
        try:
            with self._zip.open(part) as file:
                data = file.read(_MAX_PART + 1)
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError, ValueError, RuntimeError):
            raise self.broken() from None
        except Exception as error:  # zlib.error and its kin derive from Exception alone
            raise self.broken() from error
        if len(data) > _MAX_PART:
            raise self.flood()
        return data

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return a part's relations: id → (last word of its type, the part it leads to)."""
        path = PurePosixPath(part)
        root = self.xml(str(path.parent / "_rels" / f"{path.name}.rels"))
        found = {}
        for relation in root if root is not None else ():
            target = relation.get("Target", "")
            inside = target.lstrip("/") if target.startswith("/") else str(path.parent / target)
            found[relation.get("Id", "")] = (relation.get("Type", "").rsplit("/", 1)[-1], inside)
        return found

    def broken(self) -> DocumentError:
        """Return the error for a file that is damaged or another kind of file."""
        return DocumentError(
            f"「{self._name}」は{self._kind}の文書として読めません。途中で切れているか、壊れています。"
            "受け取り直すか、元の文書を開いて保存し直してください。"
        )

    def flood(self) -> DocumentError:
        """Return the error for a file that unpacks to more than any real one."""
        return DocumentError(
            f"「{self._name}」は展開すると異常に大きくなるか、文書にはない仕掛けを含むため、読みませんでした。"
            f"{self._kind}で開いて保存し直したファイルを使ってください。"
        )


def _of_old_kind(data: bytes, name: str, kind: str) -> str:
    if _ENCRYPTED in data:
        return _locked(name)
    return (
        f"「{name}」は古い形式（.doc・.xls など）の文書です。"
        f"{kind}で開いて新しい形式（.docx・.xlsx）で保存し直してください。"
    )


def _locked(name: str) -> str:
    return f"「{name}」はパスワードで保護されています。パスワードを外して保存し直してください。"
