"""Lists for HR: who is asked, never who has answered."""

from app.services.audit_trail import ON_A_PAGE, audit_lines, audit_pages
from app.services.people_choice import departments, find_candidates, people_of_department, people_reporting_to
from app.services.ports import Tools
from app.services.raters import add_participants, add_proposed, add_rater, remove_participant, remove_rater
from app.services.reminders import remind_open_raters
from app.services.rosters import participant_roster, round_roster
from app.services.work import SYSTEM, open_work
from app.storage.raters import rater_lines
from app.storage.rounds import participants_with_persons
from tests.builders import a_launched_round, a_person, a_rater, a_round, rater_tokens, send_in_all
from tests.services.outboxes import let_mails_leave


def test_a_roster_counts_raters_per_group_and_warns(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 1)
        participant, _ = participants_with_persons(work.session, round_.id)[0]
        a_rater(work, round_, participant, "peer")
        (line,) = round_roster(work, round_.id).lines
        assert dict(line.counts) == {"self": 1, "peer": 1}
        assert any("1 peer" in str(warning) for warning in line.warnings)


def test_a_roster_warns_about_raters_who_cannot_be_reached(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 1)
        participant, _ = participants_with_persons(work.session, round_.id)[0]
        rater = a_person(work, "Silent")
        rater.email = None
        a_rater(work, round_, participant, "peer", rater)
        assert [str(each) for each in round_roster(work, round_.id).warnings] == [
            "Silent has no mail address and cannot be invited."
        ]


def test_a_participant_roster_follows_the_groups_of_the_round(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, 1)
        participant, person = participants_with_persons(work.session, round_.id)[0]
        rater = a_person(work)
        a_rater(work, round_, participant, "peer", rater)
        roster = participant_roster(work, round_.id, participant.id)
        assert [(group.id, len(group.lines)) for group in roster.groups] == [
            ("self", 1),
            ("manager", 0),
            ("peer", 1),
            ("direct_report", 0),
            ("other", 0),
        ]
        assert roster.rater_ids == {person.id, rater.id}


def test_people_are_found_by_name_department_and_manager(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        boss = a_person(work, "Boss", department="Care")
        report = a_person(work, "Report", manager=boss, department="Care")
        a_person(work, "Else", department="Finance")
        assert [(each.person.name, each.direct_reports) for each in find_candidates(work, "bos")] == [
            ("Boss", 1)
        ]
        assert find_candidates(work, "  ") == ()
        assert departments(work) == (("Care", 2), ("Finance", 1))
        assert people_of_department(work, "Care") == [boss.id, report.id]
        assert people_of_department(work, "") == []
        assert people_reporting_to(work, boss.id) == [report.id]


def test_every_act_reads_as_words_without_ids(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 2, peers=1, direct_reports=0)
        (gone, _), (stays, _) = participants_with_persons(work.session, round_.id)
        added = add_rater(work, round_.id, stays.id, a_person(work, "Late").id, "manager")
        remove_rater(work, round_.id, added.id)
        remove_participant(work, round_.id, gone.id)
        let_mails_leave(work)
        remind_open_raters(work, round_.id)
        add_proposed(work, round_.id)
        acts = [str(line.act) for line in audit_lines(work, round_.id)]
        assert "launched the round" in acts
        assert any(act.startswith("asked Late to rate") for act in acts)
        assert any("somebody who is no longer in the round" in act for act in acts)
        ids = {gone.id, stays.id, round_.id}
        assert not any(id_ in act for act in acts for id_ in ids)
        assert not any("_" in act for act in acts)


def test_what_is_done_to_many_people_at_once_is_one_act(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, participants=0)
        boss = a_person(work, "Boss")
        people = [a_person(work, manager=boss) for _ in range(3)]
        add_participants(work, round_.id, [person.id for person in people])
        add_proposed(work, round_.id)
        acts = [str(line.act) for line in audit_lines(work, round_.id)]
        assert acts == [
            "added 3 raters from the reporting line",
            "added 3 participants",
            "made the round",
        ]


def test_the_list_of_acts_comes_in_pages(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_round(work, participants=0)
        for _ in range(ON_A_PAGE):
            work.audit("logo_changed", round_.id)
        lengths = [len(audit_lines(work, round_.id, page)) for page in (1, 2, 3)]
        assert (audit_pages(work, round_.id), lengths) == (2, [ON_A_PAGE, 1, 0])


def test_answering_leaves_no_trace_in_the_list_of_acts(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, peers=1, direct_reports=0)
        before = audit_lines(work, round_.id)
        for token in rater_tokens(work, round_.id).values():
            send_in_all(work, token)
        assert audit_lines(work, round_.id) == before
        assert rater_lines(work.session, round_.id)
