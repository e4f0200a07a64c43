"""A later last day for a round that collects answers, and a copy of a round with another last day."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.domain.rounds import closing_instant
from app.services.rounds import clone_round, extend_round
from app.services.work import open_work
from app.web.access import administrators_only, current_account
from app.web.console.fields import is_possible_last_day, show_error
from app.web.console.forms import CloneForm, ExtendForm
from app.web.console.settings import settings_page, shown_round


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools
    zone = tools.site.timezone

    @blueprint.post("/rounds/<round_id>/extend", endpoint="extend_round")
    @administrators_only
    def extend(round_id: str) -> ResponseReturnValue:
        form = ExtendForm(prefix="extend")
        if form.validate_on_submit() and is_possible_last_day(form.closes_on, tools):
            try:
                with open_work(tools, current_account().actor) as work:
                    extend_round(work, round_id, closing_instant(form.closes_on.data, zone))
            except InvalidError as error:
                show_error(form, error)
            else:
                flash(gettext("The round stays open longer. No mail says so by itself."), "success")
                return redirect(url_for("console.progress", round_id=round_id), 303)
        return settings_page(tools, shown_round(tools, round_id), extend=form), 422

    @blueprint.post("/rounds/<round_id>/clone", endpoint="clone_round")
    @administrators_only
    def clone(round_id: str) -> ResponseReturnValue:
        form = CloneForm(prefix="clone")
        if form.validate_on_submit() and is_possible_last_day(form.closes_on, tools):
            try:
                with open_work(tools, current_account().actor) as work:
                    closes_at = closing_instant(form.closes_on.data, zone)
                    copy = clone_round(work, round_id, form.name.data, closes_at)
            except InvalidError as error:
                show_error(form, error)
            else:
                flash(
                    gettext("This is the copy: a draft with the same people. No mail has gone out."),
                    "success",
                )
                return redirect(url_for("console.settings", round_id=copy.id), 303)
        return settings_page(tools, shown_round(tools, round_id), clone=form), 422
