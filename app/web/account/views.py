"""Signing in with a one-time link, and signing out."""

import time

from flask import Blueprint, Response, make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.errors import InvalidError, NotFoundError
from app.services.sign_in import SignedIn, check_link, redeem_link, request_link, sign_out, signed_in
from app.services.work import SYSTEM, open_reading, open_work
from app.web.access import current_signed_in, open_to_everyone
from app.web.account import own
from app.web.account.forms import SignInForm
from app.web.cookies import SIGN_IN, drop_cookie, put_cookie, read_cookie
from app.web.language import translated

ANSWER_SECONDS = 0.2
"""Every request for a link takes this long, so that the time does not tell whether there is an account."""


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes of signing in and out."""
    blueprint = Blueprint("account", __name__)
    _add_requests(blueprint, bundle)
    _add_links(blueprint, bundle)
    own.register(blueprint, bundle)

    @blueprint.post("/sign-out", endpoint="sign_out")
    @open_to_everyone
    def end_session() -> ResponseReturnValue:
        person = current_signed_in()
        if person is not None:
            with open_work(bundle.tools, person.actor) as work:
                sign_out(work, read_cookie(SIGN_IN))
        session.clear()
        response = make_response(redirect(url_for("pages.home"), 303))
        drop_cookie(response, SIGN_IN)
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return blueprint


def _add_requests(blueprint: Blueprint, bundle: Bundle) -> None:
    @blueprint.get("/sign-in/")
    @open_to_everyone
    def sign_in() -> ResponseReturnValue:
        return render_template("account/sign_in.html", form=SignInForm())

    @blueprint.post("/sign-in/", endpoint="request_link")
    @open_to_everyone
    def request_mail() -> ResponseReturnValue:
        started = time.monotonic()
        form = SignInForm()
        if not form.validate_on_submit():
            return render_template("account/sign_in.html", form=form), 422
        try:
            with open_work(bundle.tools, SYSTEM) as work:
                request_link(work, form.email.data or "")
        except InvalidError as error:
            form.email.errors = [translated(error.message)]
            return render_template("account/sign_in.html", form=form), 422
        time.sleep(max(0.0, ANSWER_SECONDS - (time.monotonic() - started)))
        return redirect(url_for("account.sent"), 303)

    @blueprint.get("/sign-in/sent")
    @open_to_everyone
    def sent() -> ResponseReturnValue:
        return render_template("account/sent.html")


def _add_links(blueprint: Blueprint, bundle: Bundle) -> None:
    @blueprint.get("/sign-in/<token>")
    @open_to_everyone
    def confirm(token: str) -> ResponseReturnValue:
        with open_reading(bundle.tools, SYSTEM) as work:
            check_link(work, token)
        return render_template("account/confirm.html", token=token)

    @blueprint.post("/sign-in/<token>")
    @open_to_everyone
    def redeem(token: str) -> ResponseReturnValue:
        with open_work(bundle.tools, SYSTEM) as work:
            sign_out(work, read_cookie(SIGN_IN))
            cookie = redeem_link(work, token)
            person = signed_in(work, cookie)
        if person is None:
            raise NotFoundError
        session.clear()
        response = _to_first_page(person)
        put_cookie(response, SIGN_IN, cookie)
        return response


def _to_first_page(person: SignedIn) -> Response:
    endpoint = "console.rounds" if person.is_administrator else "reports.mine"
    return make_response(redirect(url_for(endpoint), 303))
