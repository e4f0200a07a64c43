"""A manager's or coach's pages: the reports given to them, the conversation about each, its comments."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.services.conversations import (
    Conversation,
    mark_held,
    my_conversations,
    plan_conversation,
    read_conversation,
)
from app.services.report_openings import note_reading_of
from app.services.work import Work, open_reading, open_work
from app.web.access import current_account, signed_in_only
from app.web.conversations import comments
from app.web.conversations.forms import DayForm
from app.web.language import current_language, translated


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes of the conversations; each belongs to the reader of one report."""
    blueprint = Blueprint("conversations", __name__, url_prefix="/conversations")
    tools = bundle.tools

    @blueprint.get("/")
    @signed_in_only
    def mine() -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            lines = my_conversations(work)
        return render_template("conversations/mine.html", lines=lines)

    @blueprint.get("/<participant_id>")
    @signed_in_only
    def show(participant_id: str) -> ResponseReturnValue:
        with open_work(tools, current_account().actor) as work:
            found = _read(work, participant_id)
            # The questions name what stands out in the report, so that this is reading it.
            note_reading_of(work, participant_id)
        return _page(found, DayForm(data={"conversation_on": found.line.conversation_on}))

    @blueprint.post("/<participant_id>/day")
    @signed_in_only
    def plan(participant_id: str) -> ResponseReturnValue:
        form = DayForm()
        if form.validate_on_submit():
            try:
                with open_work(tools, current_account().actor) as work:
                    plan_conversation(work, participant_id, form.conversation_on.data)
            except InvalidError as error:
                form.conversation_on.errors = [translated(error.message)]
            else:
                flash(gettext("The day is noted."), "success")
                return redirect(url_for("conversations.show", participant_id=participant_id), 303)
        with open_reading(tools, current_account().actor) as work:
            found = _read(work, participant_id)
        return _page(found, form), 422

    @blueprint.post("/<participant_id>/held")
    @signed_in_only
    def hold(participant_id: str) -> ResponseReturnValue:
        with open_work(tools, current_account().actor) as work:
            is_given = mark_held(work, participant_id)
        if is_given:
            flash(gettext("Noted. The participant can read the report now and gets a mail."), "success")
        else:
            flash(gettext("Noted that the conversation was held."), "success")
        return redirect(url_for("conversations.show", participant_id=participant_id), 303)

    comments.register(blueprint, bundle)
    return blueprint


def _read(work: Work, participant_id: str) -> Conversation:
    return read_conversation(work, participant_id, current_language(), translated)


def _page(found: Conversation, form: DayForm) -> str:
    return render_template("conversations/show.html", found=found, line=found.line, form=form)
