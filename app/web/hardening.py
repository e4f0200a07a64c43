"""What every answer carries so that browsers help, and which hosts and proxies are believed."""

from urllib.parse import urlsplit

from flask import Flask, Response, abort, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.settings import Settings
from app.web.cookies import FORMS, full_name

MAX_REQUEST = 6 * 1024 * 1024
MAX_FORM = 1024 * 1024

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "X-Robots-Tag": "noindex, nofollow",
}
_LOOPBACK = ["localhost", "127.0.0.1"]
"""Without ::1, because the check of hosts takes an address with colons for a name with a port."""


def harden(app: Flask, settings: Settings) -> None:
    """Limit what is taken in, believe known hosts only, and put the headers on every answer."""
    app.config.update(
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        MAX_FORM_MEMORY_SIZE=MAX_FORM,
        TRUSTED_HOSTS=[urlsplit(settings.public_url).hostname or "", *_LOOPBACK],
        SESSION_COOKIE_NAME=full_name(FORMS, is_https=settings.is_https),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_https,
        WTF_CSRF_TIME_LIMIT=None,
        # Our own Referrer-Policy keeps browsers from sending what this check wants to see.
        WTF_CSRF_SSL_STRICT=False,
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]

    def take_less_without_files() -> None:
        if request.mimetype != "multipart/form-data":
            request.max_content_length = MAX_FORM

    def put_headers(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", policy())
        if request.endpoint != "static":
            response.headers["Cache-Control"] = "no-store"
        if settings.is_https:
            response.headers["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
        return response

    app.before_request(take_less_without_files)
    app.before_request(_refuse_zero_byte)
    app.after_request(put_headers)


def policy(**changes: str) -> str:
    """Return the content security policy; `frame_src="'self'"` changes the directive `frame-src`."""
    directives = POLICY | {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}".rstrip() for name, value in directives.items())


def _refuse_zero_byte() -> None:
    # No id contains one, and PostgreSQL answers it with an error; forms name what cannot be typed themselves.
    if "\0" in request.path:
        abort(404)
