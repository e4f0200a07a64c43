"""The questionnaire as a rater gets it, without a way to send anything."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from app.bootstrap import Bundle
from app.services.finding import find_round
from app.services.questionnaire_preview import QuestionnairePreview, preview_questionnaire
from app.services.work import open_reading
from app.web.access import administrators_only, current_account
from app.web.language import current_language, speaking
from app.web.rating.forms import FilledForm


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the route."""
    tools = bundle.tools

    @blueprint.get("/rounds/<round_id>/preview", endpoint="preview_questionnaire")
    @administrators_only
    def show(round_id: str) -> ResponseReturnValue:
        asked = request.args.get("language", "")
        language = asked if asked in tools.site.languages else current_language()
        is_self = request.args.get("about") == "self"
        with open_reading(tools, current_account().actor) as work:
            round_ = find_round(work, round_id)
            preview = preview_questionnaire(work, round_id, language)
        return render_template(
            "console/preview_questionnaire.html",
            round=round_,
            step=None,
            preview=preview,
            preview_language=language,
            is_self=is_self,
            frame=_frame(preview, language, is_self=is_self) if preview is not None else "",
        )


def _frame(preview: QuestionnairePreview, language: str, *, is_self: bool) -> Markup:
    with speaking(language):
        page = render_template(
            "console/_preview_frame.html",
            questionnaire=preview.questionnaire,
            is_self=is_self,
            form=FilledForm({}),
        )
    # Jinja has escaped everything in it.
    return Markup(page)  # noqa: S704
