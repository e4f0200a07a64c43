"""My account: the own name and mail address."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError, RefusedError
from app.services.own_account import change_own_account
from app.services.sign_in import SignedIn
from app.services.work import open_work
from app.web.access import current_account, signed_in_only
from app.web.account.forms import AccountForm
from app.web.language import translated


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the page of the own account."""

    @blueprint.get("/account")
    @signed_in_only
    def own() -> ResponseReturnValue:
        account = current_account()
        return _page(account, AccountForm(formdata=None, data={"name": account.name, "email": account.email}))

    @blueprint.post("/account")
    @signed_in_only
    def save_own() -> ResponseReturnValue:
        account, form = current_account(), AccountForm()
        if not form.validate_on_submit():
            return _page(account, form), 422
        try:
            with open_work(bundle.tools, account.actor) as work:
                change_own_account(work, form.name.data or "", form.email.data or "")
        except (InvalidError, RefusedError) as error:
            form.form_errors = [translated(error.message)]
            return _page(account, form), 422
        flash(gettext("Your name and address are saved."), "success")
        return redirect(url_for("account.own"), 303)


def _page(account: SignedIn, form: AccountForm) -> str:
    return render_template("account/own.html", form=form, account=account)
