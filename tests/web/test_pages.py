"""The open pages: home, protection, alive."""

import pytest
from flask import Flask

from app.bootstrap import Bundle
from app.services.work import SYSTEM, open_work
from tests.builders import a_person, a_signed_in_person
from tests.web.conftest import address, visitor_of
from tests.web.visitor import Visitor


def test_home_says_what_rondom_is_and_offers_to_sign_in(client: Visitor) -> None:
    page = client.page("/")
    assert [str(link["href"]) for link in page.select("main a.button-primary")] == ["/sign-in/"]


def test_home_leads_an_administrator_to_the_rounds(administrator: Visitor, app: Flask) -> None:
    page = administrator.page("/")
    assert [str(link["href"]) for link in page.select("main a.button")] == [address(app, "console.rounds")]
    assert "Hilde" in page.select("main")[0].get_text()


def test_home_leads_a_participant_to_the_reports(app: Flask, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        person = a_person(work)
    visitor = visitor_of(app)
    visitor.sign_in_with(a_signed_in_person(bundle.tools, person))
    links = visitor.page("/").select("main a.button-primary")
    assert [str(link["href"]) for link in links] == [address(app, "reports.mine")]


@pytest.mark.parametrize("limit", ["guess", "style", "two people", "whole server", "classic", "trial mode"])
def test_protection_names_its_limits(client: Visitor, limit: str) -> None:
    page = client.page("/protection?lang=en")
    limits = page.find("h2", string="What it does not promise")
    assert limits is not None
    assert limit in str(limits.find_next("ul"))


def test_protection_works_an_example_through(client: Visitor) -> None:
    rows = [
        [cell.get_text() for cell in row.select("td")[:2]]
        for row in client.page("/protection?lang=en").select("tbody")[0].select("tr")
    ]
    assert rows[0] == ["1, 3, 3, 3, 4", "3, 3, 3"]
    assert rows[1] == ["4, 4, 4, 4, 4", "3 or 4, 4, 4"]


def test_health_answers_without_a_database(client: Visitor, bundle: Bundle) -> None:
    bundle.database.engine.dispose()
    response = client.get("/health")
    assert (response.status_code, response.text) == (200, "alive\n")


@pytest.mark.parametrize(
    ("headers", "language"),
    [
        pytest.param({}, "en", id="the first of the site"),
        pytest.param({"Accept-Language": "fr-BE,fr;q=0.9"}, "fr", id="what the browser asks for"),
        pytest.param({"Accept-Language": "de"}, "en", id="nothing the site speaks"),
    ],
)
def test_language_follows_the_browser(client: Visitor, headers: dict[str, str], language: str) -> None:
    assert f'<html lang="{language}">' in client.get("/", headers=headers).text


def test_a_chosen_language_is_kept(client: Visitor) -> None:
    assert '<html lang="nl">' in client.get("/?lang=nl").text
    assert '<html lang="nl">' in client.get("/", headers={"Accept-Language": "fr"}).text


def test_an_unknown_language_is_ignored(client: Visitor) -> None:
    response = client.get("/?lang=xx")
    assert '<html lang="en">' in response.text
    assert not response.headers.getlist("Set-Cookie")


def test_language_of_the_account_goes_before_the_browser(administrator: Visitor) -> None:
    assert '<html lang="en">' in administrator.get("/", headers={"Accept-Language": "fr"}).text
