"""Reports of other mail servers are understood, whoever wrote them; everything else is no bounce."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.bounces import (
    BounceKind,
    blames_address,
    bounce_kind,
    envelope_sender,
    read_bounce,
    reported,
)
from app.domain.errors import InvalidError
from app.domain.mail_answers import (
    BROKE_OFF,
    NOT_WRITTEN,
    bounce_in_words,
    redacted_line,
    refusal_in_words,
    waiting_in_words,
)
from tests.domain.made_bounces import TOKEN, a_report, an_auto_reply


def test_a_report_names_the_mail_by_token_and_message_id() -> None:
    bounce = read_bounce(a_report())
    assert bounce is not None
    assert (bounce.token, bounce.message_id) == (TOKEN, "<abc@example.org>")
    assert (bounce.status, bounce.kind) == ("5.1.1", BounceKind.ADDRESS)
    assert bounce.said == "550 5.1.1 <anna@example.net>: Recipient address rejected: User unknown"


def test_without_a_token_the_message_id_is_enough_and_the_other_way_round() -> None:
    by_id = read_bounce(a_report(to="postmaster@example.org"))
    by_token = read_bounce(a_report(original=""))
    assert by_id is not None
    assert (by_id.token, by_id.message_id) == ("", "<abc@example.org>")
    assert by_token is not None
    assert (by_token.token, by_token.message_id) == (TOKEN, "")


def test_headers_alone_are_enough_of_the_original() -> None:
    bounce = read_bounce(a_report(original_type="text/rfc822-headers", to="nobody@example.org"))
    assert bounce is not None
    assert bounce.message_id == "<abc@example.org>"


@pytest.mark.parametrize(
    ("status", "diagnostic", "expected"),
    [
        pytest.param("5.0.0", "smtp; 550 unknown", "5.0.0", id="status given"),
        pytest.param("", "smtp; 550 5.2.1 disabled", "5.2.1", id="status in the answer"),
        pytest.param("", "smtp; 552 too large", "5.0.0", id="only the old code"),
        pytest.param("", "x-unknown; alas", "4.0.0", id="nothing known blames nobody"),
    ],
)
def test_the_status_is_found_where_there_is_one(status: str, diagnostic: str, expected: str) -> None:
    bounce = read_bounce(a_report(status=status, diagnostic=diagnostic))
    assert bounce is not None
    assert bounce.status == expected


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(a_report(action="delayed", status="4.4.1"), id="delayed, another try follows"),
        pytest.param(a_report(action="delivered", status="2.0.0"), id="delivered"),
        pytest.param(a_report(action="relayed", status="2.0.0"), id="relayed"),
        pytest.param(a_report(to="x@example.org", original=""), id="about no mail of ours"),
        pytest.param(an_auto_reply(), id="out of office"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"\xff\xfe\x00 not a mail", id="bytes"),
    ],
)
def test_everything_else_is_no_bounce(content: bytes) -> None:
    assert read_bounce(content) is None


def test_a_report_that_was_cut_off_breaks_nothing() -> None:
    whole = a_report()
    found = [read_bounce(whole[:length]) for length in range(len(whole))]
    assert {bounce.token for bounce in found if bounce is not None} == {TOKEN}


@given(st.binary(max_size=400))
def test_no_bytes_inside_a_report_break_anything(noise: bytes) -> None:
    read_bounce(a_report().replace(b"Status: 5.1.1", noise))
    read_bounce(b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n" + noise)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("5.1.1", BounceKind.ADDRESS),
        ("5.1.10", BounceKind.ADDRESS),
        ("5.2.1", BounceKind.ADDRESS),
        ("5.4.4", BounceKind.ADDRESS),
        ("5.0.0", BounceKind.ADDRESS),
        ("5.2.2", BounceKind.SOFT),
        ("5.7.1", BounceKind.SOFT),
        ("5.7.26", BounceKind.SOFT),
        ("4.2.2", BounceKind.SOFT),
        ("4.4.7", BounceKind.SOFT),
    ],
)
def test_only_lasting_troubles_of_the_address_blame_it(status: str, kind: BounceKind) -> None:
    assert bounce_kind(status) == kind


@pytest.mark.parametrize(
    ("code", "answer", "blames"),
    [
        (550, "no such mailbox", True),
        (550, "5.7.1 spam", False),
        (554, "5.1.1 unknown", True),
        (554, "go away", False),
        (552, "5.2.2 full", False),
        (0, "our own mistake", False),
        (0, "not a mail address (there is no @)", True),
        (None, "", False),
    ],
)
def test_a_refusal_at_once_blames_the_address_by_the_same_rule(
    code: int | None, answer: str, blames: bool
) -> None:
    assert blames_address(code, answer) is blames


def test_the_token_joins_the_local_part() -> None:
    assert envelope_sender("bounces@example.org", TOKEN) == f"bounces+{TOKEN}@example.org"


@pytest.mark.parametrize(
    ("token", "message_id", "status"), [("", "", "5.1.1"), (TOKEN, "", "bounced"), (TOKEN, "", "")]
)
def test_a_service_has_to_say_which_mail_and_why(token: str, message_id: str, status: str) -> None:
    with pytest.raises(InvalidError):
        reported(token, message_id, status, "")


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("550 <anna@example.net>: unknown", "550 (address): unknown"),
        ("user Anna.Jansen not found", "user (address) not found"),
        ("see https://example.net/x?y for\r\nanna.jansen@example.net", "see (link) for (address)"),
        ("id " + "a1" * 20, "id (...)"),
        ("", ""),
    ],
)
def test_what_is_kept_of_an_answer_names_nobody(answer: str, kept: str) -> None:
    assert redacted_line(answer, "anna.jansen@example.net") == kept


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (refusal_in_words(550, "5.1.1 unknown"), "There is no such address."),
        (refusal_in_words(550, "unknown"), "The mail server says that there is no such address."),
        (refusal_in_words(552, "full"), "The mailbox is full."),
        (
            refusal_in_words(550, "5.7.1 spam"),
            "The other side does not let our mails in; the address may be right.",
        ),
        (refusal_in_words(554, "no"), "The mail server refuses our mail; the address may be right."),
        (refusal_in_words(0, "UnicodeError"), "The mail could not be written to this address."),
        (waiting_in_words(451, "greylisted"), "The mail server asks to come back later."),
        (waiting_in_words(451, "4.7.1 greylisted"), "The mail server asks to come back later."),
        (waiting_in_words(421, ""), "The mail server takes fewer mails for now."),
        (waiting_in_words(0, BROKE_OFF), "Sending it has broken off several times."),
        (
            waiting_in_words(0, NOT_WRITTEN),
            "Rondom could not write it; whoever runs Rondom finds the reason in the log.",
        ),
        (waiting_in_words(0, "connection refused"), "The mail server cannot be reached."),
        (
            waiting_in_words(535, ""),
            "Our own mail settings are not right; whoever runs Rondom has to look at them.",
        ),
        (bounce_in_words("5.2.2"), "The mailbox is full."),
        (bounce_in_words("5.2.1"), "The mailbox is switched off."),
        (bounce_in_words("5.4.4"), "The way to this mail domain was not found."),
        (bounce_in_words("4.0.0"), "The mail came back."),
    ],
    ids=str,
)
def test_codes_are_told_in_words(words: object, expected: str) -> None:
    assert str(words) == expected
