"""Who takes part and who rates whom: the list of the whole round."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.rounds import RoundAct, is_allowed
from app.domain.text import Text, text, text_n
from app.services.finding import find_round
from app.services.people_choice import departments, find_candidates, people_of_department, people_reporting_to
from app.services.raters import add_participants, add_proposed, propose_from_reporting_line
from app.services.rosters import round_roster
from app.services.work import Work, open_reading
from app.web.access import administrators_only, current_account
from app.web.console.acting import act
from app.web.console.rater_forms import RatersFileForm


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the routes of the list to the console."""
    tools = bundle.tools

    @blueprint.get("/rounds/<round_id>/raters")
    @administrators_only
    def raters(round_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            return raters_page(work, round_id, RatersFileForm())

    @blueprint.post("/rounds/<round_id>/participants")
    @administrators_only
    def new_participants(round_id: str) -> ResponseReturnValue:
        def add(work: Work) -> Text | None:
            chosen = list(request.form.getlist("person_id"))
            manager_id, department = request.form.get("manager_id", ""), request.form.get("department", "")
            if manager_id:
                chosen += people_reporting_to(work, manager_id)
            chosen += people_of_department(work, department)
            count = add_participants(work, round_id, chosen)
            if not count:
                return text("Nobody was added: everybody chosen takes part already.")
            return text_n("%(count)s participant added.", "%(count)s participants added.", count)

        act(tools, add)
        search = request.form.get("search") or None
        return redirect(url_for("console.raters", round_id=round_id, search=search), 303)

    @blueprint.get("/rounds/<round_id>/raters/proposed")
    @administrators_only
    def proposed_raters(round_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            round_ = find_round(work, round_id)
            proposals = propose_from_reporting_line(work, round_id)
            people = {line.participant.id: line.person for line in round_roster(work, round_id).lines}
            return render_template(
                "console/proposed.html", round=round_, step="raters", proposals=proposals, people=people
            )

    @blueprint.post("/rounds/<round_id>/raters/proposed")
    @administrators_only
    def take_proposed(round_id: str) -> ResponseReturnValue:
        def add(work: Work) -> Text | None:
            count = add_proposed(work, round_id)
            return text_n("%(count)s rater added.", "%(count)s raters added.", count)

        act(tools, add)
        return redirect(url_for("console.raters", round_id=round_id), 303)


def raters_page(work: Work, round_id: str, form: RatersFileForm) -> str:
    """Return the list of a round, with a form for a raters file."""
    round_ = find_round(work, round_id)
    roster = round_roster(work, round_id)
    search = request.args.get("search", "").strip()
    return render_template(
        "console/raters.html",
        round=round_,
        step="raters",
        roster=roster,
        present={line.person.id for line in roster.lines},
        can_change=is_allowed(round_.state, RoundAct.CHANGE_RATERS),
        search=search,
        candidates=find_candidates(work, search),
        departments=departments(work),
        form=form,
    )
