"""The outbox of trial mode: administrators read the mails that stayed on this machine."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.adapters.mail_url import outbox_folder
from app.adapters.outbox_folder import list_mails, read_mail
from app.bootstrap import Bundle
from app.domain.errors import NotFoundError
from app.web.access import administrators_only
from app.web.hardening import policy
from app.web.pictures import with_logo


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes of the outbox; without trial mode none of them exists."""
    blueprint = Blueprint("outbox", __name__, url_prefix="/outbox")
    settings = bundle.settings

    @blueprint.before_request
    def only_in_trial_mode() -> None:
        if not settings.is_trial_mode:
            raise NotFoundError

    @blueprint.get("/")
    @administrators_only
    def index() -> ResponseReturnValue:
        mails = list_mails(outbox_folder(settings.mail_url, settings.outbox_folder))
        return render_template("outbox/index.html", mails=mails)

    @blueprint.get("/<name>")
    @administrators_only
    def mail(name: str) -> ResponseReturnValue:
        stored = read_mail(outbox_folder(settings.mail_url, settings.outbox_folder), name)
        page = render_template("outbox/mail.html", name=name, mail=stored, headers=_labelled(stored.headers))
        return Response(page, headers={"Content-Security-Policy": policy(frame_src="'self'")})

    @blueprint.get("/<name>/preview")
    @administrators_only
    def preview(name: str) -> ResponseReturnValue:
        stored = read_mail(outbox_folder(settings.mail_url, settings.outbox_folder), name)
        # A mail brings its own styles; here they may be used, but nothing may run, load or leave.
        guarded = policy(
            script_src="'none'",
            style_src="'unsafe-inline'",
            img_src="data:",
            connect_src="'none'",
            form_action="'none'",
            frame_ancestors="'self'",
            sandbox="",
        )
        headers = {"Content-Security-Policy": guarded, "X-Frame-Options": "SAMEORIGIN"}
        return Response(with_logo(stored.html, stored.logo), headers=headers)

    return blueprint


def _labelled(headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    labels = {
        "From": gettext("From"),
        "To": gettext("To"),
        "Reply-To": gettext("Answers go to"),
        "Subject": gettext("Subject"),
    }
    return [(labels[key], value) for key, value in headers if key in labels]
