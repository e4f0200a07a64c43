"""Taking the reports of a sealed round away, as far as HR may read them."""

from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.adapters.streams import csv_stream, json_stream, xlsx_stream, zip_stream
from app.bootstrap import Bundle
from app.domain.errors import NotFoundError, RefusedError
from app.domain.export_rows import Value, export_columns, export_rows
from app.domain.file_names import file_name
from app.domain.rounds import RoundAct, is_allowed
from app.services.finding import find_round
from app.services.report_exports import (
    Exportable,
    begin_export,
    exportable,
    exported_files,
    exported_pages,
    want_files,
)
from app.services.work import Actor, open_reading, open_work
from app.web.access import administrators_only, current_account
from app.web.downloads import attachment
from app.web.language import current_language

LOOK_AGAIN = 3
"""Seconds until the page asks again how many PDFs are ready."""
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "zip": "application/zip",
}


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the exports of a round to the console."""
    tools = bundle.tools

    @blueprint.get("/rounds/<round_id>/exports")
    @administrators_only
    def exports(round_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            round_ = find_round(work, round_id)
            found = exportable(work, round_id)
            response = make_response(
                render_template(
                    "console/exports.html",
                    round=round_,
                    step=None,
                    results="exports",
                    found=found,
                    is_sealed=is_allowed(round_.state, RoundAct.READ),
                )
            )
        if found.waiting:
            response.headers["Refresh"] = str(LOOK_AGAIN)
        return response

    @blueprint.post("/rounds/<round_id>/exports")
    @administrators_only
    def make_files(round_id: str) -> ResponseReturnValue:
        with open_work(tools, current_account().actor) as work:
            want_files(work, round_id)
        return redirect(url_for("console.exports", round_id=round_id), 303)

    @blueprint.get("/rounds/<round_id>/exports/<kind>")
    @administrators_only
    def export(round_id: str, kind: str) -> ResponseReturnValue:
        if kind not in TYPES:
            raise NotFoundError
        actor = current_account().actor
        with open_work(tools, actor) as work:
            find_round(work, round_id)
            try:
                ids = begin_export(work, round_id)
            except RefusedError:
                return redirect(url_for("console.exports", round_id=round_id), 303)
            found = exportable(work, round_id)
        name = file_name(found.round_name, ending=kind)
        return Response(
            _pieces(bundle, actor, ids, found=found, kind=kind),
            content_type=TYPES[kind],
            headers={"Content-Disposition": attachment(name)},
        )


def _pieces(bundle: Bundle, actor: Actor, ids: list[str], *, found: Exportable, kind: str) -> Iterator[bytes]:
    tools, language = bundle.tools, current_language()
    if kind == "zip":
        files = ((file.name, file.content or b"") for file in exported_files(tools, actor, ids))
        return zip_stream(files, found.closed_at or datetime.now(UTC))
    pages = exported_pages(tools, actor, ids, language)
    if kind == "json":
        return json_stream(page.report for page in pages)

    def rows() -> Iterator[tuple[Value, ...]]:
        for page in pages:
            yield from export_rows(page.report, page.questionnaire)

    stream = csv_stream if kind == "csv" else xlsx_stream
    return stream(export_columns(found.scale), rows())
