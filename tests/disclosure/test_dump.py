"""A dump of a running round, all server keys included, does not tell which response is whose.

What remains, and is said in docs/operations.md: files that keep the past. SQLite's write-ahead log until the
hourly checkpoint, dead row versions until PostgreSQL's hourly vacuum, archives of write-ahead logs, and two
backups taken before and after a single rater answered tell in which order rows came. They are worth something
only to somebody who also holds the round's keys, and nothing any more once the round is sealed and the keys
are gone. A rater who has finished everything and then takes one answer back stands alone as "open, without a
nonce": a draft about that participant is then probably this rater's, until it is sent in again.
"""

import random
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from app.domain.tokens import response_key, token_hash
from app.services.answer_vault import open_answers, seal_answers
from app.services.launch import launch_round
from app.services.ports import Tools
from app.services.rating import open_form, save_and_send_in
from app.services.work import RATER, SYSTEM, Work, open_reading, open_work
from app.storage.raters import Assignment, Invitation, assignments_of_invitation
from app.storage.responses import Response
from app.storage.rounds import participants_with_persons
from tests.builders import a_person, a_rater, a_round, rater_tokens
from tests.disclosure.dump import dump_of
from tests.disclosure.dump_attack import attack, keys_that_can_be_derived

PARTICIPANTS = 6
GROUPS = {"peer": 5, "direct_report": 4}


@dataclass(frozen=True)
class Scene:
    """A round whose raters are known to the test: (token, assignment id) of every duty, in no order."""

    round_id: str
    duties: list[tuple[str, str]]

    @property
    def truth(self) -> dict[str, str]:
        return {assignment_id: response_key(token, assignment_id) for token, assignment_id in self.duties}


def a_scene(tools: Tools, chance: random.Random) -> Scene:
    """Launch a round in which two dozen colleagues rate several participants each."""
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, PARTICIPANTS, ("analyseren",), has_comments=False, has_open_questions=False)
        pool = [a_person(work) for _ in range(24)]
        for participant, _ in participants_with_persons(work.session, round_.id):
            raters = chance.sample(pool, sum(GROUPS.values()))
            for group, count in GROUPS.items():
                for _ in range(count):
                    a_rater(work, round_, participant, group, raters.pop())
        launch_round(work, round_.id)
        tokens = rater_tokens(work, round_.id)
        duties = [(tokens[each.rater_id], each.id) for each in work.session.scalars(select(Assignment))]
    chance.shuffle(duties)
    return Scene(round_.id, duties)


def send(work: Work, token: str, assignment_id: str, level: int) -> None:
    """Send in one complete form as the product does."""
    assert save_and_send_in(work, token, assignment_id, {"rating-analyseren": str(level)}).is_sent_in


def send_naively(work: Work, token: str, assignment_id: str, level: int) -> None:
    """Send in as one would write it first: lock the rater's row, add or change the response's row."""
    locked = select(Invitation).where(Invitation.token_hash == token_hash(token)).with_for_update()
    invitation = work.session.scalars(locked).one()
    answers = open_form(work, token, assignment_id, is_under_way=True).answers
    answers = type(answers)({"analyseren": level}, {})
    assignment = work.session.get_one(Assignment, assignment_id)
    key = response_key(token, assignment_id)
    sealed = seal_answers(work, assignment.round_id, key, answers)
    response = work.session.get(Response, key)
    if response is None:
        ids = {"round_id": assignment.round_id, "participant_id": assignment.participant_id}
        work.session.add(Response(key=key, rater_group=assignment.rater_group, answers=sealed, **ids))
    else:
        response.answers = sealed
    assignment.state = "done"
    work.session.flush()
    if all(each.state == "done" for each in assignments_of_invitation(work.session, invitation.id)):
        invitation.nonce = None


WAYS = {"as it is": send, "naive": send_naively}


def everybody_sends(tools: Tools, scene: Scene, way: str, chance: random.Random) -> None:
    """Let everybody send in, one after the other; now and then somebody changes an answer."""
    for number, (token, assignment_id) in enumerate(scene.duties):
        with open_work(tools, RATER) as work:
            WAYS[way](work, token, assignment_id, chance.randint(1, 4))
        if number % 9 == 8:
            with open_work(tools, RATER) as work:
                WAYS[way](work, *scene.duties[chance.randrange(number)], chance.randint(1, 4))


@pytest.mark.parametrize("way", ["as it is", "naive"])
def test_pairing_raters_with_responses_is_no_better_than_chance(tools: Tools, way: str) -> None:
    chance = random.Random(7)
    scene = a_scene(tools, chance)
    everybody_sends(tools, scene, way, chance)
    dump = dump_of(tools.database)
    assert [invitation["nonce"] for invitation in dump.invitations if invitation["nonce"]] == []

    verdict = attack(dump, scene.truth, [assignment_id for _, assignment_id in scene.duties])

    assert (verdict.total, verdict.chance) == (PARTICIPANTS * 9, PARTICIPANTS * 2)
    if way == "naive":
        assert verdict.best >= verdict.total * 0.8, verdict
    else:
        # Guessing hits 12 of 54, give or take 3.5: the best of some hundred guesses stays under 34.
        assert verdict.best < 34, verdict
    assert keys_that_can_be_derived(dump, tools.keys.link_key(scene.round_id)) == set()


def test_what_the_keys_open_names_nobody(tools: Tools) -> None:
    chance = random.Random(8)
    scene = a_scene(tools, chance)
    everybody_sends(tools, scene, "as it is", chance)
    dump = dump_of(tools.database)
    known = {str(row[name]) for row in dump.assignments for name in ("id", "rater_id", "invitation_id")}
    with open_reading(tools, SYSTEM) as work:
        for row in dump.responses:
            opened = open_answers(work, scene.round_id, row["key"], row["answers"])
            assert set(opened.ratings) == {"analyseren"}
            assert not known & {str(value) for value in row.values()}
    assert len({row["size"] for row in dump.responses}) == 1
