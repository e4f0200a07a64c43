"""The texts of one competency in a draft."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import NotFoundError, RefusedError
from app.domain.framework_check import competency_findings
from app.services.framework_drafts import change_competency
from app.services.frameworks import ListedFramework, find_framework, listed_framework
from app.services.ports import Tools
from app.services.work import open_reading, open_work
from app.web.access import administrators_only, current_account
from app.web.console.fields import show_error
from app.web.console.framework_forms import CompetencyForm
from app.web.language import current_language
from framework.model import Competency, Framework


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    def page(framework_id: str, competency_id: str, form: CompetencyForm | None = None) -> str:
        listed, framework, competency, model = _found(tools, framework_id, competency_id)
        ids = [each.id for each in framework.competencies]
        place = ids.index(competency_id)
        return render_template(
            "console/framework_editor.html",
            tab="draft",
            listed=listed,
            framework=framework,
            competency=competency,
            model=model.competency(competency_id) if model.language != framework.language else None,
            model_language=model.language,
            before=framework.competencies[place - 1] if place else None,
            after=framework.competencies[place + 1] if place + 1 < len(ids) else None,
            form=form or CompetencyForm.of(competency),
        )

    @blueprint.get("/framework/<framework_id>/draft/<competency_id>", endpoint="framework_editor")
    @administrators_only
    def show(framework_id: str, competency_id: str) -> ResponseReturnValue:
        return page(framework_id, competency_id)

    @blueprint.post("/framework/<framework_id>/draft/<competency_id>")
    @administrators_only
    def save_competency(framework_id: str, competency_id: str) -> ResponseReturnValue:
        _, framework, competency, _ = _found(tools, framework_id, competency_id)
        form = CompetencyForm.of(competency)
        if not form.validate_on_submit():
            return page(framework_id, competency_id, form), 422
        typed = form.typed(competency_id)
        wrong = [each for each in competency_findings(framework.language, typed) if each.is_blocking]
        if wrong:
            form.show_findings(wrong)
            return page(framework_id, competency_id, form), 422
        try:
            with open_work(tools, current_account().actor) as work:
                change_competency(work, framework_id, framework.language, typed, form.seen.data or "")
        except RefusedError as error:
            show_error(form, error)
            return page(framework_id, competency_id, form), 409
        flash(gettext("“%(name)s” is saved in the draft.", name=typed.name), "success")
        return redirect(
            url_for(
                "console.framework_editor",
                framework_id=framework_id,
                competency_id=competency_id,
                language=framework.language,
            ),
            303,
        )


def _found(
    tools: Tools, framework_id: str, competency_id: str
) -> tuple[ListedFramework, Framework, Competency, Framework]:
    language = request.args.get("language", current_language())
    with open_reading(tools, current_account().actor) as work:
        listed = listed_framework(work, framework_id)
        if listed.draft is None:
            raise NotFoundError
        framework = find_framework(work, framework_id, language, listed.draft)
        model = find_framework(work, framework_id, "", listed.draft)
    for competency in framework.competencies:
        if competency.id == competency_id:
            return listed, framework, competency, model
    raise NotFoundError
