"""Sharing a plan, taking that back, and the page of somebody it was shared with."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.services.plan_sharing import share_plan, stop_sharing
from app.services.plans import shared_plan
from app.services.work import open_reading, open_work
from app.web.access import current_account, signed_in_only
from app.web.language import current_language, translated

ShowPlan = Callable[..., str]


def register(blueprint: Blueprint, bundle: Bundle, show_plan: ShowPlan) -> None:
    """Register the routes; `show_plan` shows the own plan again with what was typed."""

    @blueprint.get("/shared")
    @signed_in_only
    def shared(participant_id: str) -> ResponseReturnValue:
        with open_reading(bundle.tools, current_account().actor) as work:
            plan = shared_plan(work, participant_id, current_language())
        return render_template("plan/shared.html", plan=plan)

    @blueprint.post("/share")
    @signed_in_only
    def share(participant_id: str) -> ResponseReturnValue:
        address = request.form.get("address", "")
        try:
            with open_work(bundle.tools, current_account().actor) as work:
                reader = share_plan(work, participant_id, address)
        except InvalidError as error:
            page = show_plan(
                bundle, participant_id, share_error=translated(error.message), typed={"address": address}
            )
            return page, 422
        flash(
            gettext("%(name)s can read your plan now, and gets one mail about it.", name=reader.name),
            "success",
        )
        return redirect(url_for("plans.show", participant_id=participant_id, _anchor="share"), 303)

    @blueprint.post("/stop-sharing")
    @signed_in_only
    def stop(participant_id: str) -> ResponseReturnValue:
        with open_work(bundle.tools, current_account().actor) as work:
            reader = stop_sharing(work, participant_id, request.form.get("person_id", ""))
        flash(gettext("%(name)s cannot read your plan any more.", name=reader.name), "success")
        return redirect(url_for("plans.show", participant_id=participant_id, _anchor="share"), 303)
