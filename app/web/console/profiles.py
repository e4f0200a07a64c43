"""Role profiles of a framework: the list, the matrix, and the matrix to take away."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.adapters.tables import write_csv
from app.adapters.xlsx_writing import write_xlsx
from app.bootstrap import Bundle
from app.domain.errors import NotFoundError
from app.services.frameworks import find_framework, listed_framework
from app.services.role_matrix import export_matrix
from app.services.role_profiles import list_profiles
from app.services.work import open_reading
from app.web.access import administrators_only, current_account
from app.web.language import current_language

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    @blueprint.get("/profiles/<framework_id>/", endpoint="profiles")
    @administrators_only
    def list_all(framework_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            framework = find_framework(work, framework_id, current_language())
            listed = listed_framework(work, framework_id)
            found = list_profiles(work, framework_id)
        return render_template(
            "console/profiles.html", tab="profiles", listed=listed, framework=framework, found=found
        )

    @blueprint.get("/profiles/<framework_id>/export/<kind>", endpoint="export_profiles")
    @administrators_only
    def export(framework_id: str, kind: str) -> ResponseReturnValue:
        if kind not in TYPES:
            raise NotFoundError
        with open_reading(tools, current_account().actor) as work:
            columns, rows = export_matrix(work, framework_id, current_language())
        if kind == "csv":
            content = write_csv(columns, [[str(cell) for cell in row] for row in rows])
        else:
            content = write_xlsx(columns, rows)
        file_name = f"role-profiles-{framework_id}.{kind}"
        return Response(
            content,
            content_type=TYPES[kind],
            headers={"Content-Disposition": f'attachment; filename="{file_name}"'},
        )
