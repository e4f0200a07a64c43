"""What pages tell HR and raters about who has answered, and about a move to another group."""

import pytest
from flask import Flask

from app.bootstrap import Bundle
from app.services.raters import change_group
from app.services.rating import decline
from app.services.work import SYSTEM, open_work
from tests.builders import rater_tokens, send_in_all
from tests.web.console_scenes import Scene, a_running_round, lines_of, words
from tests.web.raters import RaterAtWork, a_rater_at_work
from tests.web.visitor import Visitor


@pytest.fixture
def rater(app: Flask, bundle: Bundle) -> RaterAtWork:
    """Return somebody who has pressed Start, and whom HR may follow."""
    found = a_rater_at_work(app, bundle)
    found.start()
    return found


def move(rater: RaterAtWork) -> None:
    with open_work(rater.bundle.tools, SYSTEM) as work:
        change_group(work, rater.round_id, rater.tasks["Anna"], "direct_report")


def declined(bundle: Bundle, scene: Scene, group: str) -> None:
    line = next(each for each in lines_of(bundle, scene.round_id) if each.assignment.rater_group == group)
    with open_work(bundle.tools, SYSTEM) as work:
        token = rater_tokens(work, scene.round_id)[line.rater.id]
        decline(work, token, line.assignment.id, "we never met")


def test_sending_in_from_a_page_with_the_old_group_keeps_a_draft_and_asks_again(rater: RaterAtWork) -> None:
    fields = {**rater.complete("Anna"), "group": "peer", "action": "submit"}
    move(rater)
    response = rater.visitor.send(rater.at("Anna", "all"), fields)
    assert response.status_code == 409
    assert "moved you to another group" in response.text
    assert 'name="group" value="direct_report"' in response.text
    assert (rater.state("Anna"), rater.rows()) == ("open", (1, 0))
    again = {**fields, "group": "direct_report"}
    assert rater.visitor.send(rater.at("Anna", "all"), again).location == rater.desk
    assert rater.state("Anna") == "done"


def test_the_review_asks_again_after_a_move(rater: RaterAtWork) -> None:
    rater.visitor.send(rater.at("Anna", "all"), rater.complete("Anna"))
    form = rater.visitor.page(rater.at("Anna", "review")).select('form[action$="/submit"]')[0]
    assert form.select('input[name="group"]')[0]["value"] == "peer"
    move(rater)
    response = rater.visitor.send(rater.at("Anna", "submit"), {"group": "peer"})
    assert response.status_code == 409
    assert "You were moved to another group" in response.text
    assert rater.state("Anna") == "open"
    assert rater.visitor.send(rater.at("Anna", "submit"), {"group": "direct_report"}).location == rater.desk
    assert rater.state("Anna") == "done"


def test_the_decline_page_says_that_hr_reads_it_where_hr_may(rater: RaterAtWork) -> None:
    assert "The organisers see that you decline" in words(rater.visitor.page(rater.at("Anna", "decline")))
    move(rater)
    page = words(rater.visitor.page(rater.at("Anna", "decline")))
    assert "Nobody but you sees that you decline" in page
    assert "The organisers see" not in page


def test_declines_stand_on_the_pages_of_hr(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle)
    declined(bundle, scene, "peer")
    for address in (scene.at("progress?lang=en"), scene.of_participant("?lang=en")):
        assert "we never met" in words(administrator.page(address))


def test_pages_do_not_change_by_what_a_small_group_does(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle, direct_reports=2)
    addresses = (scene.at("progress?lang=en"), scene.of_participant("?lang=en"), "/console/?lang=en")
    before = [words(administrator.page(address)) for address in addresses]
    declined(bundle, scene, "direct_report")
    other = [
        each for each in lines_of(bundle, scene.round_id) if each.assignment.rater_group == "direct_report"
    ][1]
    with open_work(bundle.tools, SYSTEM) as work:
        send_in_all(work, rater_tokens(work, scene.round_id)[other.rater.id])
    assert [words(administrator.page(address)) for address in addresses] == before
    assert "without the forms of 2 raters" in before[0]
    assert "nobody may learn who of them has answered" in before[1]


def test_a_small_group_has_neither_move_nor_withdraw(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle, direct_reports=2)
    page = administrator.page(scene.of_participant())
    actions = [str(form["action"]) for form in page.select("main form[method=post]")]
    for line in lines_of(bundle, scene.round_id):
        is_offered = any(line.assignment.id in action for action in actions)
        assert is_offered is (line.assignment.rater_group != "direct_report")


def test_a_reminder_is_answered_alike_when_nobody_has_anything_open(
    administrator: Visitor, bundle: Bundle
) -> None:
    scene = a_running_round(bundle, peers=1, direct_reports=0)
    with open_work(bundle.tools, SYSTEM) as work:
        for token in rater_tokens(work, scene.round_id).values():
            send_in_all(work, token)
    sent = administrator.send(scene.at("remind?lang=en"), follow_redirects=True)
    assert "Reminders are on their way" in sent.text
    assert (
        "less than an hour ago" in administrator.send(scene.at("remind?lang=en"), follow_redirects=True).text
    )
