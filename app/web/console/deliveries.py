"""What became of the mails to raters: the list, and one rater with everything that can be done about it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.errors import NotFoundError, RefusedError
from app.domain.rounds import RoundAct, is_allowed
from app.services.deliveries import ON_A_PAGE, rater_delivery, rater_mails, round_deliveries
from app.services.finding import find_round
from app.services.people import PersonInvalidError
from app.services.ports import Tools
from app.services.relinking import renew_link
from app.services.resending import correct_address, send_again
from app.services.work import open_reading, open_work
from app.web.access import administrators_only, current_account
from app.web.console.acting import act
from app.web.console.rater_forms import AddressForm
from app.web.language import translated

ADDRESS = "/rounds/<round_id>/deliveries/<rater_id>"
ATTENTION = "attention"


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the list and the page of one rater to the console."""
    tools = bundle.tools

    @blueprint.get("/rounds/<round_id>/deliveries")
    @administrators_only
    def deliveries(round_id: str) -> ResponseReturnValue:
        words = request.args.get("q", "").replace("\0", "")[:200]
        show = ATTENTION if request.args.get("show") == ATTENTION else None
        page = min(max(1, request.args.get("page", 1, type=int)), 10_000)
        with open_reading(tools, current_account().actor) as work:
            round_ = find_round(work, round_id)
            found = round_deliveries(work, round_id, words=words, only_troubles=show is not None, page=page)
            return render_template(
                "console/deliveries.html",
                round=round_,
                step="progress",
                found=found,
                words=words,
                show=show,
                page=page,
                pages=max(1, -(-found.count // ON_A_PAGE)),
                is_running=is_allowed(round_.state, RoundAct.REMIND),
            )

    @blueprint.get(ADDRESS)
    @administrators_only
    def delivery(round_id: str, rater_id: str) -> ResponseReturnValue:
        return _page(tools, round_id, rater_id)

    @blueprint.post(ADDRESS + "/address")
    @administrators_only
    def correct(round_id: str, rater_id: str) -> ResponseReturnValue:
        form = AddressForm()
        try:
            if form.validate_on_submit():
                with open_work(tools, current_account().actor) as work:
                    said = correct_address(work, round_id, rater_id, form.email.data or "")
                flash(translated(said), "success")
                return _back(round_id, rater_id)
        except PersonInvalidError as error:
            form.email.errors = [translated(reason) for reason in error.fields.values()]
        except RefusedError as error:
            form.email.errors = [translated(error.message)]
        return _page(tools, round_id, rater_id, form), 422

    @blueprint.post(ADDRESS + "/again")
    @administrators_only
    def resend(round_id: str, rater_id: str) -> ResponseReturnValue:
        act(tools, lambda work: send_again(work, round_id, rater_id))
        return _back(round_id, rater_id)

    @blueprint.post(ADDRESS + "/link")
    @administrators_only
    def relink(round_id: str, rater_id: str) -> ResponseReturnValue:
        act(tools, lambda work: renew_link(work, round_id, rater_id))
        return _back(round_id, rater_id)


def _page(tools: Tools, round_id: str, rater_id: str, form: AddressForm | None = None) -> str:
    with open_reading(tools, current_account().actor) as work:
        round_ = find_round(work, round_id)
        found = rater_delivery(work, round_id, rater_id)
        if found is None:
            raise NotFoundError
        return render_template(
            "console/delivery.html",
            round=round_,
            step="progress",
            delivery=found,
            mails=rater_mails(work, round_id, found),
            form=form or AddressForm(formdata=None, data={"email": found.email}),
            is_running=is_allowed(round_.state, RoundAct.REMIND),
        )


def _back(round_id: str, rater_id: str) -> ResponseReturnValue:
    return redirect(url_for("console.delivery", round_id=round_id, rater_id=rater_id), 303)
