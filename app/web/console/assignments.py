"""The raters of one participant: add, move to another group, take off the list."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.text import Text, text
from app.services.finding import find_round
from app.services.raters import add_rater, change_group, remove_rater
from app.services.work import Work
from app.web.access import administrators_only
from app.web.console.acting import act
from app.web.console.participant import ADDRESS, to_participant
from app.web.language import label_of_group


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add what can be done with a participant's raters to the console."""
    tools = bundle.tools

    @blueprint.post(ADDRESS + "/raters")
    @administrators_only
    def new_rater(round_id: str, participant_id: str) -> ResponseReturnValue:
        def add(work: Work) -> Text | None:
            group = request.form.get("group", "")
            assignment = add_rater(work, round_id, participant_id, request.form.get("person_id", ""), group)
            labels = {each["id"]: each["label"] for each in find_round(work, round_id).groups}
            label = label_of_group(assignment.rater_group, labels.get(assignment.rater_group, ""))
            return text("Added to the group %(group)s.", group=label)

        act(tools, add)
        return to_participant(round_id, participant_id)

    @blueprint.post(ADDRESS + "/raters/<assignment_id>/group")
    @administrators_only
    def move_rater(round_id: str, participant_id: str, assignment_id: str) -> ResponseReturnValue:
        def move(work: Work) -> Text | None:
            change_group(work, round_id, assignment_id, request.form.get("group", ""))
            return text("The rater is in the new group now.")

        act(tools, move)
        return to_participant(round_id, participant_id)

    @blueprint.post(ADDRESS + "/raters/<assignment_id>/remove")
    @administrators_only
    def drop_rater(round_id: str, participant_id: str, assignment_id: str) -> ResponseReturnValue:
        def drop(work: Work) -> Text | None:
            remove_rater(work, round_id, assignment_id)
            return text("The rater is off the list.")

        act(tools, drop)
        return to_participant(round_id, participant_id)
