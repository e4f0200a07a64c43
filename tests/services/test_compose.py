"""What mails say: whole, in the reader's language, with nothing of one person in the markup of another."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.domain.mail import ROUND_HEADER
from app.domain.raters import RaterGroup
from app.services.ports import Tools
from app.services.raters import add_rater, change_group, remove_rater
from app.services.rating import open_desk
from app.services.releases import release_round
from app.services.reminders import remind_open_raters
from app.services.rounds import MailTexts, change_logo
from app.services.sealing import begin_close, seal_round
from app.services.sign_in import invite_administrator, request_link
from app.services.work import SYSTEM, open_work
from app.storage.accounts import SignInLink
from app.storage.messages import Message
from app.storage.raters import rater_lines
from tests.builders import a_launched_round, a_person, rater_tokens
from tests.fakes import FixedClock
from tests.services.answering import send_in_one
from tests.services.made_mails import a_mailed_round, mails, words
from tests.services.outboxes import let_mails_leave

HOSTILE = "Tom <script>alert(1)</script> & Co {{name}}"


def test_an_invitation_lists_everybody_with_link_date_and_contact(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        (mail,) = mails(work, "invitation")
        link = f"{tools.site.public_url}/r/{rater_tokens(work, round_.id)[rater_id]}"
        for part in (mail.text, words(mail)):
            assert "Kaat Maes, as a peer" in part
            assert "Tom Janssens, as a peer" in part
            assert link in part
            assert "2026" in part
            assert "hr@example.org" in part
        assert BeautifulSoup(mail.html, "html.parser").select_one("a.button")["href"] == link  # type: ignore[index]


def test_an_invitation_says_how_many_minutes_the_rater_s_page_says(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        (mail,) = mails(work, "invitation")
        minutes = open_desk(work, rater_tokens(work, round_.id)[rater_id]).minutes
        assert minutes > 1
        for part in (mail.text, words(mail)):
            assert f"It takes about {minutes} minutes for each person." in part


def test_the_text_alone_is_complete_and_the_html_loads_nothing(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        a_mailed_round(work)
        (mail,) = mails(work, "invitation")
        page = BeautifulSoup(mail.html, "html.parser")
        assert not page.select("script, link, iframe, object, form, img, table, [style], [onclick]")
        assert "url(" not in mail.html


def test_the_head_of_a_mail_comes_from_the_round(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, _ = a_mailed_round(work)
        (mail,) = mails(work, "invitation")
        assert (mail.to_address, mail.to_name, mail.from_name) == (
            "rita@example.org",
            "Rita Rater",
            "HR Example",
        )
        assert mail.reply_to == "hr@example.org"
        assert mail.subject == "Your feedback is asked: Spring 2026"
        assert mail.headers == {ROUND_HEADER: round_.id}


def test_a_contact_that_is_no_address_is_named_but_not_replied_to(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        a_mailed_round(work, texts=MailTexts(contact="Hilde, hilde@example.org"))
        (mail,) = mails(work, "invitation")
        assert mail.reply_to is None
        assert "Hilde, hilde@example.org" in mail.text


def test_own_words_replace_ours_and_their_places_are_filled(tools: Tools) -> None:
    texts = MailTexts(
        subjects={"en": "For {{name}}: {{round}}"},
        introductions={"en": "Dear team,\r\n\r\nplease answer by {{closes}} or call {{contact}}."},
        contact="Hilde",
    )
    with open_work(tools, SYSTEM) as work:
        a_mailed_round(work, texts=texts)
        (mail,) = mails(work, "invitation")
        assert mail.subject == "For Rita Rater: Spring 2026"
        assert "or call Hilde." in mail.text
        assert "colleagues give each other feedback" not in mail.text
        assert "<p>Dear team,</p>" in mail.html


def test_own_words_of_another_language_are_not_used(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        a_mailed_round(work, texts=MailTexts(subjects={"fr": "Votre avis"}))
        assert mails(work, "invitation")[0].subject == "Your feedback is asked: Spring 2026"


@pytest.mark.parametrize(
    ("group", "said"),
    [("manager", "Kaat Maes, as manager"), ("klanten", "Kaat Maes (you are asked as: Klanten <3>)")],
)
def test_the_list_says_as_what_somebody_is_asked(tools: Tools, group: str, said: str) -> None:
    with open_work(tools, SYSTEM) as work:
        own = (RaterGroup("klanten", "Klanten <3>"),)
        a_mailed_round(work, names=("Kaat Maes",), group=group, own_groups=own)
        (mail,) = mails(work, "invitation")
        assert said in mail.text
        assert said in words(mail)


def test_a_participant_is_asked_about_oneself(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        a_mailed_round(work, standard_groups=("self", "peer"))
        own = [mail for mail in mails(work, "invitation") if mail.to_name == "Kaat Maes"]
        assert "- yourself" in own[0].text


def test_names_and_texts_cannot_become_markup_or_places(tools: Tools) -> None:
    texts = MailTexts(
        subjects={"en": HOSTILE}, introductions={"en": HOSTILE}, sender_name=HOSTILE, contact=HOSTILE
    )
    own = (RaterGroup("x", HOSTILE[:40]),)
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work, names=(HOSTILE,), texts=texts, name=HOSTILE, own_groups=own)
        line = rater_lines(work.session, round_.id)[0]
        let_mails_leave(work)
        remind_open_raters(work, round_.id)
        second = add_rater(work, round_.id, line.participant.id, a_person(work, HOSTILE).id, "manager")
        remove_rater(work, round_.id, second.id)
        written = [mail for kind in ("invitation", "reminder", "withdrawal") for mail in mails(work, kind)]
        assert len(written) >= 3
        for mail in written:
            assert "<script" not in mail.html
            assert "<script>alert(1)</script>" in mail.text + mail.subject
        assert rater_id


def test_a_reminder_names_what_is_open_and_says_that_saved_is_not_sent_in(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work)
        token = rater_tokens(work, round_.id)[rater_id]
        kaat, _tom = rater_lines(work.session, round_.id)
        send_in_one(work, token, kaat.assignment.id)
        let_mails_leave(work)
        remind_open_raters(work, round_.id)
        (mail,) = mails(work, "reminder")
        assert mail.subject.startswith("Reminder: ")
        assert "Tom Janssens" in mail.text
        assert "Kaat Maes" not in mail.text
        for part in (mail.text, words(mail)):
            assert "Saved is not sent in" in part
            assert token in part


def test_a_late_addition_keeps_the_link(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, rater_id = a_mailed_round(work, group="manager")
        kaat, tom = rater_lines(work.session, round_.id)
        remove_rater(work, round_.id, tom.assignment.id)
        for message in work.session.scalars(select(Message)):
            message.state = "sent"
        add_rater(work, round_.id, tom.participant.id, rater_id, "manager")
        (mail,) = mails(work, "addition")
        assert "Tom Janssens, as manager" in mail.text
        assert rater_tokens(work, round_.id)[rater_id] in mail.text
        assert kaat.rater.id == rater_id


def test_a_withdrawal_carries_no_link(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, _ = a_mailed_round(work, group="manager")
        remove_rater(work, round_.id, rater_lines(work.session, round_.id)[0].assignment.id)
        (mail,) = mails(work, "withdrawal")
        assert "you no longer need to rate Kaat Maes" in mail.text
        assert "/r/" not in mail.text + mail.html


def test_a_sign_in_mail_dies_with_its_link(tools: Tools, clock: FixedClock) -> None:
    with open_work(tools, SYSTEM) as work:
        invite_administrator(work, "hr@example.org", "Hilde")
        request_link(work, "hr@example.org")
        (mail,) = mails(work, "sign_in")
        assert f"{tools.site.public_url}/sign-in/" in mail.text
        assert mail.headers == {}
    clock.move(minutes=21)
    with open_work(tools, SYSTEM) as work:
        assert mails(work, "sign_in") == []


def test_a_release_mail_with_a_used_link_leads_to_the_sign_in_page(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, _ = a_mailed_round(work, names=("Kaat Maes",))
        begin_close(work, round_.id)
    seal_round(tools, round_.id)
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_.id)
        (fresh,) = mails(work, "release")
        assert "signs you in once" in fresh.text
        work.session.scalars(select(SignInLink)).one().nonce = None
        work.session.flush()
        (late,) = mails(work, "release")
        assert f"{tools.site.public_url}/sign-in/\n" in late.text
        assert "signs you in once" not in late.text


def test_the_logo_travels_inside_the_mail(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_, _ = a_mailed_round(work)
        change_logo(work, round_.id, b"png")
        (mail,) = mails(work, "invitation")
        pictures = BeautifulSoup(mail.html, "html.parser").select("img")
        assert [picture["src"] for picture in pictures] == ["cid:logo"]
        assert mail.logo == b"png"


def test_trial_mode_is_said_in_the_invitation(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        a_mailed_round(work)
        assert "trial mode" in mails(work, "invitation")[0].text


def test_a_moved_rater_reads_the_new_group(tools: Tools) -> None:
    with open_work(tools, SYSTEM) as work:
        round_ = a_launched_round(work, 1, managers=0)
        line = next(
            line for line in rater_lines(work.session, round_.id) if line.assignment.rater_group == "peer"
        )
        change_group(work, round_.id, line.assignment.id, "direct_report")
        (mail,) = mails(work, "regrouped")
        token = rater_tokens(work, round_.id)[line.rater.id]
        for part in (mail.text, words(mail)):
            assert f"{line.participant_person.name}, as a direct report" in part
            assert token in part
