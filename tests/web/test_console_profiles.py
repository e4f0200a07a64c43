"""Role profiles in the console: made, changed and deleted by hand, brought in and taken away as a matrix."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.adapters.tables import read_lines
from app.adapters.xlsx_writing import write_xlsx
from app.bootstrap import Bundle
from app.services.role_profiles import save_profile
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.role_profiles import profiles_of_framework
from app.storage.rounds import Round
from tests.builders import a_launched_round, a_person, a_round
from tests.web.visitor import Visitor

HOME = "/console/profiles/rondom/"
GOOD = b"role,Analyseren,Empathie\r\nTeam lead,4,\r\nAnalyst,2,3\r\n"


def kept(bundle: Bundle) -> dict[str, dict[str, int]]:
    with open_reading(bundle.tools, SYSTEM) as work:
        return {profile.name: profile.targets for profile in profiles_of_framework(work.session, "rondom")}


def a_profile(bundle: Bundle, name: str = "Team lead", **targets: str) -> str:
    with open_work(bundle.tools, SYSTEM) as work:
        return save_profile(work, "rondom", name, targets or {"analyseren": "3", "empathie": "2"}).id


def page_of(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


def uploaded(visitor: Visitor, content: bytes, name: str = "matrix.csv") -> TestResponse:
    return visitor.send(HOME + "import", {"file": (BytesIO(content), name)})


def carried(response: TestResponse) -> str:
    return str(page_of(response).select("input[name=lines]")[0]["value"])


def test_without_profiles_the_page_says_where_to_begin(administrator: Visitor, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        a_person(work, role="Team lead")
    page = administrator.page(HOME)
    assert "No function has a profile yet" in page.get_text()
    (link,) = page.select(".role-links a")
    assert administrator.page(str(link["href"])).select("#name")[0]["value"] == "Team lead"


def test_the_matrix_shows_every_competency_and_every_profile(administrator: Visitor, bundle: Bundle) -> None:
    a_profile(bundle)
    a_profile(bundle, "Analyst", empathie="4")
    page = administrator.page(HOME + "?lang=nl")
    rows = {
        row.select("th")[0].get_text(): [cell.get_text() for cell in row.select("td")]
        for row in page.select(".matrix tbody tr:not(.matrix-cluster)")
    }
    assert [head.get_text() for head in page.select(".matrix thead th")][1:] == ["Analyst", "Team lead"]
    assert len(rows) == 29
    assert (rows["Analyseren"], rows["Empathie"]) == (["–", "3"], ["4", "2"])
    assert page.select(".table-scroll[tabindex='0'][role=region] > .matrix")


def test_a_profile_is_made_by_hand(administrator: Visitor, bundle: Bundle) -> None:
    response = administrator.send(
        HOME + "new", {"name": "Team lead", "target-empathie": "3", "target-analyseren": ""}
    )
    assert (response.status_code, response.headers["Location"]) == (303, HOME)
    assert kept(bundle) == {"Team lead": {"empathie": 3}}
    assert "The profile of Team lead is saved." in administrator.get(HOME + "?lang=en").text


def test_the_editor_shows_what_is_kept_and_changes_it(administrator: Visitor, bundle: Bundle) -> None:
    address = HOME + a_profile(bundle)
    page = administrator.page(address)
    chosen = {
        str(field["name"]): [str(option["value"]) for option in field.select("option[selected]")]
        for field in page.select("select")
    }
    assert {name: values for name, values in chosen.items() if values} == {
        "target-analyseren": ["3"],
        "target-empathie": ["2"],
    }
    assert administrator.send(address, {"name": "Lead", "target-empathie": "4"}).status_code == 303
    assert kept(bundle) == {"Lead": {"empathie": 4}}


@pytest.mark.parametrize(
    ("fields", "anchors"),
    [
        pytest.param({"name": "", "target-empathie": "3"}, ["#name"], id="no name"),
        pytest.param({"name": "team LEAD", "target-empathie": "3"}, ["#name"], id="a taken name"),
        pytest.param(
            {"name": "New", "target-empathie": "9", "target-flexibiliteit": "2"},
            ["#target-empathie"],
            id="no level",
        ),
        pytest.param({"name": "New"}, ["#target-analyseren"], id="no target"),
        pytest.param({"name": "N\0", "target-empathie": "3"}, ["#name"], id="a zero byte"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_what_was_typed_stays(
    administrator: Visitor, bundle: Bundle, fields: dict[str, object], anchors: list[str]
) -> None:
    a_profile(bundle)
    response = administrator.send(HOME + "new", fields)
    page = page_of(response)
    assert response.status_code == 422
    assert [link["href"] for link in page.select(".error-summary a")] == anchors
    assert page.select(anchors[0])[0]["aria-invalid"] == "true"
    if fields.get("target-flexibiliteit"):
        assert page.select("#target-flexibiliteit option[selected]")[0]["value"] == "2"
    assert list(kept(bundle)) == ["Team lead"]


def test_a_profile_is_deleted_after_a_question(administrator: Visitor, bundle: Bundle) -> None:
    address = HOME + a_profile(bundle)
    assert "Delete the profile of Team lead?" in administrator.get(address + "?lang=en").text
    assert administrator.send(address + "/delete").status_code == 303
    assert kept(bundle) == {}
    assert administrator.get(address).status_code == 404


@pytest.mark.parametrize(
    "path", ["/console/profiles/nothing/", HOME + "0" * 32, HOME + "export/pdf", HOME + "%00"]
)
def test_what_is_not_there_is_not_found(administrator: Visitor, path: str) -> None:
    assert administrator.get(path).status_code == 404


def test_a_file_is_looked_at_before_it_is_written(administrator: Visitor, bundle: Bundle) -> None:
    a_profile(bundle)
    response = uploaded(administrator, GOOD)
    page = page_of(response)
    assert [fact.get_text() for fact in page.select(".facts dd")] == ["1", "1", "0"]
    assert [
        (old.get_text(), new.get_text()) for old, new in zip(*map(page.select, ("del", "ins")), strict=True)
    ]
    assert kept(bundle) == {"Team lead": {"analyseren": 3, "empathie": 2}}
    assert administrator.send(HOME + "import/apply", {"lines": carried(response)}).status_code == 303
    assert kept(bundle) == {"Analyst": {"analyseren": 2, "empathie": 3}, "Team lead": {"analyseren": 4}}


def test_a_list_that_was_changed_on_the_way_is_refused(administrator: Visitor, bundle: Bundle) -> None:
    forged = carried(uploaded(administrator, GOOD))[:-2] + "xx"
    assert administrator.send(HOME + "import/apply", {"lines": forged}).status_code == 422
    assert kept(bundle) == {}


def test_a_wrong_file_names_its_places_and_offers_nothing_to_write(administrator: Visitor) -> None:
    response = uploaded(administrator, b"role;Empathie;Juggling\nLead;5;1\n")
    found = [line.get_text() for line in page_of(response).select(".notice-error li")]
    assert len(found) == 2
    assert "B" in found[1]
    assert not page_of(response).select("input[name=lines]")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(b"", "empty.csv", id="empty"),
        pytest.param(b"name,email\nAnna,anna@x.be\n", "people.csv", id="another file"),
        pytest.param(b"PK\x03\x04broken", "broken.xlsx", id="a broken workbook"),
    ],
)
def test_a_file_that_is_no_matrix_is_refused(administrator: Visitor, content: bytes, name: str) -> None:
    response = uploaded(administrator, content, name)
    assert response.status_code == 422
    assert page_of(response).select(".error-summary li")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_is_taken_away_can_be_brought_back(administrator: Visitor, bundle: Bundle, kind: str) -> None:
    a_profile(bundle)
    a_profile(bundle, "=Analyst", empathie="4")
    response = administrator.get(f"{HOME}export/{kind}?lang=fr")
    assert f"role-profiles-rondom.{kind}" in response.headers["Content-Disposition"]
    lines = read_lines(response.data, f"x.{kind}")
    assert [cells[0] for _, cells in lines] == ["role", "=Analyst", "Team lead"]
    page = page_of(uploaded(administrator, response.data, f"x.{kind}"))
    assert [fact.get_text() for fact in page.select(".facts dd")] == ["0", "0", "2"]


def test_a_workbook_that_lies_the_other_way_is_understood(administrator: Visitor, bundle: Bundle) -> None:
    content = write_xlsx(["", "Team lead"], [["Analyseren", 3], ["Empathie", 2]])
    response = uploaded(administrator, content, "matrix.xlsx")
    administrator.send(HOME + "import/apply", {"lines": carried(response)})
    assert kept(bundle) == {"Team lead": {"analyseren": 3, "empathie": 2}}


def test_a_draft_takes_its_competencies_from_a_profile(administrator: Visitor, bundle: Bundle) -> None:
    profile_id = a_profile(bundle)
    with open_work(bundle.tools, SYSTEM) as work:
        round_ = a_round(work, 2, ("flexibiliteit",))
    address = f"/console/rounds/{round_.id}/competencies"
    assert "0 of 2 participants" in administrator.get(address + "?lang=en").text
    assert administrator.send(address + "/profile", {"profile": profile_id}).status_code == 303
    with open_reading(bundle.tools, SYSTEM) as work:
        assert work.session.get_one(Round, round_.id).competencies == ["analyseren", "empathie"]


def test_a_launched_round_takes_nothing_any_more(administrator: Visitor, bundle: Bundle) -> None:
    profile_id = a_profile(bundle, "Lead", flexibiliteit="2")
    with open_work(bundle.tools, SYSTEM) as work:
        round_ = a_launched_round(work)
    address = f"/console/rounds/{round_.id}/competencies"
    assert not administrator.page(address).select(".take-profile")
    administrator.send(address + "/profile", {"profile": profile_id})
    with open_reading(bundle.tools, SYSTEM) as work:
        assert work.session.get_one(Round, round_.id).competencies == ["analyseren", "empathie"]


def test_a_file_of_hundreds_of_roles_fits_into_the_page(administrator: Visitor, bundle: Bundle) -> None:
    rows = b"".join(b"Function number %d,3,%d\n" % (number, 1 + number % 4) for number in range(500))
    response = uploaded(administrator, b"role,Analyseren,Empathie\n" + rows)
    assert administrator.send(HOME + "import/apply", {"lines": carried(response)}).status_code == 303
    assert len(kept(bundle)) == 500
