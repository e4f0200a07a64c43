from email import message_from_bytes
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.mime import mail_bytes
from app.domain.mail import MailConfigurationError, RefusedMailError, UnsafeHeaderError
from tests.adapters.outgoing import a_mail

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
FORBIDDEN = [*map(chr, range(32)), "\x7f", "\x80", "\x85", "\x9f", "\u2028", "\u2029", "\ud800"]
HEADER_FIELDS = ["to_name", "to_address", "from_name", "from_address", "reply_to", "subject", "message_id"]

printable = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=120)
ascii_like = st.text(st.sampled_from(' "\\,;:<>@()=?_abcé'), max_size=80)


def parsed(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, _class=EmailMessage, policy=default)
    assert not message.defects
    return message


def only_address(message: EmailMessage, header: str) -> Address:
    addresses = message[header].addresses
    assert len(addresses) == 1
    address = addresses[0]
    assert isinstance(address, Address)
    return address


def test_text_and_html_are_alternatives_with_the_text_first() -> None:
    message = parsed(mail_bytes(a_mail()))
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_a_logo_travels_inside_and_is_found_by_the_html() -> None:
    message = parsed(mail_bytes(a_mail(logo=PNG)))
    related = list(message.iter_parts())[1]
    assert isinstance(related, EmailMessage)
    body, picture = related.iter_parts()
    assert body.get_content_type() == "text/html"
    assert picture["Content-ID"] == "<logo>"
    assert picture.get_content_type() == "image/png"
    assert picture.get_payload(decode=True) == PNG


def test_automatic_answers_are_discouraged_but_bounces_are_not() -> None:
    message = parsed(mail_bytes(a_mail()))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "DR, RN, NRN, OOF, AutoReply"


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_every_body_arrives_as_it_was_but_for_line_ends(text: str, html: str) -> None:
    content = mail_bytes(a_mail(text=text, html=html))
    assert content.isascii()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert b"\n" not in content.replace(b"\r\n", b"")
    message = parsed(content)
    for subtype, original in (("plain", text), ("html", html)):
        body = message.get_body((subtype,))
        assert body is not None
        payload = body.get_payload(decode=True)
        assert isinstance(payload, bytes)
        arrived = payload.decode().replace("\r\n", "\n")
        assert arrived == original.replace("\r\n", "\n").replace("\r", "\n")


@given(printable | ascii_like, printable | ascii_like, printable | ascii_like)
def test_names_and_subjects_stay_one_recipient_and_one_header(to: str, sender: str, subject: str) -> None:
    content = mail_bytes(a_mail(to_name=to, from_name=sender, subject=subject))
    header = content.partition(b"\r\n\r\n")[0]
    assert max(map(len, header.split(b"\r\n"))) <= 998
    message = parsed(content)
    assert only_address(message, "To").addr_spec == "anna@example.org"
    assert only_address(message, "From").addr_spec == "rondom@example.org"
    assert sorted({name.lower() for name in message}) == sorted(
        [
            "auto-submitted",
            "content-type",
            "date",
            "from",
            "message-id",
            "mime-version",
            "subject",
            "to",
            "x-auto-response-suppress",
        ]
    )


@pytest.mark.parametrize(
    "name",
    [
        "Jansen, Anna",
        "Anna <eve@example.org>",
        'Anna "de" Jansen',
        "Zoë Ångström, PhD",
        "=?utf-8?q?Bcc:_eve=40example.org?=",
        "=?utf-8?b?DQpCY2M6IGV2ZUBleGFtcGxlLm9yZw==?=",
        "a" * 300,
    ],
)
def test_a_name_arrives_as_it_was_typed(name: str) -> None:
    address = only_address(parsed(mail_bytes(a_mail(to_name=name))), "To")
    assert address.addr_spec == "anna@example.org"
    assert address.display_name == name


@pytest.mark.parametrize("subject", ["Wie kijkt er met je mee?", "Ünï " * 60, "=?utf-8?q?hi?=", "x" * 500])
def test_a_subject_arrives_as_it_was_typed(subject: str) -> None:
    assert parsed(mail_bytes(a_mail(subject=subject)))["Subject"] == subject


def test_a_long_link_in_a_header_is_neither_broken_nor_encoded() -> None:
    link = f"<https://rondom.example.org/u/{'x' * 200}>"
    content = mail_bytes(a_mail(headers={"List-Unsubscribe": link}))
    assert f"\r\nList-Unsubscribe: {link}\r\n".encode() in content


def test_a_very_long_name_with_accents_is_folded_without_losing_a_letter() -> None:
    raw = BytesParser().parsebytes(mail_bytes(a_mail(to_name="é" * 300)))["To"]
    assert str(make_header(decode_header(raw))) == "é" * 300 + " <anna@example.org>"


@given(st.sampled_from(HEADER_FIELDS), st.sampled_from(FORBIDDEN), st.integers(0, 12))
def test_control_characters_in_any_header_are_refused(field: str, character: str, position: int) -> None:
    value = getattr(a_mail(), field) or "hr@example.org"
    with pytest.raises(UnsafeHeaderError):
        mail_bytes(a_mail(**{field: value[:position] + character + value[position:]}))


@given(st.text(max_size=20), st.sampled_from(FORBIDDEN), st.text(max_size=20))
def test_control_characters_in_extra_headers_are_refused(before: str, character: str, after: str) -> None:
    with pytest.raises(UnsafeHeaderError):
        mail_bytes(a_mail(headers={"X-Note": before + character + after}))


@pytest.mark.parametrize(
    "name",
    [
        "",
        "X Note",
        "X:Note",
        "X\r\nBcc",
        "Bcc",
        "bcc",
        "To",
        "Content-Type",
        "Sender",
        "Ünï",
        "Date",
        "1X",
        "X\x00",
    ],
)
def test_extra_headers_cannot_take_a_name_that_matters(name: str) -> None:
    with pytest.raises(UnsafeHeaderError):
        mail_bytes(a_mail(headers={name: "value"}))


def test_an_extra_header_appears_once() -> None:
    with pytest.raises(UnsafeHeaderError):
        mail_bytes(a_mail(headers={"X-Note": "a", "x-note": "b"}))


@pytest.mark.parametrize("message_id", ["", "abc@example.org", "<abc>", "<a b@example.org>", "<a@b> <c@d>"])
def test_a_message_id_has_its_form(message_id: str) -> None:
    with pytest.raises(UnsafeHeaderError):
        mail_bytes(a_mail(message_id=message_id))


@pytest.mark.parametrize(
    ("typed", "travels"),
    [
        ("anna@faß.example", "anna@xn--fa-hia.example"),
        ("anna@BÜCHER.example", "anna@xn--bcher-kva.example"),
        ("Anna.Jansen+360@Example.ORG", "Anna.Jansen+360@example.org"),
        ("anna@mail.intern", "anna@mail.intern"),
    ],
)
def test_domains_travel_in_ascii(typed: str, travels: str) -> None:
    assert only_address(parsed(mail_bytes(a_mail(to_address=typed))), "To").addr_spec == travels


@pytest.mark.parametrize(
    "address",
    ["", "anna", "@example.org", "anna@", "a@b@example.org", "anna@example.org, eve@example.org",
     "anna@example.org>", "Anna <anna@example.org>", "jörg@example.org", "anna@exa mple.org",
     "anna@-.example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_for_the_recipient_and_a_setting_for_the_sender(address: str) -> None:
    with pytest.raises(RefusedMailError):
        mail_bytes(a_mail(to_address=address))
    for field in ("from_address", "reply_to"):
        with pytest.raises(MailConfigurationError):
            mail_bytes(a_mail(**{field: address}))
