"""A framework from a file: upload, look at what was read, import."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from itsdangerous import BadData, URLSafeSerializer

from app.adapters.tables import read_table
from app.adapters.xlsx_writing import write_xlsx
from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.domain.framework_words import framework_words
from app.domain.text import text
from app.services.framework_imports import (
    FrameworkImport,
    ImportChoices,
    check_import,
    read_framework,
    store_import,
)
from app.services.ports import Tools
from app.services.work import open_reading, open_work
from app.web.access import administrators_only, current_account
from app.web.console.fields import show_error
from app.web.console.framework import download
from app.web.console.framework_forms import FrameworkFileForm
from app.web.language import current_language
from framework.imports.sheet_checks import SHEET_COLUMNS
from framework.json_form import framework_from_json, framework_to_json

MOST_CHARACTERS = 900_000
"""What fits into a form beside the rest of it; a larger framework is uploaded once more to import it."""


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools
    languages = tools.site.languages

    @blueprint.get("/frameworks/import", endpoint="import_framework")
    @administrators_only
    def choose() -> ResponseReturnValue:
        return _upload_page(FrameworkFileForm(languages, data={"language": current_language()}))

    @blueprint.post("/frameworks/import")
    @administrators_only
    def look_at_framework() -> ResponseReturnValue:
        form = FrameworkFileForm(languages)
        if not form.validate_on_submit():
            return _upload_page(form), 422
        choices = ImportChoices(
            form.file.data.filename or "",
            form.framework_id.data or "",
            form.name.data or "",
            form.language.data,
        )
        try:
            found = read_framework(form.file.data.read(), choices, read_table)
            if "store" in request.form:
                return _store(tools, found)
            with open_reading(tools, current_account().actor) as work:
                check_import(work, found)
        except InvalidError as error:
            show_error(form, error)
            return _upload_page(form), 422
        carried = carry(found)
        return render_template(
            "console/framework_import_preview.html",
            found=found,
            inferred=[framework_words(each) for each in found.inferred],
            warnings=[framework_words(each) for each in found.warnings],
            carried=carried if len(carried) <= MOST_CHARACTERS else None,
            form=form,
        )

    @blueprint.post("/frameworks/import/store")
    @administrators_only
    def store_framework() -> ResponseReturnValue:
        try:
            return _store(tools, carried_import(request.form.get("framework", "")))
        except InvalidError as error:
            form = FrameworkFileForm(languages, formdata=None)
            show_error(form, error)
            return _upload_page(form), 422

    @blueprint.get("/frameworks/template.xlsx")
    @administrators_only
    def framework_template() -> ResponseReturnValue:
        return download(write_xlsx(SHEET_COLUMNS, _example(), "framework"), "framework-template.xlsx", "xlsx")


def carry(found: FrameworkImport) -> str:
    """Return an import as a signed text, without what was said about it."""
    frameworks = [framework_to_json(framework) for framework in found.frameworks]
    return _serializer().dumps([frameworks, found.origin])


def carried_import(carried: str) -> FrameworkImport:
    """Return the import that was carried; raises InvalidError when it was changed on the way."""
    try:
        frameworks, origin = _serializer().loads(carried)
    except BadData:
        raise InvalidError(
            text("The framework did not arrive as it was shown. Choose the file once more.")
        ) from None
    return FrameworkImport(tuple(framework_from_json(each) for each in frameworks), (), (), origin)


def _upload_page(form: FrameworkFileForm) -> str:
    return render_template("console/framework_import.html", form=form)


def _store(tools: Tools, found: FrameworkImport) -> ResponseReturnValue:
    with open_work(tools, current_account().actor) as work:
        row = store_import(work, found)
    flash(gettext("“%(name)s” is imported. Rounds can be made from it now.", name=row.name), "success")
    return redirect(url_for("console.framework_page", framework_id=row.framework_id), 303)


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="framework import")


def _example() -> list[list[str]]:
    """Return rows for one competency, so that the template can be imported as it is."""
    levels = [
        gettext("Does it with help"),
        gettext("Does it alone"),
        gettext("Helps others to do it"),
        gettext("Renews how it is done"),
    ]
    rows: list[list[str]] = []
    for number, title in enumerate(levels, start=1):
        cells = {
            "cluster": gettext("Example cluster"),
            "competency": gettext("Example competency"),
            "definition": gettext("What somebody does who has this competency.") if number == 1 else "",
            "level": str(number),
            "level_title": title,
            "indicator": gettext("Shows one behaviour that others can see"),
            "indicator_self": gettext("I show one behaviour that others can see"),
        }
        rows.append([cells.get(column, "") for column in SHEET_COLUMNS])
    return rows
