"""HR sees what became of each rater's mail, corrects addresses, sends again, replaces lost links."""

import pytest
from flask import Flask

from app.bootstrap import Bundle
from app.services.delivery import deliver_due
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.messages import messages_of_round
from app.storage.people import Person
from app.storage.raters import RaterLine
from tests.builders import rater_tokens, send_in_all
from tests.fakes import FixedClock
from tests.web.console_scenes import Scene, a_draft, a_running_round, a_sealed_round, lines_of, words
from tests.web.raters import RaterAtWork, a_rater_at_work
from tests.web.visitor import Visitor


def of_group(bundle: Bundle, scene: Scene, group: str) -> RaterLine:
    return next(each for each in lines_of(bundle, scene.round_id) if each.assignment.rater_group == group)


def page_of(scene: Scene, line: RaterLine, path: str = "") -> str:
    return scene.at(f"deliveries/{line.rater.id}{path}")


def refused(bundle: Bundle, scene: Scene, line: RaterLine) -> None:
    """Let the mail to one rater be refused, and all others leave."""
    deliver_due(bundle.tools)
    with open_work(bundle.tools, SYSTEM) as work:
        for message in messages_of_round(work.session, scene.round_id):
            if message.invitation_id == line.assignment.invitation_id:
                message.state, message.last_code, message.last_error = "failed", 550, "5.1.1 no such user"


def test_the_list_says_what_became_of_each_mail(
    administrator: Visitor, bundle: Bundle, clock: FixedClock
) -> None:
    scene = a_running_round(bundle)
    line = of_group(bundle, scene, "peer")
    assert "waits to be sent" in words(administrator.page(scene.at("deliveries?lang=en")))
    refused(bundle, scene, line)
    clock.move(minutes=1)
    page = administrator.page(scene.at("deliveries?show=attention&lang=en"))
    assert [row.select("th")[0].get_text(strip=True) for row in page.select("tbody tr")] == [line.rater.name]
    assert "There is no such address." in words(page)
    assert "Needs attention (1)" in words(page)
    assert "The mail to 1 rater needs your attention" in words(
        administrator.page(scene.at("progress?lang=en"))
    )


def test_an_address_is_corrected_and_the_mail_goes_out_again(
    administrator: Visitor, bundle: Bundle, clock: FixedClock
) -> None:
    scene = a_running_round(bundle)
    line = of_group(bundle, scene, "peer")
    refused(bundle, scene, line)
    clock.move(minutes=1)
    said = words(administrator.page(page_of(scene, line, "?lang=en")))
    assert "What this rater has saved but not sent in is lost; what was sent in stays counted" in said
    wrong = administrator.send(page_of(scene, line, "/address?lang=en"), {"email": "nobody at home"})
    assert wrong.status_code == 422
    assert "nobody at home" in wrong.text
    taken = administrator.send(
        page_of(scene, line, "/address?lang=en"), {"email": of_group(bundle, scene, "manager").rater.email}
    )
    assert "has this address already" in taken.text
    right = administrator.send(
        page_of(scene, line, "/address?lang=en"), {"email": "right@example.org"}, follow_redirects=True
    )
    assert "The address is corrected." in right.text
    assert "waits to be sent" in words(administrator.page(page_of(scene, line)))
    with open_reading(bundle.tools, SYSTEM) as work:
        assert work.session.get_one(Person, line.rater.id).email == "right@example.org"
    assert deliver_due(bundle.tools) == 1
    assert "Nothing needs your attention" in words(administrator.page(scene.at("deliveries?show=attention")))


def test_nothing_is_sent_twice_to_a_good_address(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle)
    line = of_group(bundle, scene, "peer")
    waiting = administrator.send(page_of(scene, line, "/again?lang=en"), follow_redirects=True)
    assert "still waits and leaves by itself" in waiting.text
    deliver_due(bundle.tools)
    taken = administrator.send(page_of(scene, line, "/again?lang=en"), follow_redirects=True)
    assert "none is sent twice" in taken.text
    assert deliver_due(bundle.tools) == 0


