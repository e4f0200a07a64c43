"""The settings of one round: changed in a draft, only read later."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.domain.reader_sentences import decided
from app.services.finding import find_round
from app.services.ports import Tools
from app.services.report_readers import reading_rules
from app.services.rounds import change_settings
from app.services.work import open_reading, open_work
from app.storage.rounds import Round
from app.web.access import administrators_only, current_account
from app.web.console.fields import is_possible_last_day, proposed_last_day, show_error
from app.web.console.forms import CloneForm, ExtendForm, RoundForm


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    @blueprint.get("/rounds/<round_id>/settings", endpoint="settings")
    @administrators_only
    def show(round_id: str) -> ResponseReturnValue:
        return settings_page(tools, shown_round(tools, round_id))

    @blueprint.post("/rounds/<round_id>/settings")
    @administrators_only
    def save_settings(round_id: str) -> ResponseReturnValue:
        round_ = shown_round(tools, round_id)
        form = RoundForm.of_round(round_, tools.site.timezone)
        if form.validate_on_submit() and is_possible_last_day(form.closes_on, tools):
            try:
                with open_work(tools, current_account().actor) as work:
                    before = find_round(work, round_id)
                    change_settings(work, round_id, form.settings(tools.site.timezone, before))
            except InvalidError as error:
                show_error(form, error)
            else:
                flash(gettext("The settings are saved."), "success")
                return redirect(url_for("console.settings", round_id=round_id), 303)
        return settings_page(tools, round_, form=form), 422


def shown_round(tools: Tools, round_id: str) -> Round:
    """Return a round to show; raises NotFoundError."""
    with open_reading(tools, current_account().actor) as work:
        return find_round(work, round_id)


def settings_page(
    tools: Tools,
    round_: Round,
    *,
    form: RoundForm | None = None,
    clone: CloneForm | None = None,
    extend: ExtendForm | None = None,
) -> str:
    """Return the page with its forms; those that are not given show what is stored or proposed."""
    return render_template(
        "console/settings.html",
        round=round_,
        step="settings",
        readers=decided(reading_rules(round_)),
        form=form or RoundForm.of_round(round_, tools.site.timezone),
        clone=clone or CloneForm(formdata=None, prefix="clone", data={"closes_on": proposed_last_day(tools)}),
        extend=extend or ExtendForm(formdata=None, prefix="extend"),
    )
