"""My account: the first administrator becomes somebody mails can reach."""

import pytest
from sqlalchemy import select

from app.bootstrap import Bundle
from app.services.sign_in import invite_administrator, request_link
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.accounts import Account
from app.storage.audit import AuditEntry
from app.storage.messages import Message
from tests.builders import a_person, a_signed_in_person, an_administrator, link_token
from tests.web.visitor import Visitor


def accounts(bundle: Bundle) -> set[tuple[str, str]]:
    with open_reading(bundle.tools, SYSTEM) as work:
        return {(account.name, account.email) for account in work.session.scalars(select(Account))}


def test_the_name_in_the_header_leads_there(administrator: Visitor) -> None:
    link = administrator.page("/console/").select(".site-account a")[0]
    page = administrator.page(str(link["href"]))
    assert page.select("input[name=name]")[0]["value"] == "Hilde"
    assert page.select("input[name=email]")[0]["value"] == "hr@example.org"


def test_an_administrator_changes_the_own_name_and_address(administrator: Visitor, bundle: Bundle) -> None:
    response = administrator.send("/account", {"name": "Hilde  Maes", "email": "Hilde@Example.org "})
    assert (response.status_code, response.headers["Location"]) == (303, "/account")
    assert accounts(bundle) == {("Hilde Maes", "hilde@example.org")}
    with open_work(bundle.tools, SYSTEM) as work:
        request_link(work, "hilde@example.org")
        assert len(work.session.scalars(select(Message)).all()) == 1
        assert "own_account_changed" in work.session.scalars(select(AuditEntry.action)).all()


def test_links_to_the_old_address_stop_working(
    administrator: Visitor, client: Visitor, bundle: Bundle
) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        old = link_token(invite_administrator(work, "hr@example.org"))
    administrator.send("/account", {"name": "Hilde", "email": "hilde@example.org"})
    assert client.get(f"/sign-in/{old}").status_code == 404
    assert administrator.get("/account").status_code == 200


WRONG = {
    "no name": {"name": " ", "email": "hr@example.org"},
    "no address": {"name": "Hilde", "email": "hilde"},
    "somebody else's sign-in": {"name": "Hilde", "email": "other@example.org"},
    "an address of the people list": {"name": "Hilde", "email": "anna@example.org"},
}


@pytest.mark.parametrize("typed", WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_and_kept(
    administrator: Visitor, bundle: Bundle, typed: dict[str, object]
) -> None:
    an_administrator(bundle.tools, "other@example.org", "Otto")
    with open_work(bundle.tools, SYSTEM) as work:
        a_person(work, "Anna", "anna@example.org")
    before = accounts(bundle)
    response = administrator.send("/account", typed)
    assert response.status_code == 422
    assert str(typed["email"]) in response.text
    assert accounts(bundle) == before


def test_people_of_the_list_read_where_theirs_is_changed(client: Visitor, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        person = a_person(work, "Anna", "anna@example.org")
    client.sign_in_with(a_signed_in_person(bundle.tools, person))
    assert not client.page("/account").select("main form")
    assert client.send("/account", {"name": "Ann", "email": "ann@example.org"}).status_code == 422
    assert accounts(bundle) == {("Anna", "anna@example.org")}


def test_nobody_else_sees_the_page(client: Visitor) -> None:
    assert client.get("/account").headers["Location"] == "/sign-in/"
