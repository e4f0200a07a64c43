"""What can go wrong by the rules of the field, named by meaning."""

from app.domain.text import Text, text


class DomainError(Exception):
    """A rule said no; the message is meant for the person who asked."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


class NotFoundError(DomainError):
    """There is no such thing, or it is not this person's to see."""

    def __init__(self, message: Text | None = None) -> None:
        super().__init__(message or text("This page does not exist, or it is not yours to see."))


class RefusedError(DomainError):
    """The thing exists, but what was asked makes no sense in its present state."""


class InvalidError(DomainError):
    """Something typed or uploaded is not right; `problems` names every place."""

    def __init__(self, message: Text, problems: tuple[Text, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems


class LinkError(DomainError):
    """A mailed link is unknown, used, expired or dead; the message reveals nothing else."""


class ReplacedLinkError(LinkError):
    """A mailed link was replaced by a newer one; only somebody who had it can ask."""
