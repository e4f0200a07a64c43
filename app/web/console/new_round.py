"""A new round."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.services.frameworks import list_frameworks
from app.services.rounds import create_round
from app.services.work import open_reading, open_work
from app.web.access import administrators_only, current_account
from app.web.console.fields import is_possible_last_day, proposed_last_day, show_error
from app.web.console.forms import RoundForm


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the route."""
    tools = bundle.tools

    @blueprint.route("/rounds/new", methods=["GET", "POST"])
    @administrators_only
    def new_round() -> ResponseReturnValue:
        form = RoundForm(data={"closes_on": proposed_last_day(tools)})
        with open_reading(tools, current_account().actor) as work:
            form.offer_frameworks(list_frameworks(work))
        if not form.is_submitted():
            return render_template("console/new_round.html", form=form)
        if form.validate() and is_possible_last_day(form.closes_on, tools):
            try:
                with open_work(tools, current_account().actor) as work:
                    round_ = create_round(work, form.settings(tools.site.timezone, None))
            except InvalidError as error:
                show_error(form, error)
            else:
                flash(gettext("The round exists now, as a draft. Next: what is it about?"), "success")
                return redirect(url_for("console.competencies", round_id=round_.id), 303)
        return render_template("console/new_round.html", form=form), 422
