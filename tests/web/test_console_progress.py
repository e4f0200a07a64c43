"""A running round, within what raters were promised."""

from sqlalchemy import select

from app.bootstrap import Bundle
from app.services.ports import JobName
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.messages import Message
from app.storage.rounds import Round
from tests.builders import rater_tokens, send_in_all
from tests.fakes import FakeQueue
from tests.web.console_scenes import (
    Scene,
    a_closing_round,
    a_draft,
    a_running_round,
    a_sealed_round,
    lines_of,
    words,
)
from tests.web.visitor import Visitor


def state(bundle: Bundle, scene: Scene) -> str:
    with open_reading(bundle.tools, SYSTEM) as work:
        return work.session.get_one(Round, scene.round_id).state


def test_open_raters_are_listed_where_groups_are_large_enough(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle, peers=5, direct_reports=4)
    page = words(administrator.page(scene.at("progress?lang=en")))
    for line in lines_of(bundle, scene.round_id):
        assert line.rater.name in page


def test_raters_of_a_small_group_are_never_listed_and_the_page_says_so(
    administrator: Visitor, bundle: Bundle
) -> None:
    scene = a_running_round(bundle, peers=5, direct_reports=2)
    hidden = [
        each for each in lines_of(bundle, scene.round_id) if each.assignment.rater_group == "direct_report"
    ]
    page = administrator.page(scene.at("progress?lang=en"))
    for line in hidden:
        assert line.rater.name not in words(page)
    assert "2 raters are never listed here, finished or not" in words(page)


def test_what_the_page_says_about_a_small_group_does_not_depend_on_its_answers(
    administrator: Visitor, bundle: Bundle
) -> None:
    scene = a_running_round(bundle, peers=5, direct_reports=2)
    hidden = [
        each for each in lines_of(bundle, scene.round_id) if each.assignment.rater_group == "direct_report"
    ]

    def tables() -> str:
        page = administrator.page(scene.at("progress?lang=en"))
        return " ".join(words(table) for table in page.select("main table"))

    before = tables()
    with open_work(bundle.tools, SYSTEM) as work:
        send_in_all(work, rater_tokens(work, scene.round_id)[hidden[0].rater.id])
    assert tables() == before


def test_a_round_that_hides_its_progress_shows_no_number(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle)
    with open_work(bundle.tools, SYSTEM) as work:
        work.session.get_one(Round, scene.round_id).hr_sees_progress = False
    page = administrator.page(scene.at("progress?lang=en"))
    assert not page.select("progress")
    assert "does not see who has answered" in words(page)


def test_reminders_go_out_once(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle)
    first = administrator.send(scene.at("remind?lang=en"), follow_redirects=True)
    assert "Reminders are on their way" in first.text
    second = administrator.send(scene.at("remind?lang=en"), follow_redirects=True)
    assert "less than an hour ago" in second.text


def test_closing_asks_first_and_happens_once(
    administrator: Visitor, bundle: Bundle, queue: FakeQueue
) -> None:
    scene = a_running_round(bundle)
    assert "cannot be taken back" in words(administrator.page(scene.at("progress?lang=en")))
    administrator.send(scene.at("close"))
    again = administrator.send(scene.at("close?lang=en"), follow_redirects=True)
    assert "closed already" in again.text
    assert queue.published.count((JobName.SEAL_ROUND, scene.round_id)) == 1
    assert state(bundle, scene) == "closing"


def test_a_draft_cannot_be_closed(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    administrator.send(scene.at("close"))
    assert state(bundle, scene) == "draft"


def test_the_page_looks_again_by_itself_only_while_it_is_sealed(
    administrator: Visitor, bundle: Bundle
) -> None:
    closing = administrator.get(a_closing_round(bundle).at("progress?lang=en"))
    assert closing.headers["Refresh"] == "5"
    assert "Sealing is under way" in closing.text
    assert "Refresh" not in administrator.get(a_sealed_round(bundle).at("progress")).headers


def test_after_the_close_answers_are_counted_per_group(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_round(bundle)
    row = administrator.page(scene.at("progress?lang=en")).select("main tbody tr")[0]
    assert [cell.get_text() for cell in row.select("td")] == [
        "1 of 1",
        "1 of 1",
        "5 of 5",
        "4 of 4",
        "0 of 0",
    ]


def test_mails_that_failed_are_listed_with_their_reason(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_running_round(bundle)
    with open_work(bundle.tools, SYSTEM) as work:
        message = work.session.scalars(select(Message)).first()
        if message is None:
            raise AssertionError("no mail")
        message.state, message.last_code, message.last_error = "failed", 550, "no such mailbox"
    assert "needs your attention" in words(administrator.page(scene.at("progress?lang=en")))
    listed = words(administrator.page(scene.at("deliveries?show=attention&lang=en")))
    assert "The mail server says that there is no such address." in listed


def test_the_progress_of_a_draft_is_its_check(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    assert administrator.get(scene.at("progress")).headers["Location"] == scene.at("launch")


def test_the_list_of_acts_names_who_did_what(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    administrator.send(scene.at("launch"))
    page = words(administrator.page(scene.at("audit?lang=en")))
    assert "hr@example.org launched the round" in page
