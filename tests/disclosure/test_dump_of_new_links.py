"""New links for lost ones tie nobody to a response, while raters are at work and once they have finished."""

import random

import pytest
from sqlalchemy import select

from app.domain.tokens import rater_token, response_key, token_hash
from app.services.answer_vault import moving
from app.services.ports import Tools
from app.services.relinking import renew_link
from app.services.work import RATER, SYSTEM, Work, open_work
from app.storage.raters import Assignment, Invitation
from app.storage.responses import Response
from tests.builders import rater_tokens
from tests.disclosure.dump import dump_of
from tests.disclosure.dump_attack import attack, keys_that_can_be_derived
from tests.disclosure.test_dump import PARTICIPANTS, Scene, a_scene, send


def raters_of(tools: Tools, scene: Scene) -> dict[str, str]:
    """Return the rater id by assignment id."""
    with open_work(tools, SYSTEM) as work:
        query = select(Assignment).where(Assignment.round_id == scene.round_id)
        return {each.id: each.rater_id for each in work.session.scalars(query)}


def renew_naively(work: Work, round_id: str, rater_id: str) -> None:
    """Give a new link as one would write it first: change this rater's rows, and no others."""
    query = select(Invitation).where(Invitation.round_id == round_id, Invitation.rater_id == rater_id)
    invitation = work.session.scalars(query).one()
    link_key = work.tools.keys.link_key(round_id)
    old = rater_token(link_key, invitation.nonce or b"")
    invitation.nonce = work.randomness.bytes(32)
    new = rater_token(link_key, invitation.nonce)
    invitation.token_hash = token_hash(new)
    move = moving(work, round_id)
    for assignment_id in work.session.scalars(select(Assignment.id).where(Assignment.rater_id == rater_id)):
        row = work.session.get(Response, response_key(old, assignment_id))
        if row is not None:
            key = response_key(new, assignment_id)
            row.answers, row.key = move(row.key, key, row.answers), key


def renewed(tools: Tools, scene: Scene, raters: dict[str, str]) -> Scene:
    """Return the scene with the tokens as they are now; the links of finished raters stay what they were."""
    with open_work(tools, SYSTEM) as work:
        tokens = rater_tokens(work, scene.round_id)
    return Scene(scene.round_id, [(tokens.get(raters[id_], token), id_) for token, id_ in scene.duties])


def all_but_one_each(scene: Scene, raters: dict[str, str]) -> list[str]:
    """Return the assignments that leave every rater with one thing open."""
    last = {raters[assignment_id]: assignment_id for _, assignment_id in scene.duties}
    return [id_ for _, id_ in scene.duties if last[raters[id_]] != id_]


@pytest.mark.parametrize("is_naive", [False, True], ids=["as it is", "naive"])
def test_a_dump_right_after_everybody_got_a_new_link_pairs_no_better_than_chance(
    tools: Tools, is_naive: bool
) -> None:
    chance = random.Random(17)
    scene = a_scene(tools, chance)
    raters = raters_of(tools, scene)
    tokens = {id_: token for token, id_ in scene.duties}
    done = all_but_one_each(scene, raters)
    for assignment_id in done:
        with open_work(tools, RATER) as work:
            send(work, tokens[assignment_id], assignment_id, chance.randint(1, 4))
    order = sorted(set(raters.values()))
    chance.shuffle(order)
    for rater_id in order:
        with open_work(tools, SYSTEM) as work:
            (renew_naively if is_naive else renew_link)(work, scene.round_id, rater_id)
    after = renewed(tools, scene, raters)
    dump = dump_of(tools.database)

    verdict = attack(dump, after.truth, sorted(done, key=lambda id_: order.index(raters[id_])))

    assert len(dump.responses) == len(done)
    if is_naive:
        if tools.database.engine.dialect.name == "postgresql":
            assert verdict.best >= verdict.total * 0.95, verdict
    else:
        # Guessing hits a third, give or take a tenth; this is the best of some hundred guesses.
        assert verdict.best < verdict.total * 0.85, verdict


def test_with_new_links_on_the_way_finished_raters_are_found_no_better_than_chance(tools: Tools) -> None:
    chance = random.Random(19)
    scene = a_scene(tools, chance)
    raters = raters_of(tools, scene)
    waiting = list(raters.values())
    chance.shuffle(waiting)
    asked: list[str] = []
    for place in range(len(scene.duties)):
        token, assignment_id = scene.duties[place]
        with open_work(tools, RATER) as work:
            send(work, token, assignment_id, chance.randint(1, 4))
        rater_id = waiting.pop()
        with open_work(tools, SYSTEM) as work:
            if rater_id in asked or rater_id not in rater_tokens(work, scene.round_id):
                continue
            renew_link(work, scene.round_id, rater_id)
            asked.append(rater_id)
        scene = renewed(tools, scene, raters)
    assert len(asked) > 10
    dump = dump_of(tools.database)
    assert [invitation["nonce"] for invitation in dump.invitations if invitation["nonce"]] == []

    verdict = attack(dump, scene.truth, [assignment_id for _, assignment_id in scene.duties])

    assert (verdict.total, verdict.chance) == (PARTICIPANTS * 9, PARTICIPANTS * 2)
    assert verdict.best < 34, verdict
    assert keys_that_can_be_derived(dump, tools.keys.link_key(scene.round_id)) == set()
