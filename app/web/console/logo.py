"""The logo at the top of the mails."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from app.adapters.images import clean_logo
from app.bootstrap import Bundle
from app.domain.errors import DomainError
from app.domain.text import Text, text
from app.services.rounds import change_logo
from app.services.work import Work, open_work
from app.web.access import administrators_only, current_account
from app.web.console.acting import act
from app.web.console.fields import show_error
from app.web.console.mails import mails_page
from app.web.console.rater_forms import LogoForm


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the routes of the logo to the console."""
    tools = bundle.tools

    @blueprint.post("/rounds/<round_id>/mails/logo")
    @administrators_only
    def save_logo(round_id: str) -> ResponseReturnValue:
        form = LogoForm()
        if not form.validate_on_submit():
            return mails_page(tools, round_id, logo_form=form), 422
        try:
            logo = clean_logo(form.logo.data.read())
            with open_work(tools, current_account().actor) as work:
                change_logo(work, round_id, logo)
        except DomainError as error:
            show_error(form, error)
            return mails_page(tools, round_id, logo_form=form), 422
        return redirect(url_for("console.mails", round_id=round_id, _anchor="logo"), 303)

    @blueprint.post("/rounds/<round_id>/mails/logo/remove")
    @administrators_only
    def remove_logo(round_id: str) -> ResponseReturnValue:
        def remove(work: Work) -> Text | None:
            change_logo(work, round_id, None)
            return text("The mails go out without a logo.")

        act(tools, remove)
        return redirect(url_for("console.mails", round_id=round_id), 303)
