"""What a round does by itself, and when; and the mail queue that can be told to try again."""

from collections.abc import Iterable

from babel.dates import get_day_names
from babel.lists import format_list
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from app.bootstrap import Bundle
from app.domain.text import Text, text
from app.services.finding import find_round
from app.services.schedule import change_schedule
from app.services.sending_gate import try_again_now
from app.services.timetable import timetable
from app.services.work import Work, open_reading
from app.web.access import administrators_only, current_account
from app.web.console.acting import act
from app.web.console.schedule_forms import ScheduleForm


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools
    zone = tools.site.timezone

    @blueprint.get("/rounds/<round_id>/schedule")
    @administrators_only
    def schedule(round_id: str) -> ResponseReturnValue:
        return _page(bundle, round_id)

    @blueprint.post("/rounds/<round_id>/schedule")
    @administrators_only
    def save_schedule(round_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            before = find_round(work, round_id)
        form = ScheduleForm.of_round(before, zone)
        if not form.validate_on_submit():
            return _page(bundle, round_id, form), 422

        def save(work: Work) -> Text | None:
            change_schedule(work, round_id, form.schedule(zone, before))
            return text("The timetable is saved.")

        if not act(tools, save):
            return _page(bundle, round_id, form), 409
        return redirect(url_for("console.schedule", round_id=round_id), 303)

    @blueprint.post("/sending/try-again")
    @administrators_only
    def try_sending_again() -> ResponseReturnValue:
        def ring(work: Work) -> Text | None:
            try_again_now(work)
            return text("Rondom tries again now. Look once more in a moment.")

        act(tools, ring)
        round_id = request.form.get("round_id", "")
        if round_id.isalnum():
            return redirect(url_for("console.round_page", round_id=round_id), 303)
        return redirect(url_for("console.rounds"), 303)


def _page(bundle: Bundle, round_id: str, form: ScheduleForm | None = None) -> str:
    with open_reading(bundle.tools, current_account().actor) as work:
        round_ = find_round(work, round_id)
        lines = timetable(work, round_)
    return render_template(
        "console/schedule.html",
        round=round_,
        step="",
        lines=lines,
        zone=str(bundle.tools.site.timezone),
        hours=bundle.tools.site.sending_hours,
        days=_in_words(bundle.tools.site.sending_hours.days),
        form=form or ScheduleForm.of_round(round_, bundle.tools.site.timezone),
    )


def _in_words(days: Iterable[int]) -> str:
    names = get_day_names("wide", locale=get_locale())
    return format_list([names[day] for day in days], locale=get_locale())
