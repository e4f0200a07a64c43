"""Forty participants with eight raters each, over HTTP: every published number is computed once more."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.end_to_end.answering import REASON
from tests.end_to_end.expectation import Expected, expected_cell, expected_gap
from tests.end_to_end.installation import Installation
from tests.end_to_end.played import ROUND, Played, key_files, play, read_reports
from tests.end_to_end.post_office import PostOffice
from tests.end_to_end.traces import found_in_files, found_in_rows
from tests.end_to_end.voices import COMPETENCIES, OPEN_QUESTIONS

K = 4
HALF_A_TENTH = 0.05 + 1e-9


@pytest.fixture(scope="module")
def played(
    installation: Installation,
    post_office: PostOffice,
    stack: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Played:
    """Return a round that was played to the end on this stack."""
    return play(installation, post_office, stack, tmp_path_factory.mktemp("files"))


def expected_of(played: Played, participant: str) -> Expected:
    sent = [
        (voice.duty.group, voice.counted)
        for voice in played.voices_about(participant)
        if voice.counted is not None
    ]
    return Expected(sent, K)


def each_report(played: Played) -> Iterator[tuple[str, dict[str, Any], Expected]]:
    for participant in played.organisation.participants:
        yield participant, played.report(participant), expected_of(played, participant)


def test_every_rater_got_exactly_one_invitation(played: Played) -> None:
    raters = {voice.duty.rater for voice in played.voices}
    assert sorted(mail.to for mail in played.mails) == sorted(raters)
    assert len({mail.message_id for mail in played.mails}) == len(played.mails)
    assert len(set(played.tokens)) == len(raters)


def test_an_invitation_lists_everybody_to_rate_and_nobody_else(played: Played) -> None:
    names = {email: played.organisation.person(email).name for email in played.organisation.participants}
    for mail in played.mails:
        asked = {voice.duty.participant for voice in played.voices if voice.duty.rater == mail.to}
        lines = [line for line in mail.text.splitlines() if line.startswith("- ")]
        assert len(lines) == len(asked)
        listed = {email for email, name in names.items() if any(name in line for line in lines)}
        assert listed == asked - {mail.to}


def test_the_list_behind_a_link_names_the_same_people(played: Played) -> None:
    for rater, words in played.lists.items():
        asked = {voice.duty.participant for voice in played.voices if voice.duty.rater == rater}
        assert all(played.organisation.person(email).name in words for email in asked - {rater})


def test_every_group_says_how_many_were_asked_and_answered_and_how_it_is_shown(played: Played) -> None:
    for participant, report, expected in each_report(played):
        assert report["policy"] == {"name": "core", "k": K}
        roster = [voice.duty.group for voice in played.voices_about(participant)]
        groups = {group["group"]: group for group in report["groups"]}
        assert set(groups) == {"self", "manager", "peer", "direct_report", "client", "other"}
        for name, group in groups.items():
            block = expected.block_of(name)
            is_pooled = block is not None and block.is_shown and len(block.groups) > 1
            is_named = name in {"self", "manager"}
            responded = expected.responded[name]
            is_shown = responded > 0 if is_named else block is not None and block.is_shown
            assert (group["roster"], group["responded"]) == (roster.count(name), responded)
            assert group["shown"] == is_shown
            assert group["pooled_into"] == (list(block.groups) if block is not None and is_pooled else None)
            assert (group["reason"] is None) == (is_shown and not is_pooled)


def test_raters_added_after_the_launch_are_marked(played: Played) -> None:
    for place, participant in enumerate(played.organisation.participants):
        added = {
            group["group"]: group["added_after_launch"] for group in played.report(participant)["groups"]
        }
        assert added == {**dict.fromkeys(added, 0), "peer": 1 if place < 2 else 0}


def test_every_cell_is_what_the_rule_says(played: Played) -> None:
    shown = blank = softened = 0
    for participant, report, expected in each_report(played):
        assert [each["id"] for each in report["competencies"]] == list(COMPETENCIES)
        for competency in report["competencies"]:
            cells = expected.cells(competency["id"])
            published = {tuple(cell["groups"]): cell for cell in competency["cells"]}
            assert set(published) == set(cells), participant
            for groups, cell in cells.items():
                found = dict(published[groups])
                mean, reason = found.pop("mean"), found.pop("reason")
                assert found == {"groups": list(groups), **expected_cell(cell)}, (
                    participant,
                    competency["id"],
                )
                assert (reason is None) == found["shown"]
                assert mean is None if cell.n is None else is_rounded(mean, float(cell.mean))
                shown, blank = shown + found["shown"], blank + (not found["shown"])
                softened += found["softened"]
    # The scene is worth nothing without plenty of each.
    assert shown > 500
    assert blank > 100
    assert softened > 30


def test_every_gap_is_computed_from_published_codes(played: Played) -> None:
    kinds = set()
    for participant, report, expected in each_report(played):
        for competency in report["competencies"]:
            own = expected.cells(competency["id"])["self",]
            others = expected.others(competency["id"])
            gap = competency["gap"]
            if own.n is None or others is None:
                assert gap is None
                continue
            mean, lowest, highest = others
            assert is_rounded(gap["self"], float(own.mean))
            assert is_rounded(gap["others"], float(mean))
            assert is_rounded(gap["difference"], float(own.mean - mean))
            assert (gap["size"], gap["kind"]) == expected_gap(own, lowest, highest), participant
            assert gap["softened"] == (lowest != highest)
            kinds.add(gap["kind"])
    assert kinds == {"none", "blind_spot", "hidden_strength"}


def test_highlights_name_only_what_the_cells_show(played: Played) -> None:
    for _, report, expected in each_report(played):
        readings = {each: expected.others(each) for each in COMPETENCIES}
        others = {each: found[0] for each, found in readings.items() if found is not None}
        gaps = {each["id"]: each["gap"]["kind"] if each["gap"] else None for each in report["competencies"]}
        named = {kind: [each["competency"] for each in found] for kind, found in report["highlights"].items()}
        blind = {each for each, kind in gaps.items() if kind == "blind_spot"}
        assert len(named["blind_spots"]) == min(2, len(blind))
        assert set(named["blind_spots"]) <= blind
        assert set(named["hidden_strengths"]) == {
            each for each, kind in gaps.items() if kind == "hidden_strength"
        }
        means = [others[each] for each in named["strengths"]]
        assert means == sorted(means, reverse=True)
        assert len(means) <= 3
        assert not blind & set(named["strengths"])
        for found in report["highlights"]["strengths"]:
            assert is_rounded(found["others"], float(others[found["competency"]]))


def test_every_comment_stands_where_the_rule_puts_it_and_no_other_appears(played: Played) -> None:
    pools_by_block = pools_together = 0
    for participant, report, expected in each_report(played):
        for question in (*COMPETENCIES, *OPEN_QUESTIONS):
            found = {
                tuple(pool["groups"]): sorted(pool["texts"])
                for pool in report["comments"]
                if pool["question"] == question
            }
            assert found == expected.comments(question), (participant, question)
            anonymous = [groups for groups in found if groups[0] not in {"self", "manager"}]
            is_by_block = len(anonymous) > 1
            pools_by_block, pools_together = pools_by_block + is_by_block, pools_together + (not is_by_block)
        assert {pool["question"] for pool in report["comments"]} <= {*COMPETENCIES, *OPEN_QUESTIONS}
    assert pools_by_block > 3
    assert pools_together > 100


def test_comments_do_not_stand_in_the_order_of_arrival(played: Played) -> None:
    orders = [pool["texts"] for _, report, _ in each_report(played) for pool in report["comments"]]
    long = [texts for texts in orders if len(texts) >= 4]
    assert long
    assert any(texts != sorted(texts) for texts in long)


def test_nothing_that_does_not_count_and_nobody_who_answered_is_named(played: Played) -> None:
    names = {each.email: each.name for each in played.organisation.people}
    unsent = [
        text for voice in played.voices for answers in voice.not_counted for text in answers.comments.values()
    ]
    assert len(unsent) > 50
    for participant, text in played.reports.items():
        assert not [each for each in unsent if each[-16:] in text]
        assert not [email for email in names if email in text]
        assert [name for name in names.values() if name in text] == [names[participant]]


def test_a_post_after_the_close_is_refused_and_changes_nothing(played: Played) -> None:
    assert played.late_status == 404
    again = read_reports(played.installation, played.organisation.participants)
    assert again == played.reports


def test_a_second_close_is_refused_and_the_command_prints_the_same_bytes(played: Played) -> None:
    done = played.installation.run("round", "close", ROUND)
    assert (done.returncode, done.stdout) == (1, "")
    participant = played.organisation.participants[1]
    printed = played.installation.rondom("report", "show", ROUND, participant, "--json")
    assert printed == played.reports[participant]


def test_after_the_close_no_key_is_left(played: Played) -> None:
    assert played.key_files > 0
    assert key_files(played.installation) == []


def test_after_the_close_nothing_in_the_database_leads_back_to_an_answer(played: Played) -> None:
    published = "".join(played.reports.values())
    gone = [
        text[-16:].encode()
        for voice in played.voices
        for answers in (voice.first, voice.second)
        for text in answers.comments.values()
        if text[-16:] not in published
    ]
    assert len(gone) > 200
    assert len(played.secrets) > 500
    wanted = [*gone, *played.secrets, *(token.encode() for token in played.tokens), REASON.encode()]
    assert found_in_rows(played.database_url, wanted) == []
    assert found_in_files(played.installation.folder, wanted) == []


def test_the_server_wrote_no_token_no_answer_and_no_error(played: Played) -> None:
    output = played.installation.output
    assert not [token for token in played.tokens if token in output]
    assert "Traceback" not in output


def test_every_participant_got_one_mail_with_the_release(played: Played, post_office: PostOffice) -> None:
    before = len(played.mails)
    mails = post_office.wait_for(before + len(played.organisation.participants))[before:]
    assert sorted(mail.to for mail in mails) == sorted(played.organisation.participants)
    assert len({mail.link(played.installation.url, "/sign-in/") for mail in mails}) == len(mails)


def is_rounded(written: float, exact: float) -> bool:
    return round(written, 1) == written and abs(written - exact) <= HALF_A_TENTH
