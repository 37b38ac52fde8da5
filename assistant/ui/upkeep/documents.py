"""`/upkeep/documents`: a file put in, how it was read, and what changed (新旧対照表)."""

from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from assistant.plain import reading_lines
from assistant.revision_sheet import write_xlsx
from assistant.revision_table import table
from assistant.staging import MAX_BYTES
from assistant.ui import wording
from assistant.ui.check.common import field
from assistant.ui.roles import Role
from assistant.ui.site import Pages, redirect
from assistant.ui.upkeep.common import COMPARED, comparisons, show, staging_of
from corpus.editions import Comparison
from corpus.errors import GuideError
from corpus.types import Document, DocumentInfo

pages = Pages(Role.MAINTAINER)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pages.post("/upkeep/documents", max_body=MAX_BYTES + 100_000)
def put(request: Request, form: FormData) -> Response:
    """Take in a document, and show how it was read."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise GuideError(wording.UPKEEP_NO_FILE)
    data = file.file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise GuideError(wording.UPKEEP_TOO_LARGE.format(megabytes=MAX_BYTES // 1_000_000))
    title, edition, date, issuer = (field(form, name) for name in ("title", "edition", "date", "issuer"))
    typed = DocumentInfo("", title, edition, date, issuer, "", "")
    document = staging_of(request).put(file.filename, data, typed, field(form, "replaces"))
    message = wording.UPKEEP_TAKEN.format(title=document.info.title or document.info.id)
    return redirect(request, f"/upkeep/documents/{_row(request, document.info.id)}", message)


@pages.get("/upkeep/documents/{row:int}")
def report(request: Request) -> Response:
    """Show how a document was read: outline, what was set aside, what to look at."""
    document = _document(request)
    return show(
        request,
        "report",
        title=wording.UPKEEP_REPORT,
        tab="/upkeep",
        document=document,
        lines=[*reading_lines(document, document.warnings)],
    )


@pages.post("/upkeep/documents/remove")
def remove(request: Request, form: FormData) -> Response:
    """Leave a document out of the next index."""
    found = [info for info in staging_of(request).infos() if info.id == field(form, "id")]
    if not found:
        raise GuideError(wording.UPKEEP_GONE)
    staging_of(request).remove(found[0].id)
    return redirect(request, "/upkeep", wording.UPKEEP_REMOVED.format(title=found[0].title or found[0].id))


@pages.post("/upkeep/reset")
def reset(request: Request, form: FormData) -> Response:
    """Go back to the shipped documents."""
    staging_of(request).reset()
    return redirect(request, "/upkeep", wording.UPKEEP_RESET_DONE)


@pages.get("/upkeep/changes")
def changes(request: Request) -> Response:
    """Show the side-by-side table of what answers and what comes next."""
    return show(
        request,
        "changes",
        title=wording.UPKEEP_CHANGES,
        tab="/upkeep",
        wide=True,
        tables=[table(comparison) for comparison in _compared(request)],
    )


@pages.get("/upkeep/changes.xlsx")
def changes_xlsx(request: Request) -> Response:
    """Send the side-by-side table as a spreadsheet."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "changes.xlsx"
        write_xlsx(_compared(request), path)
        content = path.read_bytes()
    return Response(
        content,
        media_type=XLSX,
        headers={"content-disposition": 'attachment; filename="changes.xlsx"', "cache-control": "no-store"},
    )


def _compared(request: Request) -> tuple[Comparison, ...]:
    count = sum(len(document.passages) for document in staging_of(request).documents())
    if count > COMPARED:
        raise GuideError(wording.UPKEEP_NOT_COMPARED.format(count=count))
    return comparisons(request)


def _row(request: Request, document_id: str) -> int:
    return [info.id for info in staging_of(request).infos()].index(document_id)


def _document(request: Request) -> Document:
    staging = staging_of(request)
    infos, row = staging.infos(), int(request.path_params["row"])
    if row >= len(infos):
        raise GuideError(wording.UPKEEP_GONE)
    return next(document for document in staging.documents() if document.info.id == infos[row].id)
