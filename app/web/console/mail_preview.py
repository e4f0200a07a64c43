"""The invitation as a rater gets it, on the page and as a test mail."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.text import Text, text
from app.services.finding import find_round
from app.services.mail_samples import preview_mail as sample_mail
from app.services.mail_samples import send_test_mail
from app.services.work import Work, open_reading
from app.web.access import administrators_only, current_account
from app.web.console.acting import act
from app.web.console.rater_forms import LANGUAGE_NAMES
from app.web.hardening import policy
from app.web.pictures import with_logo


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the preview and the test mail to the console."""
    tools = bundle.tools

    @blueprint.post("/rounds/<round_id>/mails/test")
    @administrators_only
    def test_mail(round_id: str) -> ResponseReturnValue:
        def send(work: Work) -> Text | None:
            send_test_mail(work, round_id)
            if tools.site.is_trial_mode:
                return text("The test mail appears in the outbox in a moment.")
            return text("A test mail is on its way to %(address)s.", address=current_account().email)

        act(tools, send)
        return redirect(url_for("console.mails", round_id=round_id), 303)

    @blueprint.get("/rounds/<round_id>/mails/preview")
    @administrators_only
    def preview_mail(round_id: str) -> ResponseReturnValue:
        language = _language(tools.site.languages)
        with open_reading(tools, current_account().actor) as work:
            shown = render_template(
                "console/preview_mail.html",
                round=find_round(work, round_id),
                step="mails",
                mail=sample_mail(work, round_id, language),
                mail_language=language,
                mail_languages=[(code, LANGUAGE_NAMES[code]) for code in tools.site.languages],
            )
        return Response(shown, headers={"Content-Security-Policy": policy(frame_src="'self'")})

    @blueprint.get("/rounds/<round_id>/mails/preview/html")
    @administrators_only
    def preview_mail_html(round_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            mail = sample_mail(work, round_id, _language(tools.site.languages))
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
        return Response(with_logo(mail.html, mail.logo), headers=headers)


def _language(languages: tuple[str, ...]) -> str:
    asked = request.args.get("mail_language", "")
    own = current_account().language
    return next((language for language in (asked, own) if language in languages), languages[0])
