"""The list of participants and raters, by hand and from a file."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup

from app.bootstrap import Bundle
from app.services.work import SYSTEM, open_work
from app.storage.people import Person
from tests.builders import a_person, a_round, rater_tokens, send_in_all
from tests.web.console_scenes import a_draft, a_running_round, a_sealed_round, lines_of, words
from tests.web.visitor import Visitor

PAGES = ["raters", "raters/proposed", "mails", "launch", "progress", "release", "audit"]


@pytest.mark.parametrize("page", PAGES)
def test_the_pages_of_a_round_are_for_administrators(client: Visitor, bundle: Bundle, page: str) -> None:
    scene = a_draft(bundle)
    response = client.get(scene.at(page))
    assert (response.status_code, response.headers["Location"]) == (303, "/sign-in/")


def test_an_empty_round_teaches_what_to_do(administrator: Visitor, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        round_id = a_round(work, 0).id
    assert "Nobody takes part yet" in words(administrator.page(f"/console/rounds/{round_id}/raters?lang=en"))


def test_the_list_counts_raters_and_shows_warnings(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle, peers=2)
    page = administrator.page(scene.at("raters?lang=en"))
    row = page.select("tbody tr")[0]
    assert [cell.get_text() for cell in row.select("td.number")] == ["1", "0", "2", "0", "0"]
    assert "2 peers" in words(row)


def test_people_are_found_and_added(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    with open_work(bundle.tools, SYSTEM) as work:
        zoe = a_person(work, "Zoë Zomer", department="Zorg")
    assert "Zoë Zomer" in words(administrator.page(scene.at("raters?search=zomer")))
    administrator.send(scene.at("participants"), {"person_id": zoe.id})
    administrator.send(scene.at("participants"), {"person_id": zoe.id})
    names = {line.participant_person.name for line in lines_of(bundle, scene.round_id)}
    assert names == {scene.participant_name, "Zoë Zomer"}


@pytest.mark.parametrize("by", ["manager_id", "department"])
def test_whole_teams_are_added_at_once(administrator: Visitor, bundle: Bundle, by: str) -> None:
    scene = a_draft(bundle)
    with open_work(bundle.tools, SYSTEM) as work:
        boss = a_person(work, "Boss")
        for name in ("Ada", "Bo"):
            a_person(work, name, manager=boss, department="Zorg")
    value = boss.id if by == "manager_id" else "Zorg"
    administrator.send(scene.at("participants"), {by: value})
    names = {line.participant_person.name for line in lines_of(bundle, scene.round_id)}
    assert names == {scene.participant_name, "Ada", "Bo"}


def test_a_search_without_a_result_says_so(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    assert "Nobody is called “xyz”" in words(administrator.page(scene.at("raters?search=xyz&lang=en")))


def a_boss_for(bundle: Bundle, person_name: str) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        boss = a_person(work, "Boss")
        person = work.session.query(Person).filter_by(name=person_name).one()
        person.manager_id = boss.id


@pytest.mark.parametrize("is_for_everybody", [True, False])
def test_the_reporting_line_is_shown_and_taken_with_one_button(
    administrator: Visitor, bundle: Bundle, is_for_everybody: bool
) -> None:
    scene = a_draft(bundle)
    a_boss_for(bundle, scene.participant_name)
    shown = scene.at("raters/proposed") if is_for_everybody else scene.of_participant()
    taken = scene.at("raters/proposed") if is_for_everybody else scene.of_participant("/proposed")
    assert "Boss" in words(administrator.page(shown))
    administrator.send(taken)
    assert ("Boss", "manager") in {
        (line.rater.name, line.assignment.rater_group) for line in lines_of(bundle, scene.round_id)
    }


def test_a_rater_is_added_moved_and_removed(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle, peers=0)
    with open_work(bundle.tools, SYSTEM) as work:
        person = a_person(work, "Piet")
    assert "Piet" in words(administrator.page(scene.of_participant("?search=piet")))
    administrator.send(scene.of_participant("/raters"), {"person_id": person.id, "group": "peer"})
    (line,) = [each for each in lines_of(bundle, scene.round_id) if each.rater.name == "Piet"]
    assert line.assignment.rater_group == "peer"
    administrator.send(scene.of_participant(f"/raters/{line.assignment.id}/group"), {"group": "other"})
    (line,) = [each for each in lines_of(bundle, scene.round_id) if each.rater.name == "Piet"]
    assert line.assignment.rater_group == "other"
    administrator.send(scene.of_participant(f"/raters/{line.assignment.id}/remove"))
    assert "Piet" not in {each.rater.name for each in lines_of(bundle, scene.round_id)}


def test_a_refusal_is_said_on_the_page_one_comes_back_to(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle, peers=1)
    (peer,) = [each for each in lines_of(bundle, scene.round_id) if each.assignment.rater_group == "peer"]
    fields: dict[str, object] = {"person_id": peer.rater.id, "group": "other"}
    response = administrator.send(scene.of_participant("/raters?lang=en"), fields, follow_redirects=True)
    assert "rates this person already" in response.text


def test_a_participant_is_taken_out(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle, participants=2)
    administrator.send(scene.of_participant("/remove"))
    assert scene.participant_id not in {each.participant.id for each in lines_of(bundle, scene.round_id)}


def test_a_running_round_says_what_a_withdrawal_deletes_and_hides_who_answered(
    administrator: Visitor, bundle: Bundle
) -> None:
    scene = a_running_round(bundle)
    before = words(administrator.page(scene.of_participant("?lang=en")))
    with open_work(bundle.tools, SYSTEM) as work:
        for token in list(rater_tokens(work, scene.round_id).values())[:4]:
            send_in_all(work, token)
    after = words(administrator.page(scene.of_participant("?lang=en")))
    assert before == after
    assert "is deleted, as long as the link still leads to it" in after


def test_a_sealed_round_has_no_buttons(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_sealed_round(bundle)
    for address in (scene.at("raters"), scene.of_participant()):
        assert not administrator.page(address).select("main form[method=post]")


def upload(administrator: Visitor, path: str, content: str | bytes, name: str = "raters.csv") -> str:
    raw = content.encode() if isinstance(content, str) else content
    response = administrator.send(
        path + "?lang=en", {"file": (BytesIO(raw), name)}, content_type="multipart/form-data"
    )
    return response.text


def a_file(bundle: Bundle, participant_name: str, *more: str) -> str:
    with open_work(bundle.tools, SYSTEM) as work:
        a_person(work, "Piet", "piet@example.org")
        email = work.session.query(Person).filter_by(name=participant_name).one().email
    return "\n".join(("participant_email;rater_email;group", f"{email};piet@example.org;peer", *more))


def test_a_file_is_checked_first_and_applied_then(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle, peers=0)
    text = upload(administrator, scene.at("raters/file"), a_file(bundle, scene.participant_name))
    assert "Nothing has been written yet" in text
    assert "Piet" not in {each.rater.name for each in lines_of(bundle, scene.round_id)}
    administrator.send(scene.at("raters/file/apply"), {"content": hidden(text, "content")})
    assert "Piet" in {each.rater.name for each in lines_of(bundle, scene.round_id)}


def hidden(text: str, name: str) -> str:
    return str(BeautifulSoup(text, "html.parser").select(f"input[name={name}]")[0]["value"])


def test_wrong_lines_are_listed_and_can_be_left_out(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle, peers=0)
    content = a_file(bundle, scene.participant_name, "nobody@example.org;piet@example.org;peer")
    text = upload(administrator, scene.at("raters/file"), content)
    assert "Line 3: participant_email: nobody has the address" in text
    fields: dict[str, object] = {"content": hidden(text, "content")}
    administrator.send(scene.at("raters/file/apply"), fields)
    assert "Piet" not in {each.rater.name for each in lines_of(bundle, scene.round_id)}
    administrator.send(scene.at("raters/file/apply"), fields | {"skip_bad": hidden(text, "skip_bad")})
    assert "Piet" in {each.rater.name for each in lines_of(bundle, scene.round_id)}


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "raters.csv", "empty"),
        ("a;b\n1;2", "raters.csv", "missing: participant_email, rater_email, group"),
        (b"\xd0\xcf\x11\xe0old", "raters.xls", "old or protected Excel"),
    ],
    ids=["empty", "columns", "old excel"],
)
def test_a_file_that_cannot_be_read_says_why(
    administrator: Visitor, bundle: Bundle, content: str | bytes, name: str, reason: str
) -> None:
    scene = a_draft(bundle)
    assert reason in upload(administrator, scene.at("raters/file"), content, name)


def test_no_file_at_all_says_so(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    response = administrator.send(scene.at("raters/file?lang=en"))
    assert response.status_code == 422
    assert "Choose a file." in response.text


def test_lines_that_do_not_arrive_whole_are_refused(administrator: Visitor, bundle: Bundle) -> None:
    scene = a_draft(bundle)
    response = administrator.send(
        scene.at("raters/file/apply?lang=en"), {"content": "1\tx"}, follow_redirects=True
    )
    assert "did not arrive whole" in response.text
