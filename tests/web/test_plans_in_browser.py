"""Plans, pulses and trends in a real browser: nothing that axe finds, nothing wider than a phone."""

import os
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser

from app.bootstrap import Bundle
from app.services.pulse_rounds import tend_pulses
from app.services.sealing import close_due_rounds
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.people import Person
from app.storage.plans import pulse_of
from app.web.cookies import SIGN_IN
from tests.builders import a_person, a_signed_in_person, everybody_answers, rater_tokens
from tests.end_to_end.browsing import DESK, PHONE, Visitor, Watch
from tests.fakes import FixedClock
from tests.services.after_report import AfterReport, a_later_report, a_released_report

pytestmark = pytest.mark.browser

PICTURES = os.environ.get("RONDOM_PICTURES", "")
"""A folder to keep pictures of these pages in, for whoever wants to judge them by eye."""
LOOKS: tuple[Literal["light", "dark"], ...] = ("light", "dark")


@pytest.fixture
def after(bundle: Bundle, clock: FixedClock) -> AfterReport:
    """Return a participant with a released report."""
    return a_released_report(
        bundle.tools, clock, level=2, competencies=("analyseren", "empathie", "plannen-en-organiseren")
    )


def window(
    browser: Browser, watch: Watch, after: AfterReport, person_id: str, *, has_scripts: bool = True
) -> Visitor:
    """Return a browser window somebody has signed in with."""
    with open_reading(after.tools, SYSTEM) as work:
        cookie = a_signed_in_person(after.tools, work.session.get_one(Person, person_id))
    visitor = Visitor(browser, watch, DESK, has_scripts=has_scripts)
    visitor.page.context.add_cookies([{"name": SIGN_IN, "value": cookie, "url": watch.origin}])
    return visitor


def keep(visitor: Visitor, name: str) -> None:
    """Keep pictures of the page at both sizes and in both colour schemes, where a folder is named."""
    if not PICTURES:
        return
    for look in LOOKS:
        visitor.page.emulate_media(color_scheme=look)
        for size in (DESK, PHONE):
            visitor.page.set_viewport_size(size)
            path = Path(PICTURES) / f"{name}-{look}-{size['width']}.png"
            visitor.page.screenshot(path=path, full_page=True)
    visitor.page.emulate_media(color_scheme="light")
    visitor.page.set_viewport_size(DESK)


def test_a_plan_is_written_shared_and_followed_without_scripts(
    browser: Browser, watch: Watch, after: AfterReport
) -> None:
    with open_work(after.tools, SYSTEM) as work:
        coach = a_person(work, name="Greet De Coach", email="greet@example.org")
    visitor = window(browser, watch, after, after.person_id, has_scripts=False)
    visitor.open(f"/reports/{after.participant_id}?lang=en")
    keep(visitor, "report-invites")
    visitor.follow("Write a development plan")
    keep(visitor, "choose")
    visitor.press("Go on")
    keep(visitor, "choose-error")
    visitor.page.locator("#about-analyseren").check()
    visitor.page.locator(".plan-choice:has(#about-empathie) summary").click()
    visitor.page.locator("#about-empathie-3-1").check()
    visitor.press("Go on")
    keep(visitor, "write")
    visitor.page.locator("#goal-analyseren").fill(
        "Name the cause before I name the solution, in every review."
    )
    visitor.press("Save my plan")
    assert visitor.page.locator(".error-summary li").count() == 1
    keep(visitor, "write-error")
    visitor.page.locator("#goal-empathie-3-1").fill("Ask one more question before I answer.")
    visitor.page.locator("#steps-empathie-3-1").fill("Monday: in the stand-up.\nThis week: with Bram, once.")
    visitor.press("Save my plan")
    visitor.page.locator("#address").fill("greet@example.org")
    visitor.press("Share my plan")
    visitor.press("Agree to a pulse")
    keep(visitor, "plan-pulse-error")
    visitor.page.locator("#consent").check()
    visitor.press("Agree to a pulse")
    assert visitor.page.locator("main").get_by_text("Take my consent back").count() == 1
    keep(visitor, "plan")
    visitor.open(f"/reports/{after.participant_id}?lang=en")
    keep(visitor, "report-with-plan")
    reader = window(browser, watch, after, coach.id)
    reader.open(f"/reports/{after.participant_id}/plan/shared?lang=en")
    keep(reader, "shared")
    reader.open("/reports/?lang=en")
    assert watch.wrong == []
    visitor.leave()
    reader.leave()


def test_a_pulse_is_answered_read_and_listed(browser: Browser, watch: Watch, after: AfterReport) -> None:
    after.plan("analyseren")
    after.consent()
    after.wait_for_the_day()
    with open_reading(after.tools, SYSTEM) as work:
        pulse = pulse_of(work.session, after.participant_id)
        assert pulse is not None
        assert pulse.round_id is not None
        tokens = rater_tokens(work, pulse.round_id)
    round_id = pulse.round_id
    rater = Visitor(browser, watch, DESK)
    rater.open(f"/r/{next(token for person, token in tokens.items() if person != after.person_id)}?lang=en")
    assert "short follow-up" in rater.page.locator("main").inner_text()
    keep(rater, "pulse-landing")
    rater.press("Start")
    visitor = window(browser, watch, after, after.person_id)
    visitor.open(f"/reports/{after.participant_id}/plan?lang=en")
    keep(visitor, "plan-pulse-running")
    everybody_answers(after.tools, round_id, 4)
    after.clock.move(days=16)
    close_due_rounds(after.tools)
    tend_pulses(after.tools)
    visitor = window(browser, watch, after, after.person_id)
    visitor.open(f"/reports/{after.participant_id}/plan?lang=en")
    assert visitor.page.locator(".pulse-lines").count() >= 2
    keep(visitor, "plan-pulse-result")
    visitor.follow("Its whole report")
    keep(visitor, "pulse-report")
    assert watch.wrong == []
    visitor.leave()
    rater.leave()


def test_what_moved_is_shown_on_the_later_report(browser: Browser, watch: Watch, after: AfterReport) -> None:
    later = a_later_report(after, level=3, changed=2)
    visitor = window(browser, watch, later, later.person_id)
    visitor.open(f"/reports/{later.participant_id}?lang=en")
    assert visitor.page.locator(".moved-up").count() >= 3
    keep(visitor, "trend")
    if PICTURES:
        visitor.page.locator("#since").screenshot(path=Path(PICTURES) / "trend-part.png")
    assert watch.wrong == []
    visitor.leave()
