"""The people of the console: a file is looked at before it is written; one person by hand."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.bootstrap import Bundle
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.people import Person, all_persons
from tests.builders import a_person
from tests.web.console_scenes import a_running_round, lines_of
from tests.web.visitor import Visitor

GOOD = "email;name;manager_email;phone\nanna@x.be;Anna;;1\nbert@x.be;Bert;anna@x.be;2\n"
HALF_WRONG = "email,name\nanna@x.be,Anna\nbert,Bert\n"
IMPORT = "/console/people/import"


def upload(
    visitor: Visitor, content: str | bytes, name: str = "people.csv", **fields: object
) -> TestResponse:
    raw = content.encode() if isinstance(content, str) else content
    form = {"file": (BytesIO(raw), name), **fields}
    response = visitor.send(IMPORT, form, content_type="multipart/form-data")
    # The test client leaves the file it sends a large form from open.
    response.request.environ["wsgi.input"].close()
    return response


def parsed(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


def hidden_fields(response: TestResponse) -> dict[str, object]:
    (form,) = (form for form in parsed(response).select("main form") if form.select("[name=rows]"))
    return {str(field["name"]): field["value"] for field in form.select("input[type=hidden]")}


def names(bundle: Bundle) -> list[str]:
    with open_reading(bundle.tools, SYSTEM) as work:
        return [person.name for person in all_persons(work.session)]


def add(bundle: Bundle, name: str, email: str | None) -> str:
    with open_work(bundle.tools, SYSTEM) as work:
        person = a_person(work, name, email or "x@x.be")
        person.email = email
        return person.id


def test_without_people_the_page_says_how_to_begin(administrator: Visitor) -> None:
    page = administrator.page("/console/people/")
    assert [link["href"] for link in page.select("main a.button")] == [IMPORT]


def test_a_file_is_first_only_looked_at(administrator: Visitor, bundle: Bundle) -> None:
    response = upload(administrator, GOOD)
    assert response.status_code == 200
    assert "Anna" in response.text
    assert "The column “phone” is not used." in response.text
    assert names(bundle) == []


def test_what_was_looked_at_is_what_is_written(administrator: Visitor, bundle: Bundle) -> None:
    looked_at = upload(administrator, GOOD)
    response = administrator.send(IMPORT + "/apply", hidden_fields(looked_at))
    assert response.status_code == 303
    assert names(bundle) == ["Anna", "Bert"]
    assert "2 people added" in administrator.get("/console/people/").text


def test_a_change_shows_old_and_new(administrator: Visitor, bundle: Bundle) -> None:
    add(bundle, "Anna", "anna@x.be")
    page = parsed(upload(administrator, "email,name\nanna@x.be,Anna Aerts\n"))
    assert (page.select_one("del") or page).get_text() == "Anna"
    assert (page.select_one("ins") or page).get_text() == "Anna Aerts"


def test_wrong_lines_are_listed_and_can_be_left_out(administrator: Visitor, bundle: Bundle) -> None:
    looked_at = upload(administrator, HALF_WRONG)
    assert "Line 3, email: “bert” is not a mail address." in looked_at.text
    fields = hidden_fields(looked_at)
    without_leave = {name: value for name, value in fields.items() if name != "skip_bad"}
    assert administrator.send(IMPORT + "/apply", without_leave).status_code == 422
    assert names(bundle) == []
    assert administrator.send(IMPORT + "/apply", fields).status_code == 303
    assert names(bundle) == ["Anna"]


def test_rows_that_were_changed_on_the_way_are_not_taken(administrator: Visitor, bundle: Bundle) -> None:
    fields = hidden_fields(upload(administrator, GOOD))
    response = administrator.send(IMPORT + "/apply", {"rows": f"x{fields['rows']}"})
    assert response.status_code == 422
    assert "Choose the file once more" in response.text
    assert names(bundle) == []


def test_a_list_too_long_for_the_page_is_chosen_once_more(administrator: Visitor, bundle: Bundle) -> None:
    # Names that cannot be compressed, as long as they may be.
    lines = [f"p{number}@x.be,{bundle.tools.randomness.bytes(90).hex()}" for number in range(9000)]
    content = "email,name\n" + "\n".join(lines)
    looked_at = upload(administrator, content)
    assert not parsed(looked_at).select("[name=rows]")
    assert parsed(looked_at).select_one("form [name=apply]")
    assert upload(administrator, content, apply="yes").status_code == 303
    assert len(names(bundle)) == 9000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param(b"", "The file is empty.", id="empty"),
        pytest.param(b"naam;mail\nAnna;a@x.be", "needs a column “email”", id="other columns"),
        pytest.param(b"\x00\x01\x02", "", id="no text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(
    administrator: Visitor, content: bytes, words: str
) -> None:
    response = upload(administrator, content)
    assert response.status_code == 422
    assert parsed(response).select_one(".error-summary")
    assert words in response.text


def test_no_file_at_all_is_named(administrator: Visitor) -> None:
    response = administrator.send(IMPORT, {}, content_type="multipart/form-data")
    assert response.status_code == 422
    assert "Choose a file." in response.text


def test_people_are_found_by_a_part_of_name_or_address(administrator: Visitor, bundle: Bundle) -> None:
    add(bundle, "Anna Aerts", "anna@x.be")
    add(bundle, "Bert Bos", "bert@x.be")
    page = administrator.page("/console/people/?q=aert")
    assert [row.get_text() for row in page.select("tbody th")] == ["Anna Aerts"]
    assert "Nobody matches" in administrator.get("/console/people/?q=zzz").text


@pytest.mark.parametrize("query", ["?page=0", "?page=-3", "?page=x", "?page=999999999999", "?q=%00"])
def test_odd_addresses_of_the_list_are_harmless(administrator: Visitor, query: str) -> None:
    assert administrator.get("/console/people/" + query).status_code == 200


def test_one_person_is_added_by_hand(administrator: Visitor, bundle: Bundle) -> None:
    fields: dict[str, object] = {"name": "Anna", "email": "anna@x.be", "language": "fr"}
    assert administrator.send("/console/people/new", fields).status_code == 303
    assert names(bundle) == ["Anna"]


def test_what_was_typed_stays_and_the_field_is_named(administrator: Visitor) -> None:
    fields: dict[str, object] = {
        "name": "Anna <b>",
        "email": "nonsense",
        "language": "nl",
        "manager_email": "who@x.be",
    }
    response = administrator.send("/console/people/new", fields)
    page = parsed(response)
    assert response.status_code == 422
    for name in ("email", "manager_email"):
        assert page.select(f"#{name}[value='{fields[name]}'][aria-invalid]")
        assert page.select(f".error-summary a[href='#{name}']")
    assert [field["value"] for field in page.select("#name")] == ["Anna <b>"]


def test_everything_that_is_wrong_about_a_person_is_named_at_once(administrator: Visitor) -> None:
    page = parsed(administrator.send("/console/people/new", {"name": "", "email": "zz", "language": "nl"}))
    assert [link["href"] for link in page.select(".error-summary a")] == ["#name", "#email"]


def test_a_person_is_changed_and_keeps_a_manager_without_address(
    administrator: Visitor, bundle: Bundle
) -> None:
    boss = add(bundle, "Greet Maes", None)
    with open_work(bundle.tools, SYSTEM) as work:
        person = a_person(work, "Anna", "anna@x.be")
        person.manager_id = boss
    page = administrator.page(f"/console/people/{person.id}")
    fields = {str(field["name"]): field["value"] for field in page.select("main form input[type=text]")}
    response = administrator.send(
        f"/console/people/{person.id}",
        {**fields, "name": "Anna Aerts", "email": "anna@x.be", "language": "en"},
    )
    assert response.status_code == 303
    with open_reading(bundle.tools, SYSTEM) as work:
        (changed,) = (each for each in all_persons(work.session) if each.name == "Anna Aerts")
    assert (changed.manager_id, changed.language) == (boss, "en")


def test_the_time_zone_of_a_person_is_chosen_shown_and_emptied(
    administrator: Visitor, bundle: Bundle
) -> None:
    address = f"/console/people/{add(bundle, 'Anna', 'anna@x.be')}"
    fields: dict[str, object] = {"name": "Anna", "email": "anna@x.be", "language": "en"}
    page = administrator.page(address)
    assert page.select_one(f"datalist#{page.select('#time_zone')[0]['list']} option[value='Asia/Tokyo']")
    for typed, kept in (("asia/tokyo", "Asia/Tokyo"), ("", "")):
        assert administrator.send(address, {**fields, "time_zone": typed}).status_code == 303
        assert administrator.page(address).select("#time_zone")[0]["value"] == kept


def test_a_time_zone_that_does_not_exist_is_named_and_kept(administrator: Visitor, bundle: Bundle) -> None:
    address = f"/console/people/{add(bundle, 'Anna', 'anna@x.be')}"
    fields: dict[str, object] = {
        "name": "Anna",
        "email": "anna@x.be",
        "language": "en",
        "time_zone": "Brussel",
    }
    response = administrator.send(address, fields)
    assert response.status_code == 422
    assert parsed(response).select("#time_zone[value='Brussel'][aria-invalid]")
    assert "There is no time zone “Brussel”." in response.text


def test_a_file_shows_a_changed_time_zone_under_its_name(administrator: Visitor, bundle: Bundle) -> None:
    add(bundle, "Anna", "anna@x.be")
    page = parsed(upload(administrator, "email,name,Time zone\nanna@x.be,Anna,Asia/Tokyo\n"))
    assert [cell.get_text() for cell in page.select("tbody td")] == ["Time zone", "empty", "Asia/Tokyo"]


def test_a_person_in_no_round_can_be_deleted(administrator: Visitor, bundle: Bundle) -> None:
    person_id = add(bundle, "Anna", "anna@x.be")
    assert administrator.send(f"/console/people/{person_id}/delete").status_code == 303
    assert names(bundle) == []
    assert administrator.get(f"/console/people/{person_id}").status_code == 404


def test_people_are_for_administrators_only(client: Visitor, bundle: Bundle) -> None:
    person_id = add(bundle, "Anna", "anna@x.be")
    for path in ("/console/people/", IMPORT, f"/console/people/{person_id}"):
        response = client.get(path)
        assert response.status_code == 303
        assert "Anna" not in response.text


def test_before_writing_the_page_says_whose_links_a_file_would_replace(
    administrator: Visitor, bundle: Bundle
) -> None:
    scene = a_running_round(bundle)
    line = lines_of(bundle, scene.round_id)[0]
    with open_work(bundle.tools, SYSTEM) as work:
        work.session.get_one(Person, line.rater.id).email = None
    response = upload(administrator, f"email,name\nbrought@x.be,{line.rater.name}\nanna@x.be,Newcomer\n")
    assert "1 person who rates in a running round gets another address" in response.text
    assert "what was sent in stays counted" in response.text
    assert "running round" not in upload(administrator, "email,name\nanna@x.be,Newcomer\n").text


def test_the_page_of_a_rater_says_what_another_address_means(administrator: Visitor, bundle: Bundle) -> None:
    line = lines_of(bundle, a_running_round(bundle).round_id)[0]
    outside = add(bundle, "Outside", "outside@x.be")
    for person_id, is_said in ((line.rater.id, True), (outside, False)):
        response = administrator.get(f"/console/people/{person_id}?lang=en")
        assert response.status_code == 200
        assert ("saved but not sent in is lost" in response.text) is is_said
