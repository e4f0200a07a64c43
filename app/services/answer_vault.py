"""Answers as they are stored before the seal: padded ciphertexts, bound to a place only the link yields."""

from app.domain.ratings import AnswerSet, answers_from_json, answers_to_json
from app.services.work import Work


def seal_answers(work: Work, round_id: str, key: str, answers: AnswerSet) -> bytes:
    """Return the padded ciphertext of answers for the row with this key."""
    return work.tools.cipher.encrypt(work.tools.keys.answer_key(round_id), answers_to_json(answers), key)


def open_answers(work: Work, round_id: str, key: str, stored: bytes) -> AnswerSet:
    """Return the answers of a row; raises MissingKeyError and UnreadableAnswerError."""
    return answers_from_json(work.tools.cipher.decrypt(work.tools.keys.answer_key(round_id), stored, key))
