"""Timetable, launch, pause, and the page that stops reminders, in a browser: nothing that axe finds."""

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, ViewportSize
from sqlalchemy import select

from app.bootstrap import Bundle
from app.domain.mail import MailConfigurationError
from app.domain.tokens import no_reminders_token
from app.services.sending_gate import pause_all
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.raters import Invitation
from app.storage.rounds import Round
from app.web.cookies import SIGN_IN
from tests.builders import an_administrator
from tests.end_to_end.browsing import DESK, PHONE, Visitor, Watch
from tests.web.console_scenes import a_draft, a_running_round

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_hr_plans_a_round_and_reads_why_no_mail_leaves(
    browser: Browser, watch: Watch, bundle: Bundle, size: ViewportSize
) -> None:
    draft, running, asked = a_draft(bundle), a_running_round(bundle), a_draft(bundle)
    with open_work(bundle.tools, SYSTEM) as work:
        pause_all(work, MailConfigurationError(535, "authentication failed"))
        work.session.get_one(Round, asked.round_id).opens_at = work.now - timedelta(minutes=1)
    hr = Visitor(browser, watch, size)
    cookie = {"name": SIGN_IN, "value": an_administrator(bundle.tools), "url": watch.origin}
    hr.page.context.add_cookies([cookie])  # type: ignore[list-item]
    hr.open(draft.at("schedule?lang=en"))
    hr.page.fill("input[name=reminder_days]", "7, soon")
    hr.press("Save the timetable")
    assert hr.page.locator(".error-summary li").count() == 1
    hr.page.fill("input[name=reminder_days]", "5, 1")
    hr.press("Save the timetable")
    assert hr.page.locator(".timetable li").count() == 5
    for address in (draft.at("launch"), running.at("progress"), running.at("schedule"), asked.at("launch")):
        hr.open(f"{address}?lang=en")
    assert watch.wrong == []
    hr.leave()


def test_a_rater_stops_reminders_and_begins_them_again(
    browser: Browser, watch: Watch, bundle: Bundle
) -> None:
    scene = a_running_round(bundle)
    with open_reading(bundle.tools, SYSTEM) as work:
        found = work.session.scalars(
            select(Invitation.id).where(Invitation.round_id == scene.round_id).limit(1)
        ).one()
        token = no_reminders_token(bundle.tools.keys.link_key(scene.round_id), found)
    rater = Visitor(browser, watch, PHONE)
    rater.open(f"/no-reminders/{token}?lang=en")
    rater.press("No more reminders of this round")
    rater.press("Remind me after all")
    assert rater.page.locator("h1").inner_text() == "No more reminders?"
    assert watch.wrong == []
    rater.leave()
