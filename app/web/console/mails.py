"""How the mails introduce themselves: texts, sender, contact."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.rounds import RoundAct, is_allowed
from app.domain.text import Text, text
from app.services.finding import find_round
from app.services.ports import Tools
from app.services.rounds import change_mail_texts
from app.services.work import Work, open_reading
from app.web.access import administrators_only, current_account
from app.web.console.acting import act
from app.web.console.rater_forms import LANGUAGE_NAMES, LogoForm, MailsForm
from app.web.pictures import as_data_url


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the routes of the mails to the console."""
    tools = bundle.tools

    @blueprint.get("/rounds/<round_id>/mails")
    @administrators_only
    def mails(round_id: str) -> ResponseReturnValue:
        return mails_page(tools, round_id)

    @blueprint.post("/rounds/<round_id>/mails")
    @administrators_only
    def save_mails(round_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            form = MailsForm.of_round(find_round(work, round_id), tools.site.languages)
        if not form.validate_on_submit():
            return mails_page(tools, round_id, form=form), 422

        def save(work: Work) -> Text | None:
            change_mail_texts(work, round_id, form.texts())
            return text("The mails are saved.")

        if not act(tools, save):
            return mails_page(tools, round_id, form=form), 409
        target = "console.preview_mail" if request.form.get("then") == "preview" else "console.mails"
        return redirect(url_for(target, round_id=round_id), 303)


def mails_page(
    tools: Tools, round_id: str, *, form: MailsForm | None = None, logo_form: LogoForm | None = None
) -> str:
    """Return the page with its two forms; those that are not given show what is stored."""
    with open_reading(tools, current_account().actor) as work:
        round_ = find_round(work, round_id)
    return render_template(
        "console/mails.html",
        round=round_,
        step="mails",
        form=form or MailsForm.of_round(round_, tools.site.languages),
        logo_form=logo_form or LogoForm(formdata=None),
        logo=as_data_url(round_.logo) if round_.logo is not None else None,
        can_change=is_allowed(round_.state, RoundAct.CHANGE_RATERS),
        language=current_account().language,
        language_names=LANGUAGE_NAMES,
    )
