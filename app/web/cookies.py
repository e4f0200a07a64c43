"""Cookies for the whole site: their names, their flags, and how they are set and dropped."""

from flask import Response, current_app, request

from app.bootstrap import Bundle

SIGN_IN = "rondom-sign-in"
FORMS = "rondom-forms"
LANGUAGE = "rondom-language"


def current_bundle() -> Bundle:
    """Return the installation that answers this request."""
    found = current_app.extensions["rondom"]
    if not isinstance(found, Bundle):
        raise TypeError("this application was not made by create_app")
    return found


def full_name(name: str, *, is_https: bool) -> str:
    """Return the name with the prefix that makes browsers insist on the cookie's flags."""
    return f"__Host-{name}" if is_https else name


def read_cookie(name: str) -> str:
    """Return the value the browser sent, or an empty text."""
    is_https = current_bundle().settings.is_https
    return request.cookies.get(full_name(name, is_https=is_https), default="")


def put_cookie(response: Response, name: str, value: str, *, seconds: int | None = None) -> None:
    """Set a cookie that scripts cannot read; without `seconds` it ends with the browser."""
    is_https = current_bundle().settings.is_https
    response.set_cookie(
        full_name(name, is_https=is_https),
        value,
        max_age=seconds,
        path="/",
        secure=is_https,
        httponly=True,
        samesite="Lax",
    )


def drop_cookie(response: Response, name: str) -> None:
    """Tell the browser to forget a cookie."""
    is_https = current_bundle().settings.is_https
    response.delete_cookie(
        full_name(name, is_https=is_https),
        path="/",
        secure=is_https,
        httponly=True,
        samesite="Lax",
    )
