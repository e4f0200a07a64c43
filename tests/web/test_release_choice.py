"""The page on which HR chooses how a round under `classic` is released."""

import pytest

from app.bootstrap import Bundle
from app.services.work import SYSTEM, open_reading
from app.storage.rounds import Round
from tests.services.test_release_choice import a_sealed_round
from tests.web.visitor import Visitor


def test_both_ways_are_offered_with_their_verdicts(administrator: Visitor, bundle: Bundle) -> None:
    round_id = a_sealed_round(bundle.tools)
    page = administrator.page(f"/console/rounds/{round_id}/release")
    verdicts = [each.get_text(" ", strip=True) for each in page.select("dd")]
    assert "In 4 of 4 results single answers can be read off." in verdicts
    assert "In none of 4 results can a single answer be read off." in verdicts
    assert len(page.select("form[action$='/release']")) == 2


@pytest.mark.parametrize(("rule", "is_strict"), [("core", True), ("", False)], ids=["core", "as it is"])
def test_the_button_that_is_pressed_decides(
    administrator: Visitor, bundle: Bundle, rule: str, is_strict: bool
) -> None:
    round_id = a_sealed_round(bundle.tools)
    place = f"/console/rounds/{round_id}/release"
    administrator.send(place, {"rule": rule} if rule else {})
    with open_reading(bundle.tools, SYSTEM) as work:
        round_ = work.session.get_one(Round, round_id)
        assert (round_.state, round_.is_released_under_core) == ("released", is_strict)
    page = administrator.page(place)
    assert page.select("form[action$='/release']") == []


def test_a_round_under_core_offers_one_way(administrator: Visitor, bundle: Bundle) -> None:
    round_id = a_sealed_round(bundle.tools, "core")
    page = administrator.page(f"/console/rounds/{round_id}/release")
    assert len(page.select("form[action$='/release']")) == 1
