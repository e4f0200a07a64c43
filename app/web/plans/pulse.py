"""Consenting to a pulse, and taking the consent back."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError, RefusedError
from app.services.pulses import consent_to_pulse, withdraw_consent
from app.services.work import open_work
from app.web.access import current_account, signed_in_only
from app.web.language import translated

ShowPlan = Callable[..., str]


def register(blueprint: Blueprint, bundle: Bundle, show_plan: ShowPlan) -> None:
    """Register the routes; `show_plan` shows the own plan again with what was typed."""

    @blueprint.post("/pulse")
    @signed_in_only
    def consent(participant_id: str) -> ResponseReturnValue:
        typed = {name: request.form.get(name, "") for name in ("starts_on", "consent")}
        error = _error(typed)
        if not error:
            try:
                with open_work(bundle.tools, current_account().actor) as work:
                    consent_to_pulse(work, participant_id, date.fromisoformat(typed["starts_on"].strip()))
            except (InvalidError, RefusedError) as refused:
                error = translated(refused.message)
        if error:
            return show_plan(bundle, participant_id, pulse_error=error, typed=typed), 422
        flash(gettext("Your consent to a pulse is noted. Nobody is asked before that day."), "success")
        return redirect(url_for("plans.show", participant_id=participant_id, _anchor="pulse"), 303)

    @blueprint.post("/pulse/withdraw")
    @signed_in_only
    def withdraw(participant_id: str) -> ResponseReturnValue:
        try:
            with open_work(bundle.tools, current_account().actor) as work:
                withdraw_consent(work, participant_id)
        except RefusedError as error:
            flash(translated(error.message), "error")
        else:
            flash(gettext("Your consent is taken back; nobody will be asked."), "success")
        return redirect(url_for("plans.show", participant_id=participant_id, _anchor="pulse"), 303)


def _error(typed: dict[str, str]) -> str:
    if not typed["consent"]:
        return str(gettext("Tick the box if you agree; without it nobody is asked."))
    try:
        date.fromisoformat(typed["starts_on"].strip())
    except ValueError:
        return str(gettext("This is not a day. Write it as 2026-12-18."))
    return ""
