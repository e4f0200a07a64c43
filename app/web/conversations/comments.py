"""The coach's desk: comments, one by one, before the participant reads them."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.domain.labels import block_label, groups_named
from app.services.comment_editing import (
    CommentDesk,
    comments_to_edit,
    restore_comment,
    shorten_comment,
    withhold_comment,
)
from app.services.report_openings import note_reading_of
from app.services.work import open_reading, open_work
from app.web.access import current_account, signed_in_only
from app.web.language import current_language, translated

PLACE = "/<participant_id>/comments/<int:pool>/<int:place>"


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the routes of the desk."""
    tools = bundle.tools

    @blueprint.get("/<participant_id>/comments")
    @signed_in_only
    def desk(participant_id: str) -> ResponseReturnValue:
        with open_work(tools, current_account().actor) as work:
            found = comments_to_edit(work, participant_id, current_language())
            note_reading_of(work, participant_id)
        return _page(found, {}, {})

    @blueprint.post(PLACE)
    @signed_in_only
    def change(participant_id: str, pool: int, place: int) -> ResponseReturnValue:
        action = request.form.get("action", "shorten")
        typed = request.form.get("kept", "")
        try:
            with open_work(tools, current_account().actor) as work:
                if action == "withhold":
                    withhold_comment(work, participant_id, pool, place)
                elif action == "restore":
                    restore_comment(work, participant_id, pool, place)
                else:
                    shorten_comment(work, participant_id, pool, place, typed)
        except InvalidError as error:
            with open_reading(tools, current_account().actor) as work:
                found = comments_to_edit(work, participant_id, current_language())
            at = (pool, place)
            return _page(found, {at: typed}, {at: translated(error.message)}), 422
        words = {
            "withhold": gettext("The comment is withheld."),
            "restore": gettext("The comment is shown as it was written."),
        }
        flash(words.get(action, gettext("The comment is shown like this.")), "success")
        address = url_for(
            "conversations.desk", participant_id=participant_id, _anchor=f"comment-{pool}-{place}"
        )
        return redirect(address, 303)


def _page(found: CommentDesk, typed: dict[tuple[int, int], str], errors: dict[tuple[int, int], str]) -> str:
    titles = {item.competency_id: item.name for item in found.questionnaire.items} | {
        "keep": gettext("What to keep doing"),
        "start": gettext("What to start doing"),
        "stop": gettext("What to stop doing"),
    }
    return render_template(
        "conversations/comments.html",
        found=found,
        titles=titles,
        labels={
            each.groups: translated(block_label(groups_named(each.groups, found.group_labels)))
            for each in found.comments
        },
        typed=typed,
        errors=errors,
    )
