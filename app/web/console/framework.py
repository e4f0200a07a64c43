"""The competency frameworks: the list, one to read, one to take away."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from app.adapters.tables import write_csv
from app.adapters.xlsx_writing import write_xlsx
from app.bootstrap import Bundle
from app.domain.errors import NotFoundError
from app.services.frameworks import (
    all_languages,
    find_framework,
    list_frameworks,
    listed_framework,
)
from app.services.work import open_reading
from app.storage.framework_revisions import revisions_of, switched_off
from app.web.access import administrators_only, current_account
from app.web.language import current_language
from framework.export import one_file, sheet_rows

_TYPES = {
    "toml": "application/toml",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    @blueprint.get("/framework", endpoint="framework")
    @administrators_only
    def show_all() -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            frameworks = list_frameworks(work)
        return render_template("console/frameworks.html", frameworks=frameworks)

    @blueprint.get("/framework/<framework_id>")
    @administrators_only
    def framework_page(framework_id: str) -> ResponseReturnValue:
        language = request.args.get("language", current_language())
        with open_reading(tools, current_account().actor) as work:
            listed = listed_framework(work, framework_id)
            revision = request.args.get("revision", listed.revision or listed.draft, type=int)
            framework = find_framework(work, framework_id, language, revision)
            rows = revisions_of(work.session, framework_id)
            off = switched_off(work.session, framework_id)
        return render_template(
            "console/framework.html",
            tab="read",
            listed=listed,
            framework=framework,
            revisions=rows,
            origin=next((row.origin for row in rows if row.revision == framework.revision), ""),
            off=off,
        )

    @blueprint.get("/framework/<framework_id>/export.<kind>")
    @administrators_only
    def export_framework(framework_id: str, kind: str) -> ResponseReturnValue:
        if kind not in _TYPES:
            raise NotFoundError
        with open_reading(tools, current_account().actor) as work:
            listed = listed_framework(work, framework_id)
            revision = request.args.get("revision", listed.revision or listed.draft, type=int)
            frameworks = all_languages(work, framework_id, revision)
        columns, *rows = sheet_rows(frameworks)
        if kind == "toml":
            content = one_file(frameworks).encode()
        elif kind == "csv":
            content = write_csv(columns, rows)
        else:
            content = write_xlsx(columns, rows, "framework")
        return download(content, f"{framework_id}-{frameworks[0].revision}.{kind}", kind)


def download(content: bytes, filename: str, kind: str) -> Response:
    """Return a file for the browser to keep; `kind` is toml, csv or xlsx."""
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(content, content_type=_TYPES[kind], headers=headers)
