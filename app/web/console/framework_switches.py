"""Which competencies of a framework new rounds are offered."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.services.framework_drafts import switch_competencies
from app.services.frameworks import find_framework, listed_framework
from app.services.work import open_reading, open_work
from app.storage.framework_revisions import switched_off
from app.web.access import administrators_only, current_account
from app.web.language import current_language, translated


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    def page(framework_id: str, problem: str = "") -> str:
        with open_reading(tools, current_account().actor) as work:
            listed = listed_framework(work, framework_id)
            framework = find_framework(work, framework_id, current_language())
            off = switched_off(work.session, framework_id)
        is_on = {each.id for each in framework.competencies} - off
        return render_template(
            "console/framework_switches.html",
            tab="switches",
            listed=listed,
            framework=framework,
            is_on=set(request.form.getlist("competency")) if problem else is_on,
            problem=problem,
        )

    @blueprint.get("/framework/<framework_id>/competencies", endpoint="framework_switches")
    @administrators_only
    def show(framework_id: str) -> ResponseReturnValue:
        return page(framework_id)

    @blueprint.post("/framework/<framework_id>/competencies")
    @administrators_only
    def switch_framework_competencies(framework_id: str) -> ResponseReturnValue:
        try:
            with open_work(tools, current_account().actor) as work:
                switch_competencies(work, framework_id, frozenset(request.form.getlist("competency")))
        except InvalidError as error:
            return page(framework_id, translated(error.message)), 422
        flash(gettext("Saved. New rounds are offered what is ticked here."), "success")
        return redirect(url_for("console.framework_switches", framework_id=framework_id), 303)
