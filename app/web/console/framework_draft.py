"""The draft of a framework: begin one, see what is missing, publish or discard it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError, NotFoundError
from app.services.framework_drafts import (
    change_names,
    discard_draft,
    draft_findings,
    publish_draft,
    start_draft,
)
from app.services.frameworks import find_framework, listed_framework
from app.services.ports import Tools
from app.services.work import open_reading, open_work
from app.web.access import administrators_only, current_account
from app.web.console.framework_forms import typed_names
from app.web.language import current_language, translated


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    @blueprint.post("/framework/<framework_id>/draft/start")
    @administrators_only
    def start_framework_draft(framework_id: str) -> ResponseReturnValue:
        with open_work(tools, current_account().actor) as work:
            start_draft(work, framework_id)
        return redirect(url_for("console.framework_draft", framework_id=framework_id), 303)

    @blueprint.get("/framework/<framework_id>/draft", endpoint="framework_draft")
    @administrators_only
    def show(framework_id: str) -> ResponseReturnValue:
        return _page(tools, framework_id, request.args.get("language", current_language()))

    @blueprint.post("/framework/<framework_id>/draft/names")
    @administrators_only
    def save_framework_names(framework_id: str) -> ResponseReturnValue:
        language = request.args.get("language", "")
        try:
            with open_work(tools, current_account().actor) as work:
                draft = listed_framework(work, framework_id).draft
                framework = find_framework(work, framework_id, language, draft)
                change_names(work, framework_id, language, typed_names(framework, request.form))
        except InvalidError as error:
            return _page(tools, framework_id, language, [translated(error.message)]), 422
        flash(gettext("The names are saved."), "success")
        return redirect(url_for("console.framework_draft", framework_id=framework_id, language=language), 303)

    @blueprint.post("/framework/<framework_id>/publish")
    @administrators_only
    def publish_framework(framework_id: str) -> ResponseReturnValue:
        try:
            with open_work(tools, current_account().actor) as work:
                row = publish_draft(work, framework_id)
        except InvalidError:
            # The page lists everything that is wrong, each with its place.
            return _page(tools, framework_id, current_language()), 422
        flash(
            gettext("Revision %(number)s is published. New rounds are made from it.", number=row.revision),
            "success",
        )
        return redirect(url_for("console.framework_page", framework_id=framework_id), 303)

    @blueprint.post("/framework/<framework_id>/discard")
    @administrators_only
    def discard_framework_draft(framework_id: str) -> ResponseReturnValue:
        with open_work(tools, current_account().actor) as work:
            is_published = listed_framework(work, framework_id).revision is not None
            discard_draft(work, framework_id)
        flash(gettext("The draft is deleted."), "success")
        if is_published:
            return redirect(url_for("console.framework_page", framework_id=framework_id), 303)
        return redirect(url_for("console.framework"), 303)


def _page(tools: Tools, framework_id: str, language: str, problems: list[str] | None = None) -> str:
    with open_reading(tools, current_account().actor) as work:
        listed = listed_framework(work, framework_id)
        if listed.draft is None:
            raise NotFoundError
        framework = find_framework(work, framework_id, language, listed.draft)
        findings = draft_findings(work, framework_id)
    return render_template(
        "console/framework_draft.html",
        tab="draft",
        listed=listed,
        framework=framework,
        names=typed_names(framework, request.form),
        wrong=[finding for finding in findings if finding.is_blocking],
        advice=[finding for finding in findings if not finding.is_blocking],
        problems=problems or [],
    )
