"""Who may open which route: closed by default, declared beside each route, checked before each view."""

from collections.abc import Callable
from enum import StrEnum
from typing import ParamSpec, TypeVar

from flask import Flask, Response, current_app, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.exc import OperationalError

from app.domain.errors import NotFoundError
from app.services.sign_in import SignedIn, signed_in, touch_session
from app.services.work import SYSTEM, open_reading, open_work
from app.web.cookies import SIGN_IN, current_bundle, read_cookie
from app.web.rating.cookies import remembered_token

P = ParamSpec("P")
R = TypeVar("R")

_MARK = "rondom_access"


class Access(StrEnum):
    """The four doors."""

    EVERYONE = "everyone"
    SIGNED_IN = "signed in"
    ADMINISTRATORS = "administrators"
    RATERS = "raters"


class UndeclaredAccessError(Exception):
    """A route says nothing about who may open it."""


def open_to_everyone(view: Callable[P, R]) -> Callable[P, R]:
    """Declare a route that needs nobody to be known."""
    return _marked(view, Access.EVERYONE)


def signed_in_only(view: Callable[P, R]) -> Callable[P, R]:
    """Declare a route for people who have signed in."""
    return _marked(view, Access.SIGNED_IN)


def administrators_only(view: Callable[P, R]) -> Callable[P, R]:
    """Declare a route for administrators; for others it does not exist."""
    return _marked(view, Access.ADMINISTRATORS)


def raters_only(view: Callable[P, R]) -> Callable[P, R]:
    """Declare a route for browsers that hold a rater's token; the services judge the token."""
    return _marked(view, Access.RATERS)


def declared_access(app: Flask) -> dict[str, Access]:
    """Return the access of every endpoint; raises UndeclaredAccessError naming those without."""
    found: dict[str, Access] = {"static": Access.EVERYONE}
    missing: list[str] = []
    for endpoint, view in app.view_functions.items():
        access = getattr(view, _MARK, found.get(endpoint))
        if isinstance(access, Access):
            found[endpoint] = access
        else:
            missing.append(endpoint)
    if missing:
        raise UndeclaredAccessError(", ".join(sorted(missing)))
    return found


def guard(app: Flask) -> None:
    """Check the declared access before every view, and note living sessions after it.

    Raises UndeclaredAccessError.
    """
    app.extensions["rondom-access"] = declared_access(app)
    app.before_request(_check)
    app.after_request(_touch)


def current_signed_in() -> SignedIn | None:
    """Return who is signed in; a rater's pages never look, so that account and answers stay strangers."""
    if "signed_in" not in g:
        g.signed_in = None if request.blueprint == "rating" else _look_up()
    found: SignedIn | None = g.signed_in
    return found


def current_account() -> SignedIn:
    """Return who is signed in, on a route that only signed-in people reach."""
    found = current_signed_in()
    if found is None:
        raise NotFoundError
    return found


def _marked(view: Callable[P, R], access: Access) -> Callable[P, R]:
    setattr(view, _MARK, access)
    return view


def _look_up() -> SignedIn | None:
    cookie = read_cookie(SIGN_IN)
    if not cookie:
        return None
    with open_reading(current_bundle().tools, SYSTEM) as work:
        return signed_in(work, cookie)


def _check() -> ResponseReturnValue | None:
    if request.endpoint is None:
        return None
    access = current_app.extensions["rondom-access"][request.endpoint]
    if access == Access.RATERS:
        remembered_token()
    if access in {Access.EVERYONE, Access.RATERS}:
        return None
    person = current_signed_in()
    if person is None:
        if request.method not in {"GET", "HEAD"}:
            flash(
                gettext("You were signed out meanwhile, so nothing was changed. Please sign in."), "warning"
            )
        return redirect(url_for("account.sign_in"), 303)
    if access == Access.ADMINISTRATORS and not person.is_administrator:
        raise NotFoundError
    return None


def _touch(response: Response) -> Response:
    person: SignedIn | None = g.get("signed_in")
    if person is not None and person.wants_touch:
        try:
            with open_work(current_bundle().tools, person.actor) as work:
                touch_session(work, read_cookie(SIGN_IN))
        except OperationalError:
            # The page is ready; a busy database only means that the note comes with the next one.
            g.signed_in = None
    return response
