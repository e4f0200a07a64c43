"""The revisions of a framework, two of them side by side, and a copy under another name."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.domain.framework_difference import framework_difference
from app.services.framework_drafts import copy_framework
from app.services.frameworks import find_framework, listed_framework
from app.services.work import open_reading, open_work
from app.storage.framework_revisions import revisions_of
from app.web.access import administrators_only, current_account
from app.web.console.fields import show_error
from app.web.console.framework_forms import CopyForm
from app.web.language import current_language


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    @blueprint.get("/framework/<framework_id>/difference", endpoint="framework_difference")
    @administrators_only
    def show(framework_id: str) -> ResponseReturnValue:
        language = request.args.get("language", current_language())
        with open_reading(tools, current_account().actor) as work:
            listed = listed_framework(work, framework_id)
            rows = revisions_of(work.session, framework_id)
            newest = [row.revision for row in rows[:2]]
            newer = request.args.get("newer", newest[0] if newest else 1, type=int)
            older = request.args.get("older", newest[-1] if newest else 1, type=int)
            after = find_framework(work, framework_id, language, newer)
            before = find_framework(work, framework_id, after.language, older)
        return render_template(
            "console/framework_difference.html",
            tab="difference",
            listed=listed,
            framework=after,
            revisions=rows,
            older=before.revision,
            newer=after.revision,
            difference=framework_difference(before, after),
        )

    @blueprint.route("/framework/<framework_id>/copy", methods=["GET", "POST"])
    @administrators_only
    def copy_of_framework(framework_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            listed = listed_framework(work, framework_id)
            name = find_framework(work, framework_id, current_language()).name
        form = CopyForm(data={"name": gettext("Copy of %(name)s", name=name), "framework_id": ""})
        if not form.is_submitted():
            return render_template("console/framework_copy.html", tab="copy", listed=listed, form=form)
        if form.validate():
            try:
                with open_work(tools, current_account().actor) as work:
                    copy_framework(work, framework_id, form.framework_id.data, form.name.data)
            except InvalidError as error:
                show_error(form, error)
            else:
                flash(gettext("The copy exists now, as a draft. Publish it when it is ready."), "success")
                return redirect(url_for("console.framework_draft", framework_id=form.framework_id.data), 303)
        return render_template("console/framework_copy.html", tab="copy", listed=listed, form=form), 422
