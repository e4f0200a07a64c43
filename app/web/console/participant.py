"""One participant: the raters, what the reporting line proposes, and the way out of the round."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.rounds import RoundAct, is_allowed
from app.domain.text import Text, text, text_n
from app.services.coaches import coaches_of, may_name_coach
from app.services.finding import find_round
from app.services.people_choice import find_candidates
from app.services.raters import (
    add_proposed,
    propose_from_reporting_line,
    remove_participant,
)
from app.services.rosters import participant_roster
from app.services.work import Work, open_reading
from app.web.access import administrators_only, current_account
from app.web.console.acting import act

ADDRESS = "/rounds/<round_id>/participants/<participant_id>"


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the routes of one participant to the console."""
    tools = bundle.tools

    @blueprint.get(ADDRESS)
    @administrators_only
    def participant(round_id: str, participant_id: str) -> ResponseReturnValue:
        search = request.args.get("search", "").strip()
        with open_reading(tools, current_account().actor) as work:
            round_ = find_round(work, round_id)
            can_change = is_allowed(round_.state, RoundAct.CHANGE_RATERS)
            return render_template(
                "console/participant.html",
                round=round_,
                step="raters",
                roster=participant_roster(work, round_id, participant_id),
                proposals=propose_from_reporting_line(work, round_id, participant_id) if can_change else [],
                can_change=can_change,
                search=search,
                candidates=find_candidates(work, search),
                coach=coaches_of(work, round_id).get(participant_id),
                can_name_coach=may_name_coach(work, round_id, participant_id),
                typed_coach=request.args.get("coach", ""),
            )

    @blueprint.post(ADDRESS + "/proposed")
    @administrators_only
    def take_own_proposed(round_id: str, participant_id: str) -> ResponseReturnValue:
        def add(work: Work) -> Text | None:
            count = add_proposed(work, round_id, participant_id)
            return text_n("%(count)s rater added.", "%(count)s raters added.", count)

        act(tools, add)
        return to_participant(round_id, participant_id)

    @blueprint.post(ADDRESS + "/remove")
    @administrators_only
    def drop_participant(round_id: str, participant_id: str) -> ResponseReturnValue:
        def drop(work: Work) -> Text | None:
            remove_participant(work, round_id, participant_id)
            return text("The participant is no longer in this round.")

        act(tools, drop)
        return redirect(url_for("console.raters", round_id=round_id), 303)


def to_participant(round_id: str, participant_id: str) -> ResponseReturnValue:
    """Return the way back to a participant's raters, with the search that was open."""
    search = request.form.get("search") or None
    place = url_for("console.participant", round_id=round_id, participant_id=participant_id, search=search)
    return redirect(place, 303)
