"""The quality of a round is computed at the seal, once, and outlives the answers."""

from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.errors import RefusedError
from app.domain.quality_figures import ONE_QUESTION, TOO_FEW_RATERS, quality_from_json
from app.services.ports import Tools
from app.services.round_quality import read_quality
from app.services.sealing import begin_close, close_due_rounds, seal_round
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.qualities import RoundQuality
from app.storage.responses import Response
from tests.builders import a_launched_round, everybody_answers
from tests.services.crowds import a_crowded_round


def a_closing_round(tools: Tools, participants: int = 2, **settings: object) -> str:
    with open_work(tools, SYSTEM) as work:
        round_id = a_launched_round(work, participants, **settings).id  # type: ignore[arg-type]
    everybody_answers(tools, round_id)
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    return round_id


def stored(tools: Tools, round_id: str) -> str | None:
    with open_reading(tools, SYSTEM) as work:
        found = work.session.get(RoundQuality, round_id)
        return found.document if found is not None else None


def test_there_is_nothing_before_the_seal(tools: Tools) -> None:
    round_id = a_closing_round(tools)
    assert stored(tools, round_id) is None
    with open_reading(tools, SYSTEM) as work, pytest.raises(RefusedError):
        read_quality(work, round_id, "en")


def test_a_small_round_has_reasons_and_says_how_many_answered(tools: Tools) -> None:
    round_id = a_closing_round(tools)
    seal_round(tools, round_id)
    with open_reading(tools, SYSTEM) as work:
        page = read_quality(work, round_id, "en")
    assert page.quality is not None
    assert {group.reason for group in page.quality.groups} == {TOO_FEW_RATERS}
    assert [group.group for group in page.quality.groups] == ["manager", "peer", "direct_report", "other"]
    assert {competency.reason for competency in page.quality.competencies} == {ONE_QUESTION}
    assert {each.group.id: (each.asked, each.answered, each.percent) for each in page.responses} == {
        "self": (2, 2, 100),
        "manager": (2, 2, 100),
        "peer": (10, 10, 100),
        "direct_report": (8, 8, 100),
        "other": (0, 0, None),
    }


def test_thirty_participants_have_figures(tools: Tools) -> None:
    round_id = a_crowded_round(tools, participants=30)
    seal_round(tools, round_id)
    quality = quality_from_json(stored(tools, round_id) or "")
    (peers,) = [group for group in quality.groups if group.group == "peer"]
    assert peers.participants == 30
    assert peers.reliability is not None
    assert peers.reliability.answers == 2.0
    # Who comes later is rated higher, by two peers a level apart.
    assert peers.agreement == 0.6
    assert peers.cannot_judge == 5


class KilledError(Exception):
    """The process died here."""


@dataclass
class MortalCipher:
    """The real cipher, in a process that dies after so many answers."""

    real: Any
    answers_left: int

    def encrypt(self, key: bytes, plaintext: str, bound_to: str) -> bytes:
        return bytes(self.real.encrypt(key, plaintext, bound_to))

    def decrypt(self, key: bytes, blob: bytes, bound_to: str) -> str:
        if self.answers_left == 0:
            raise KilledError
        self.answers_left -= 1
        return str(self.real.decrypt(key, blob, bound_to))


@pytest.mark.parametrize("answers", [22, 25, 43], ids=["at the start", "in between", "at the last answer"])
def test_a_pass_that_was_killed_is_made_again_and_finds_the_same(tools: Tools, answers: int) -> None:
    """Each of the 22 answers is read once for its report and once for the whole."""
    round_id = a_closing_round(tools)
    with pytest.raises(KilledError):
        seal_round(replace(tools, cipher=MortalCipher(tools.cipher, answers)), round_id)
    assert stored(tools, round_id) is None
    with open_reading(tools, SYSTEM) as work:
        assert work.session.scalar(select(func.count()).select_from(Response)) == 22
    assert close_due_rounds(tools) == 1
    whole = a_closing_round(tools)
    seal_round(tools, whole)
    assert stored(tools, round_id) == stored(tools, whole)


def test_what_is_stored_stays(tools: Tools) -> None:
    round_id = a_closing_round(tools)
    with open_work(tools, SYSTEM) as work:
        work.session.add(RoundQuality(round_id=round_id, document="{}", sealed_at=work.now))
    seal_round(tools, round_id)
    seal_round(tools, round_id)
    assert stored(tools, round_id) == "{}"


def test_a_round_sealed_before_there_were_figures_has_none(tools: Tools) -> None:
    round_id = a_closing_round(tools)
    seal_round(tools, round_id)
    with open_work(tools, SYSTEM) as work:
        work.session.delete(work.session.get_one(RoundQuality, round_id))
    with open_reading(tools, SYSTEM) as work:
        page = read_quality(work, round_id, "en")
    assert page.quality is None
    assert page.participants == 2


def test_indicator_rounds_add_up_by_competency(tools: Tools) -> None:
    round_id = a_closing_round(tools, questions="indicator", competencies=("analyseren",))
    seal_round(tools, round_id)
    quality = quality_from_json(stored(tools, round_id) or "")
    assert quality.scale == 5
    assert [each.competency for each in quality.competencies] == ["analyseren"]
