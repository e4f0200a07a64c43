"""The participant's development plan: choosing, writing, reading, printing, deleting."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.services.plan_sharing import proposed_reader
from app.services.plans import PlanDesk, check_choice, delete_plan, plan_desk, save_plan
from app.services.pulses import pulse_offer, pulse_status
from app.services.work import open_reading, open_work
from app.web.access import current_account, signed_in_only
from app.web.language import current_language, translated
from app.web.plans import pulse, sharing
from app.web.plans.forms import PlanForm, chosen_ids, stored_form, typed_form
from app.web.plans.pulse_view import outcome_of

P = ParamSpec("P")


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes of plans and pulses."""
    blueprint = Blueprint("plans", __name__, url_prefix="/reports/<participant_id>/plan")
    _add_reading(blueprint, bundle)
    _add_writing(blueprint, bundle)
    sharing.register(blueprint, bundle, show_plan)
    pulse.register(blueprint, bundle, show_plan)
    return blueprint


def look(bundle: Bundle, participant_id: str) -> PlanDesk:
    """Return the desk of the own plan in the language of the page."""
    with open_reading(bundle.tools, current_account().actor) as work:
        return plan_desk(work, participant_id, current_language())


def show_plan(
    bundle: Bundle,
    participant_id: str,
    *,
    share_error: str = "",
    pulse_error: str = "",
    typed: dict[str, str] | None = None,
) -> str:
    """Return the page of the own plan, with what was typed into its small forms and what was wrong with it.

    Raises NotFoundError where there is no plan yet.
    """
    language = current_language()
    with open_reading(bundle.tools, current_account().actor) as work:
        desk = plan_desk(work, participant_id, language)
        if desk.plan is None:
            raise NotFoundError
        status = pulse_status(work, participant_id, language)
        has_offer = status is None or status.state == "skipped"
        manager = proposed_reader(work, participant_id)
        return render_template(
            "plan/show.html",
            desk=desk,
            plan=desk.plan,
            manager=manager,
            status=status,
            offer=pulse_offer(work, participant_id, language) if has_offer else None,
            outcome=outcome_of(work, status, language),
            share_error=share_error,
            pulse_error=pulse_error,
            typed=typed or {},
        )


def waiting_where_refused(view: Callable[P, ResponseReturnValue]) -> Callable[P, ResponseReturnValue]:
    """Show why there is nothing to plan yet, as the page of the report does."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> ResponseReturnValue:
        try:
            return view(*args, **kwargs)
        except RefusedError as error:
            return render_template("report/waiting.html", message=error.message), 409

    return guarded


def _add_reading(blueprint: Blueprint, bundle: Bundle) -> None:
    @blueprint.get("")
    @signed_in_only
    @waiting_where_refused
    def show(participant_id: str) -> ResponseReturnValue:
        if look(bundle, participant_id).plan is None:
            return redirect(url_for("plans.choose", participant_id=participant_id), 303)
        return show_plan(bundle, participant_id)

    @blueprint.post("/delete")
    @signed_in_only
    def delete(participant_id: str) -> ResponseReturnValue:
        with open_work(bundle.tools, current_account().actor) as work:
            delete_plan(work, participant_id)
        flash(gettext("Your plan is deleted."), "success")
        return redirect(url_for("reports.show", participant_id=participant_id), 303)


def _add_writing(blueprint: Blueprint, bundle: Bundle) -> None:
    @blueprint.get("/choose")
    @signed_in_only
    @waiting_where_refused
    def choose(participant_id: str) -> ResponseReturnValue:
        desk = look(bundle, participant_id)
        chosen = tuple(aim.subject.id for aim in desk.plan.aims) if desk.plan is not None else ()
        return render_template("plan/choose.html", desk=desk, chosen=chosen, problem="")

    @blueprint.post("/choose")
    @signed_in_only
    def chosen(participant_id: str) -> ResponseReturnValue:
        about = chosen_ids(request.form)
        try:
            with open_reading(bundle.tools, current_account().actor) as work:
                check_choice(work, participant_id, about)
        except InvalidError as error:
            desk = look(bundle, participant_id)
            page = render_template(
                "plan/choose.html", desk=desk, chosen=about, problem=translated(error.message)
            )
            return page, 422
        return redirect(url_for("plans.write", participant_id=participant_id, about=about), 303)

    @blueprint.get("/write")
    @signed_in_only
    @waiting_where_refused
    def write(participant_id: str) -> ResponseReturnValue:
        desk = look(bundle, participant_id)
        about = chosen_ids(request.args)
        if not about and desk.plan is not None:
            about = tuple(aim.subject.id for aim in desk.plan.aims)
        if not about:
            return redirect(url_for("plans.choose", participant_id=participant_id), 303)
        form = stored_form(tuple(desk.subject(each) for each in about), desk.plan, desk.today)
        return _writing_page(desk, form)

    @blueprint.post("/write")
    @signed_in_only
    def save(participant_id: str) -> ResponseReturnValue:
        desk = look(bundle, participant_id)
        form = typed_form(tuple(desk.subject(each) for each in chosen_ids(request.form)), request.form)
        if form.problems:
            return _writing_page(desk, form), 422
        try:
            with open_work(bundle.tools, current_account().actor) as work:
                save_plan(work, participant_id, tuple(each.aim for each in form.aims), form.day)
        except InvalidError as error:
            return _writing_page(desk, form, error), 422
        flash(gettext("Your plan is saved."), "success")
        return redirect(url_for("plans.show", participant_id=participant_id), 303)


def _writing_page(desk: PlanDesk, form: PlanForm, error: InvalidError | None = None) -> str:
    problems = list(form.problems)
    if error is not None:
        words = [translated(each) for each in error.problems] or [translated(error.message)]
        problems += [("review_on", each) for each in words]
    return render_template("plan/write.html", desk=desk, form=form, problems=problems)
