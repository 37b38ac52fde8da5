"""`/check/sheets`: a spreadsheet of questions in, one with answers out."""

from pathlib import PurePath
from urllib.parse import quote

import orjson
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from assistant.sheets.reading import MAX_BYTES, MAX_ROWS, SheetFault, read_sheet
from assistant.sheets.writing import to_csv, to_xlsx
from assistant.store.store import Store
from assistant.store.types import Sheet
from assistant.ui import wording
from assistant.ui.check.common import show, store_of
from assistant.ui.roles import Role
from assistant.ui.site import Pages, person_of, redirect, site_of
from corpus.errors import GuideError

pages = Pages(Role.TRAINER)
_FORMS = {
    "xlsx": (to_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (to_csv, "text/csv; charset=utf-8"),
}
# The file, and the form around it.
_UPLOAD = MAX_BYTES + 100_000
_LONGEST_NAME = 200


@pages.get("/check/sheets")
def sheet_list(request: Request) -> Response:
    """Show the spreadsheets with how far each is, and take another."""
    store = store_of(request)
    site_of(request).sheets.open()
    return show(
        request,
        "sheets",
        title=wording.CHECK_SHEETS,
        tab="/check/sheets",
        sheets=store.sheets(),
        hint=wording.CHECK_SHEET_HINT.format(rows=MAX_ROWS, megabytes=MAX_BYTES // 1_000_000),
    )


@pages.post("/check/sheets", max_body=_UPLOAD)
def take(request: Request, form: FormData) -> Response:
    """Take a spreadsheet, and begin to answer it."""
    file = form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise SheetFault(wording.CHECK_NO_FILE)
    name = PurePath(file.filename.replace("\\", "/")).name[-_LONGEST_NAME:]
    table = read_sheet(file.file.read(), name)
    store = store_of(request)
    by = person_of(request).name
    store.add_sheet(name, by, table.heads, table.question_column, table.rows)
    site_of(request).sheets.open()
    return redirect(request, "/check/sheets", wording.CHECK_TAKEN.format(name=name, rows=len(table.rows)))


@pages.get("/check/sheets/progress")
def progress(request: Request) -> Response:
    """Tell a script how many rows of each sheet are done."""
    counts = {sheet.id: sheet.done for sheet in store_of(request).sheets()}
    return Response(
        orjson.dumps(counts), media_type="application/json", headers={"cache-control": "no-store"}
    )


@pages.get("/check/sheets/{sheet}/answers.{form}")
def answers(request: Request) -> Response:
    """Send a spreadsheet with its answers, as far as there are any."""
    store = store_of(request)
    sheet = _sheet(store, request)
    form = str(request.path_params["form"])
    if form not in _FORMS:
        raise GuideError(wording.CHECK_SHEET_GONE)
    write, media_type = _FORMS[form]
    name = quote(f"{PurePath(sheet.name).stem}_回答.{form}", safe="")
    return Response(
        write(sheet.heads, store.sheet_rows(sheet.id)),
        media_type=media_type,
        headers={"content-disposition": f"attachment; filename*=UTF-8''{name}", "cache-control": "no-store"},
    )


@pages.post("/check/sheets/{sheet}/remove")
def remove(request: Request, form: FormData) -> Response:
    """Remove a spreadsheet with its answers."""
    store = store_of(request)
    sheet = _sheet(store, request)
    store.remove_sheet(sheet.id)
    return redirect(request, "/check/sheets", wording.CHECK_SHEET_REMOVED.format(name=sheet.name))


def _sheet(store: Store, request: Request) -> Sheet:
    sheet_id = str(request.path_params["sheet"])
    sheet = next((sheet for sheet in store.sheets() if sheet.id == sheet_id), None)
    if sheet is None:
        raise GuideError(wording.CHECK_SHEET_GONE)
    return sheet
