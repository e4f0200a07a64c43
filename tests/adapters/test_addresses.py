"""What may be typed into Rondom can also be sent to."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.adapters.addresses import travelling_address
from app.domain.addresses import normalised_email
from app.domain.errors import InvalidError

ADDRESSES = st.from_regex(
    r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,9}@[a-z0-9._-]{1,20}\.[a-z0-9-]{1,6}", fullmatch=True
)


@given(ADDRESSES)
def test_what_is_taken_in_can_be_sent(address: str) -> None:
    assume("xn--" not in address)
    try:
        taken = normalised_email(address)
    except InvalidError:
        return
    assert travelling_address(taken)


@pytest.mark.parametrize(
    "domain", ["rondom.localhost", "firm.test", "firm.invalid", "firm.local", "firm.example"]
)
def test_names_for_trials_are_sent_to(domain: str) -> None:
    assert travelling_address(normalised_email(f"hr@{domain}")) == f"hr@{domain}"


@pytest.mark.parametrize(
    "address",
    [
        *(
            "hr@my_firm.example",
            "hr@ab--firm.example",
            "hr@10.0.0.1",
            f"hr@{'x' * 63}.{'x' * 63}.{'x' * 63}.{'x' * 63}.be",
        ),
        *("hr@localhost", "hr", "@firm.example", ".hr@firm.example", "hr@firm..example", "hé@firm.example"),
    ],
)
def test_what_cannot_be_sent_to_is_not_taken_in(address: str) -> None:
    with pytest.raises(InvalidError):
        normalised_email(address)


@pytest.mark.parametrize("letter", [*string.ascii_lowercase[:3], "ß", "é", "ж"])
def test_international_domains_travel_in_ascii(letter: str) -> None:
    assert travelling_address(normalised_email(f"hr@{letter}x.example")).isascii()
