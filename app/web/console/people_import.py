"""People from a file: upload, look at what would change, apply.

The rows travel through the page, compressed and signed, so that what is applied is what was looked at and
nothing about people lies on the server meanwhile.
"""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from itsdangerous import BadData, URLSafeSerializer

from app.adapters.tables import read_table
from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.domain.tables import Row, Table
from app.domain.text import text
from app.services.people import PeopleImport, import_people
from app.services.ports import Tools
from app.services.work import open_reading, open_work
from app.web.access import administrators_only, current_account
from app.web.console.fields import show_error
from app.web.console.person_forms import PeopleFileForm

MOST_CHARACTERS = 900_000
"""What fits into a form beside the rest of it; a longer list is uploaded once more to apply it."""

SHOWN_LINES = 200


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    @blueprint.get("/people/import", endpoint="import_people")
    @administrators_only
    def choose() -> ResponseReturnValue:
        return _upload_page(PeopleFileForm())

    @blueprint.post("/people/import")
    @administrators_only
    def look_at_people() -> ResponseReturnValue:
        form = PeopleFileForm()
        if not form.validate_on_submit():
            return _upload_page(form), 422
        try:
            table = read_table(form.file.data.read(), form.file.data.filename or "")
            if "apply" in request.form:
                return _apply(tools, table, skip_bad="skip_bad" in request.form)
            with open_reading(tools, current_account().actor) as work:
                result = import_people(work, table, is_dry_run=True)
        except InvalidError as error:
            show_error(form, error)
            return _upload_page(form), 422
        return _preview(result, table)

    @blueprint.post("/people/import/apply")
    @administrators_only
    def apply_people() -> ResponseReturnValue:
        try:
            table = carried_table(request.form.get("rows", ""))
            return _apply(tools, table, skip_bad="skip_bad" in request.form)
        except InvalidError as error:
            form = PeopleFileForm(formdata=None)
            show_error(form, error)
            return _upload_page(form), 422


def _upload_page(form: PeopleFileForm) -> str:
    return render_template("console/import_people.html", form=form, result=None)


def _preview(result: PeopleImport, table: Table) -> str:
    carried = carry(table)
    return render_template(
        "console/import_people.html",
        form=PeopleFileForm(formdata=None),
        result=result,
        carried=carried if len(carried) <= MOST_CHARACTERS else None,
        shown_lines=SHOWN_LINES,
    )


def _apply(tools: Tools, table: Table, *, skip_bad: bool) -> ResponseReturnValue:
    with open_work(tools, current_account().actor) as work:
        result = import_people(work, table, is_dry_run=False, skip_bad=skip_bad)
    if not result.is_applied:
        return _preview(result, table), 422
    flash(_summary(result), "success")
    return redirect(url_for("console.people"), 303)


def carry(table: Table) -> str:
    """Return a table as a signed text."""
    rows = [[row.number, *(row.values.get(column, "") for column in table.columns)] for row in table.rows]
    return _serializer().dumps([list(table.columns), rows])


def carried_table(carried: str) -> Table:
    """Return the table that was carried; raises InvalidError when it was changed on the way."""
    try:
        columns, rows = _serializer().loads(carried)
    except BadData:
        raise InvalidError(
            text("The list did not arrive as it was shown. Choose the file once more.")
        ) from None
    return Table(tuple(columns), tuple(Row(row[0], dict(zip(columns, row[1:], strict=True))) for row in rows))


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="people import")


def _summary(result: PeopleImport) -> str:
    new = ngettext("%(num)s person added", "%(num)s people added", len(result.new))
    changed = ngettext("%(num)s changed", "%(num)s changed", len(result.changed))
    counts: str = gettext("%(new)s, %(changed)s.", new=new, changed=changed)
    return f"{counts} {gettext('The wrong lines were left out.')}" if result.problems else counts
