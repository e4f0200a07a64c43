"""While HR chooses the rule that reports are released under, nobody has them under the weaker one."""

import pytest

from app.domain.errors import RefusedError
from app.services.ports import Tools
from app.services.releases import release_round
from app.services.report_exports import begin_export
from app.services.report_readers import readable_reports
from app.services.reports import read_report
from app.services.sealing import begin_close, seal_round
from app.services.typeset_reports import fresh_document
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.rounds import participants_with_persons
from tests.builders import a_launched_round, everybody_answers


def a_sealed_round(tools: Tools, policy_name: str) -> tuple[str, str]:
    """Return the ids of a sealed round and of its participant."""
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, policy_name=policy_name)
        (participant, _), *_ = participants_with_persons(work.session, round_.id)
    everybody_answers(tools, round_.id)
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_.id)
    seal_round(tools, round_.id)
    return round_.id, participant.id


def test_the_operator_waits_for_the_choice_between_the_rules(tools: Tools) -> None:
    round_id, participant_id = a_sealed_round(tools, "classic")
    with open_work(tools, SYSTEM) as work:
        assert readable_reports(work, round_id) == []
        with pytest.raises(RefusedError):
            read_report(work, participant_id, "en", str)
        with pytest.raises(RefusedError):
            fresh_document(work, participant_id, "en")
        with pytest.raises(RefusedError):
            begin_export(work, round_id)


@pytest.mark.parametrize("is_core", [pytest.param(True, id="core"), pytest.param(False, id="as it is")])
def test_the_operator_reads_under_the_chosen_rule(tools: Tools, is_core: bool) -> None:
    round_id, participant_id = a_sealed_round(tools, "classic")
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_id, under_core=is_core)
    with open_reading(tools, SYSTEM) as work:
        report = read_report(work, participant_id, "en", str).report
    assert report["policy"] == {"name": "core" if is_core else "classic", "k": 4}


def test_under_core_there_is_nothing_to_wait_for(tools: Tools) -> None:
    round_id, participant_id = a_sealed_round(tools, "core")
    with open_reading(tools, SYSTEM) as work:
        assert [one.id for one, _ in readable_reports(work, round_id)] == [participant_id]
