"""Answers as they are stored before the seal: padded ciphertexts, bound to a place only the link yields."""

from collections.abc import Callable

from app.domain.keys import UnreadableAnswerError
from app.domain.ratings import AnswerSet, answers_from_json, answers_to_json
from app.services.work import Work


def seal_answers(work: Work, round_id: str, key: str, answers: AnswerSet) -> bytes:
    """Return the padded ciphertext of answers for the row with this key."""
    return work.tools.cipher.encrypt(work.tools.keys.answer_key(round_id), answers_to_json(answers), key)


def open_answers(work: Work, round_id: str, key: str, stored: bytes) -> AnswerSet:
    """Return the answers of a row; raises MissingKeyError and UnreadableAnswerError."""
    return answers_from_json(work.tools.cipher.decrypt(work.tools.keys.answer_key(round_id), stored, key))


def renewal(work: Work, round_id: str) -> Callable[[str, bytes], bytes]:
    """Return what encrypts a row's answers anew, so that no ciphertext tells whose post it came with.

    What cannot be opened stays as it is: one damaged row must not keep others from answering.
    """
    move = moving(work, round_id)
    return lambda key, stored: move(key, key, stored)


def moving(work: Work, round_id: str) -> Callable[[str, str, bytes], bytes]:
    """Return what encrypts answers anew for another key, or for the same one; like `renewal`."""
    cipher, answer_key = work.tools.cipher, work.tools.keys.answer_key(round_id)

    def move(old: str, new: str, stored: bytes) -> bytes:
        try:
            return cipher.encrypt(answer_key, cipher.decrypt(answer_key, stored, old), new)
        except UnreadableAnswerError:
            return stored

    return move
