import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.tokens import draft_key, rater_token, response_key, sign_in_token, token_hash

KEY = bytes(range(32))
NONCE = bytes(range(32, 64))


def test_a_token_carries_256_bits_in_characters_that_are_safe_in_an_address() -> None:
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", rater_token(KEY, NONCE))


def test_a_token_never_changes_between_releases() -> None:
    assert rater_token(KEY, NONCE) == "blftOvW6zc5kc8trNOvdngUGyEsrAtTWJjx4PvQpyjE"


def test_one_label_never_gives_the_value_of_another() -> None:
    token = rater_token(KEY, NONCE)
    assert len({token, sign_in_token(KEY, NONCE)}) == 2
    assert len({token_hash(token), response_key(token, "a"), draft_key(token, "a")}) == 3


def test_the_row_of_a_token_is_found_by_its_sha256() -> None:
    assert token_hash("abc") == hashlib.sha256(b"abc").hexdigest()


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_another_key_or_another_nonce_gives_another_token(key: bytes, nonce: bytes) -> None:
    if (key, nonce) != (KEY, NONCE):
        assert rater_token(key, nonce) != rater_token(KEY, NONCE)


@pytest.mark.parametrize("derive", [response_key, draft_key], ids=["response", "draft"])
def test_each_assignment_of_a_rater_has_its_own_key(derive: object) -> None:
    assert callable(derive)
    keys = {derive("token", f"assignment-{number}") for number in range(100)}
    assert len(keys) == 100
    assert all(len(key) == 64 for key in keys)
