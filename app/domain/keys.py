"""What can go wrong with the keys of a round and with what they lock."""

from app.domain.errors import DomainError
from app.domain.text import text


class MissingKeyError(DomainError):
    """The keys of a round are not where they should be."""

    def __init__(self, round_id: str, place: str) -> None:
        super().__init__(
            text(
                "The keys of round %(round)s are missing; they were looked for in %(place)s.",
                round=round_id,
                place=place,
            )
        )


class KeyExistsError(DomainError):
    """A round has keys already; replacing them would lock every answer and every link away."""

    def __init__(self, round_id: str) -> None:
        super().__init__(text("Round %(round)s already has its keys; they are not replaced.", round=round_id))


class UnreadableAnswerError(DomainError):
    """Stored answers cannot be opened: another key, another place, or changed since."""

    def __init__(self) -> None:
        super().__init__(text("Stored answers cannot be read with this round's key."))


class AnswerTooLongError(DomainError):
    """Answers are longer than the largest size that is stored."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            text("These answers are too long to be stored; the limit is %(limit)s bytes.", limit=limit)
        )
