"""Mails to look at before a launch: the preview and the test mail."""

import pytest
from sqlalchemy import select

from app.domain.errors import InvalidError, RefusedError
from app.services.mail_samples import preview_mail, send_test_mail
from app.services.ports import Tools
from app.services.sign_in import invite_administrator
from app.services.work import SYSTEM, Actor, open_work
from app.storage.accounts import Account
from tests.builders import a_round, rater_tokens
from tests.services.made_mails import a_mailed_round, mails, words


@pytest.mark.parametrize("has_raters", [True, False])
def test_a_preview_opens_nothing(tools: Tools, has_raters: bool) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_mailed_round(work)[0] if has_raters else a_round(work, 0)
        mail = preview_mail(work, round_.id, "en")
        assert f"{tools.site.public_url}/r/…" in mail.text
        assert ("Tom Janssens" in mail.text) == has_raters
        for token in rater_tokens(work, round_.id).values() if has_raters else ():
            assert token not in mail.text


def test_a_preview_says_how_long_it_takes_as_soon_as_something_is_asked(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 0)
        assert "minutes for each person" in preview_mail(work, round_.id, "en").text
        round_.competencies = []
        assert "minutes for each person" not in preview_mail(work, round_.id, "en").text


def test_a_preview_in_an_unknown_language_is_refused(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work, pytest.raises(InvalidError):
        preview_mail(work, a_round(work, 0).id, "xx")


def test_a_test_mail_goes_to_oneself_and_says_so(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        invite_administrator(work, "hr@example.org", "Hilde")
        account = work.session.scalars(select(Account)).one()
        account.language = "en"
        round_ = a_round(work, 1)
    with open_work(tools, Actor(account.email, account.id, None, is_administrator=True)) as work:
        send_test_mail(work, round_.id)
        send_test_mail(work, round_.id)
        first, second = mails(work, "test")
        assert first.to_address == second.to_address == "hr@example.org"
        assert first.message_id != second.message_id
        for part in (first.text, words(first)):
            assert "This is a test" in part


def test_no_test_mail_without_somebody_to_get_it(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work, pytest.raises(RefusedError):
        send_test_mail(work, a_round(work, 0).id)