def test_a_lost_link_is_replaced(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle)
    line = of_group(bundle, scene, "peer")
    said = administrator.send(page_of(scene, line, "/link?lang=en"), follow_redirects=True)
    assert f"A mail with a new link is on its way to {line.rater.name}" in said.text
    assert "New link" in words(administrator.page(page_of(scene, line)))
    assert "asked for a new link for" in words(administrator.page(scene.at("audit?lang=en")))


@pytest.mark.parametrize("is_finished", [False, True])
def test_about_a_hidden_rater_every_page_reads_alike(
    administrator: Visitor, bundle: Bundle, clock: FixedClock, is_finished: bool
) -> None:
    scene = a_running_round(bundle, direct_reports=2)
    line = of_group(bundle, scene, "direct_report")
    deliver_due(bundle.tools)
    if is_finished:
        with open_work(bundle.tools, SYSTEM) as work:
            send_in_all(work, rater_tokens(work, scene.round_id)[line.rater.id])
    clock.move(minutes=1)
    said = administrator.send(page_of(scene, line, "/link?lang=en"), follow_redirects=True)
    assert "If " + line.rater.name + " still has something open" in said.text
    deliver_due(bundle.tools)
    page = administrator.page(page_of(scene, line, "?lang=en"))
    rows = [words(row) for row in page.select("tbody tr")]
    assert rows == ["23 November 2026, 11:00 (CET) Invitation sent, or not needed any more"]
    assert "not shown: nobody may learn" in words(page)
    shown = words(administrator.page(scene.at("deliveries?lang=en")))
    assert shown.count("sent, or not needed any more not shown") == 2
    figures = words(administrator.page(scene.at("progress?lang=en")).select("main")[0])
    assert "Sent 9 " in figures
    assert "Not needed any more 0" in figures


def test_a_draft_and_a_sealed_round_have_a_list_too(administrator: Visitor, bundle: Bundle) -> None:
    draft = a_draft(bundle)
    assert "No mail has gone out yet" in words(administrator.page(draft.at("deliveries?lang=en")))
    sealed = a_sealed_round(bundle)
    page = administrator.page(sealed.at("deliveries?lang=en"))
    assert "finished" not in words(page.select("main")[0])
    line = of_group(bundle, sealed, "peer")
    assert administrator.page(page_of(sealed, line)).select("main form") == []


def test_the_list_is_searched_and_paged(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle, peers=110, direct_reports=0)
    page = administrator.page(scene.at("deliveries?lang=en"))
    assert len(page.select("tbody tr")) == 100
    assert "Page 1 of 2" in words(page)
    assert len(administrator.page(scene.at("deliveries?page=2")).select("tbody tr")) == 12
    line = of_group(bundle, scene, "peer")
    found = administrator.page(scene.at(f"deliveries?q={line.rater.email}"))
    assert line.rater.name in words(found.select("tbody")[0])
    assert "No rater here matches" in words(administrator.page(scene.at("deliveries?q=zzzz&lang=en")))


def test_a_stranger_has_no_page(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle)
    assert administrator.get(scene.at("deliveries/" + "0" * 32)).status_code == 404
    assert administrator.send(scene.at("deliveries/" + "0" * 32 + "/link")).status_code == 404


@pytest.fixture
def rater(app: Flask, bundle: Bundle) -> RaterAtWork:
    """Return somebody who has pressed Start."""
    found = a_rater_at_work(app, bundle)
    found.start()
    return found


def test_the_old_link_and_its_cookie_say_what_happened(administrator: Visitor, rater: RaterAtWork) -> None:
    line = next(each for each in lines_of(rater.bundle, rater.round_id) if each.rater.name == rater.name)
    administrator.send(f"/console/rounds/{rater.round_id}/deliveries/{line.rater.id}/link")
    for address in (rater.landing, rater.desk, rater.at("Anna", "all")):
        response = rater.visitor.get(address)
        assert response.status_code == 404
        assert "There is a newer link for you" in response.text
    posted = rater.visitor.send(rater.at("Anna", "all"), {"action": "submit"})
    assert "What you typed since then was not saved" in posted.text
    assert rater.token not in posted.text
