"""Results of a whole round in a real browser: nothing that axe finds, nothing wider than a phone."""

import pytest
from playwright.sync_api import Browser, ViewportSize

from app.bootstrap import Bundle
from app.domain.quality_figures import GroupQuality, Quality, Reliability
from app.services.sealing import seal_round
from app.services.work import SYSTEM, open_work
from app.storage.qualities import RoundQuality
from app.web.cookies import SIGN_IN
from tests.builders import an_administrator
from tests.end_to_end.browsing import DESK, PHONE, Visitor, Watch
from tests.services.crowds import a_crowded_round

pytestmark = pytest.mark.browser

PEERS = GroupQuality("peer", None, 42, Reliability(0.35, 0.7, 4.3), 0.75, 0.3, 10, 5)
TEAMS = ("Sales", "Engineering and everything that belongs to it", "")


@pytest.fixture
def round_id(bundle: Bundle) -> str:
    """Return a sealed round with three teams and figures."""
    made = a_crowded_round(
        bundle.tools, 15, peers=4, departments=TEAMS, targets={"analyseren": 3, "empathie": 2}
    )
    seal_round(bundle.tools, made)
    with open_work(bundle.tools, SYSTEM) as work:
        work.session.get_one(RoundQuality, made).document = Quality(4, (PEERS,), ()).to_json()
    return made


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_results_are_read_by_everybody(
    browser: Browser, watch: Watch, bundle: Bundle, round_id: str, size: ViewportSize, language: str
) -> None:
    visitor = Visitor(browser, watch, size)
    cookie = an_administrator(bundle.tools)
    visitor.page.context.add_cookies([{"name": SIGN_IN, "value": cookie, "url": watch.origin}])
    for look in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=look)
        for page in ("quality", "teams"):
            visitor.open(f"/console/rounds/{round_id}/{page}?lang={language}")
    assert watch.wrong == []
    visitor.leave()
