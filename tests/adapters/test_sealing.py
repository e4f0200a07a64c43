import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.adapters.sealing import SIZES, AnswerCipher
from app.domain.keys import AnswerTooLongError, UnreadableAnswerError

KEY = bytes(range(32))
PLACE = "round/participant/key"
texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(texts, texts)
def test_what_goes_in_comes_out(plaintext: str, place: str) -> None:
    cipher = AnswerCipher()
    assert cipher.decrypt(KEY, cipher.encrypt(KEY, plaintext, place), place) == plaintext


@given(st.integers(0, SIZES[-1] - 4))
def test_a_ciphertext_has_one_of_four_sizes(length: int) -> None:
    blob = AnswerCipher().encrypt(KEY, "x" * length, PLACE)
    assert len(blob) - 1 - 12 - 16 in SIZES


def test_answers_beyond_the_largest_size_are_refused_without_their_content() -> None:
    with pytest.raises(AnswerTooLongError) as caught:
        AnswerCipher().encrypt(KEY, "x" * SIZES[-1], PLACE)
    assert "xx" not in str(caught.value)


def test_the_same_answers_never_look_the_same() -> None:
    cipher = AnswerCipher()
    assert len({cipher.encrypt(KEY, "3", PLACE) for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("key", "place"),
    [pytest.param(bytes(32), PLACE, id="another key"), pytest.param(KEY, "elsewhere", id="another place")],
)
def test_another_key_or_place_opens_nothing(key: bytes, place: str) -> None:
    cipher = AnswerCipher()
    blob = cipher.encrypt(KEY, "my answer", PLACE)
    with pytest.raises(UnreadableAnswerError) as caught:
        cipher.decrypt(key, blob, place)
    assert "my answer" not in str(caught.value)


@given(st.integers(0, 4 * 1024 + 28), st.integers(1, 255))
def test_one_changed_byte_anywhere_opens_nothing(position: int, change: int) -> None:
    cipher = AnswerCipher()
    blob = bytearray(cipher.encrypt(KEY, "my answer", PLACE))
    blob[position] ^= change
    with pytest.raises(UnreadableAnswerError):
        cipher.decrypt(KEY, bytes(blob), PLACE)


@pytest.mark.parametrize("blob", [b"", b"\x01", b"\x01" + bytes(11), b"\x01" + bytes(12), bytes(100)])
def test_what_was_never_a_ciphertext_is_refused_by_name(blob: bytes) -> None:
    with pytest.raises(UnreadableAnswerError):
        AnswerCipher().decrypt(KEY, blob, PLACE)
