"""Role profiles from a spreadsheet matrix: upload, look at what would change, apply.

The lines travel through the page, compressed and signed, so that what is applied is what was looked at.
"""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from itsdangerous import BadData, URLSafeSerializer

from app.adapters.tables import read_lines
from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.domain.role_matrix import Lines
from app.domain.text import text
from app.services.frameworks import find_framework
from app.services.role_matrix import MatrixImport, import_matrix
from app.services.work import open_reading, open_work
from app.web.access import administrators_only, current_account
from app.web.console.fields import show_error
from app.web.console.profile_forms import MatrixFileForm
from app.web.language import current_language

MOST_CHARACTERS = 900_000
"""What fits into a form beside the rest of it."""

SHOWN_LINES = 200


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    def page(
        framework_id: str,
        form: MatrixFileForm,
        result: MatrixImport | None = None,
        carried: str = "",
    ) -> str:
        with open_reading(tools, current_account().actor) as work:
            framework = find_framework(work, framework_id, current_language())
        return render_template(
            "console/profiles_import.html",
            framework=framework,
            names={competency.id: competency.name for competency in framework.competencies},
            form=form,
            result=result,
            carried=carried,
            shown_lines=SHOWN_LINES,
        )

    @blueprint.get("/profiles/<framework_id>/import", endpoint="import_profiles")
    @administrators_only
    def choose(framework_id: str) -> ResponseReturnValue:
        return page(framework_id, MatrixFileForm())

    @blueprint.post("/profiles/<framework_id>/import")
    @administrators_only
    def look_at_profiles(framework_id: str) -> ResponseReturnValue:
        form = MatrixFileForm()
        if not form.validate_on_submit():
            return page(framework_id, form), 422
        try:
            lines = read_lines(form.file.data.read(), form.file.data.filename or "")
            with open_reading(tools, current_account().actor) as work:
                result = import_matrix(work, framework_id, lines, is_dry_run=True)
            carried = _carry(lines)
        except InvalidError as error:
            show_error(form, error)
            return page(framework_id, form), 422
        return page(framework_id, MatrixFileForm(formdata=None), result, carried)

    @blueprint.post("/profiles/<framework_id>/import/apply", endpoint="apply_profiles")
    @administrators_only
    def apply(framework_id: str) -> ResponseReturnValue:
        form = MatrixFileForm(formdata=None)
        carried = request.form.get("lines", "")
        try:
            lines = _carried_lines(carried)
            with open_work(tools, current_account().actor) as work:
                result = import_matrix(work, framework_id, lines, is_dry_run=False)
        except InvalidError as error:
            show_error(form, error)
            return page(framework_id, form), 422
        if not result.is_applied:
            return page(framework_id, form, result, carried), 422
        new = ngettext("%(num)s profile added", "%(num)s profiles added", len(result.new))
        changed = ngettext("%(num)s changed", "%(num)s changed", len(result.changed))
        flash(gettext("%(new)s, %(changed)s.", new=new, changed=changed), "success")
        return redirect(url_for("console.profiles", framework_id=framework_id), 303)


def _carry(lines: Lines) -> str:
    carried = str(_serializer().dumps([[number, list(cells)] for number, cells in lines]))
    if len(carried) > MOST_CHARACTERS:
        raise InvalidError(text("The file is too large. Bring in the functions in several files."))
    return carried


def _carried_lines(carried: str) -> Lines:
    try:
        return [(number, cells) for number, cells in _serializer().loads(carried)]
    except BadData:
        raise InvalidError(
            text("The list did not arrive as it was shown. Choose the file once more.")
        ) from None


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="role profiles import")
