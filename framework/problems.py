"""What is wrong in a framework's files, said so that its author can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from framework.messages import Message


@dataclass(frozen=True)
class Problem:
    """One broken rule: in which file, at which place (keys of it, or a message), and what to do about it."""

    file: str
    place: str
    rule: Message
    proposal: Message

    def __str__(self) -> str:
        """Return the problem as one line."""
        where = f"{self.file}: {self.place}" if self.place else self.file
        return f"{where}: {self.rule} - {self.proposal}"


class FrameworkError(Exception):
    """A framework cannot be used; `problems` holds everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)
