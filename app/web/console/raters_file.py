"""Raters from a file: check first, show what would change, then apply."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.adapters.tables import read_table
from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.domain.text import Text
from app.services.finding import find_round
from app.services.raters import RaterImport, import_raters, rater_rows
from app.services.work import Work, open_reading
from app.web.access import administrators_only, current_account
from app.web.console.acting import act
from app.web.console.fields import show_error
from app.web.console.rater_forms import RatersFileForm, packed, unpacked
from app.web.console.raters import raters_page


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the routes of the raters file to the console."""
    tools = bundle.tools

    @blueprint.post("/rounds/<round_id>/raters/file")
    @administrators_only
    def check_raters_file(round_id: str) -> ResponseReturnValue:
        form = RatersFileForm()
        with open_reading(tools, current_account().actor) as work:
            if not form.validate_on_submit():
                return raters_page(work, round_id, form), 422
            try:
                file = form.file.data
                rows = rater_rows(read_table(file.read(), file.filename or ""))
                content = packed(rows)
                found = import_raters(work, round_id, rows, is_dry_run=True)
            except InvalidError as error:
                show_error(form, error)
                return raters_page(work, round_id, form), 422
            return render_template(
                "console/raters_file.html",
                round=find_round(work, round_id),
                step="raters",
                found=found,
                content=content,
                file_name=file.filename,
            )

    @blueprint.post("/rounds/<round_id>/raters/file/apply")
    @administrators_only
    def apply_raters_file(round_id: str) -> ResponseReturnValue:
        done: list[RaterImport] = []
        skip_bad = request.form.get("skip_bad") == "yes"

        def apply(work: Work) -> Text | None:
            rows = unpacked(request.form.get("content", ""))
            done.append(import_raters(work, round_id, rows, is_dry_run=False, skip_bad=skip_bad))
            return None

        if act(tools, apply):
            _say(done[0], skip_bad=skip_bad)
        return redirect(url_for("console.raters", round_id=round_id), 303)


def _say(result: RaterImport, *, skip_bad: bool) -> None:
    if result.problems and not skip_bad:
        flash(
            gettext("Something changed since the check, so nothing was added. Upload the file again."),
            "error",
        )
        return
    flash(
        " ".join(
            (
                ngettext(
                    "%(count)s participant added.",
                    "%(count)s participants added.",
                    result.new_participants,
                    count=result.new_participants,
                ),
                ngettext(
                    "%(count)s rater added.",
                    "%(count)s raters added.",
                    result.new_assignments,
                    count=result.new_assignments,
                ),
            )
        ),
        "success",
    )
