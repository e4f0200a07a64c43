"""Whatever goes wrong, as a page that says what happened, what was kept and what to do."""

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from app.domain.errors import (
    DomainError,
    InvalidError,
    LinkError,
    NotFoundError,
    RefusedError,
    ReplacedLinkError,
)
from app.domain.keys import MissingKeyError
from app.web.access import current_signed_in
from app.web.language import translated

STATUS: dict[type[DomainError], int] = {
    NotFoundError: 404,
    LinkError: 404,
    RefusedError: 409,
    InvalidError: 422,
}

RETRY_SECONDS = "10"


def explain(app: Flask) -> None:
    """Register the pages for everything that can go wrong."""
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(SecurityError, _wrong_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, busy_page)
    app.register_error_handler(NoConnectionError, busy_page)
    app.register_error_handler(InternalServerError, _unexpected)


def busy_page(error: OperationalError | NoConnectionError) -> Response:
    """Return the page for a database that did not answer in time; raises the error again if it is broken."""
    if isinstance(error, OperationalError) and getattr(error.orig, "sqlite_errorname", "") == "SQLITE_ERROR":
        raise error
    # It must not be asked who is signed in either.
    g.signed_in = None
    page = _page(
        503,
        gettext("Rondom is very busy"),
        gettext("This could not be done in time."),
        kept=gettext("Nothing was changed. What you typed is still on the page you came from."),
        todo=gettext(
            "Go back and try again in a moment. If it keeps happening, tell the person who runs Rondom."
        ),
    )
    return busy(page, error)


def busy(response: Response, error: OperationalError | NoConnectionError) -> Response:
    """Note in the log that the database did not answer in time, and ask the browser to try again later."""
    cause = error.orig if isinstance(error, OperationalError) else error
    # Only kind and code: the words of a driver may repeat what somebody typed.
    code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or "no code"
    current_app.logger.warning("the database did not answer in time: %s, %s", type(cause).__name__, code)
    response.status_code = 503
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def _domain(error: DomainError) -> ResponseReturnValue:
    if isinstance(error, MissingKeyError):
        return _page(
            503,
            gettext("This is not possible right now"),
            gettext("The keys that lock the answers of this round are not where they should be."),
            kept=gettext("What was saved or sent in before is kept."),
            todo=gettext("Please tell the people who run this round, and try again later."),
        )
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 409)
    if isinstance(error, ReplacedLinkError):
        return _replaced_link(status, error)
    if isinstance(error, LinkError):
        g.is_link_failure = True
        kept, action = _way_on()
        return _page(
            status, gettext("This link does not work"), translated(error.message), kept=kept, action=action
        )
    titles = {
        404: gettext("There is nothing here"),
        409: gettext("That is not possible now"),
        422: gettext("Something is not right yet"),
    }
    problems = error.problems if isinstance(error, InvalidError) else ()
    todo = " ".join(translated(problem) for problem in problems)
    return _page(status, titles[status], translated(error.message), todo=todo)


def _replaced_link(status: int, error: ReplacedLinkError) -> ResponseReturnValue:
    kept = gettext(
        "What you sent in before counts. The mail with the new link says what you can still open with it."
    )
    if request.method == "POST":
        kept += " " + gettext(
            "What you typed since then was not saved. Go back, and copy longer texts before you go on."
        )
    return _page(
        status,
        gettext("There is a newer link for you"),
        translated(error.message),
        kept=kept,
        todo=gettext(
            "Open the newest mail of this round and follow the link there. If you find none, look among "
            "unwanted mail, or ask the person named in the mail."
        ),
    )


def _way_on() -> tuple[str, tuple[str, str] | None]:
    """Return what to say beside a link that does not work, and where to go: perhaps it was just used."""
    if request.blueprint != "account":
        return "", None
    person = current_signed_in()
    if person is None:
        return "", (gettext("Ask for a new link"), url_for("account.sign_in"))
    kept = gettext("You are signed in on this device already, as %(name)s.", name=person.name)
    if person.person_id is None:
        return kept, (gettext("Rounds"), url_for("console.rounds"))
    return kept, (gettext("My reports"), url_for("reports.mine"))


def _forged(_error: CSRFError) -> ResponseReturnValue:
    return _page(
        400,
        gettext("This form could not be checked"),
        gettext("The page may have been open for very long, or your browser does not keep cookies."),
        kept=gettext("Nothing was changed. What you typed is still on the page you came from."),
        todo=gettext(
            "Go back, copy longer texts if you typed any, load the page again and send the form once more. "
            "If that does not help, allow cookies for this site."
        ),
    )


def _wrong_host(_error: SecurityError) -> ResponseReturnValue:
    # Without a known host no address can be built, so this one answer stands alone.
    return Response("This address does not belong to this installation.\n", 400, mimetype="text/plain")


def _http(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if status < 400:
        return error
    if status == 404:
        # Nobody learns whether a thing does not exist or is somebody else's.
        return _domain(NotFoundError())
    title, message, todo = _http_words(status)
    response = _page(status, title, message, todo=todo)
    for name, value in error.get_headers():
        if name.lower() in {"allow", "retry-after"}:
            response.headers[name] = value
    return response


def _http_words(status: int) -> tuple[str, str, str]:
    if status == 405:
        return (
            gettext("This address cannot be opened like that"),
            gettext("It only takes what a form sends."),
            gettext("Go back to the page you came from."),
        )
    if status == 413:
        return (
            gettext("That is too large"),
            gettext("More was sent than Rondom takes at once. Nothing was changed."),
            gettext("Go back and send less: a smaller file, or shorter texts."),
        )
    if status == 429:
        return (
            gettext("Too many attempts"),
            gettext("There were many attempts from your network in a short time. Nothing is lost."),
            gettext("Wait a minute and try again."),
        )
    if status >= 500:
        return _broken_words()
    return (
        gettext("That was not understood"),
        gettext("Your browser sent something this page cannot read. Nothing was changed."),
        gettext("Go back and try again."),
    )


def _broken_words() -> tuple[str, str, str]:
    return (
        gettext("Something went wrong on our side"),
        gettext("The mistake has been noted, without anything you typed."),
        gettext("Go back and try again in a moment. If it keeps happening, tell the person who runs Rondom."),
    )


def _unexpected(_error: InternalServerError) -> ResponseReturnValue:
    # The database may be what broke: the page must not ask it who is signed in.
    g.signed_in = None
    title, message, todo = _broken_words()
    return _page(500, title, message, todo=todo)


def _page(
    status: int,
    title: str,
    message: str,
    *,
    kept: str = "",
    todo: str = "",
    action: tuple[str, str] | None = None,
) -> Response:
    if request.accept_mimetypes.best == "application/json":
        return make_response(jsonify(title=title, message=message, todo=todo), status)
    page = render_template("error.html", title=title, message=message, kept=kept, todo=todo, action=action)
    return make_response(page, status)
