"""What keeps a client's own dictionary from being imported, said so that its owner can mend it."""

from collections.abc import Sequence
from dataclasses import dataclass

from framework.messages import Message

MOST_PROBLEMS = 50


@dataclass(frozen=True)
class ImportProblem:
    """What cannot be placed: the line (from 1), the column of a sheet or "", why not, and a proposal."""

    line: int
    what: Message
    proposal: Message
    column: str = ""

    def __str__(self) -> str:
        """Return the problem as one line."""
        place = f"line {self.line}, column {self.column}" if self.column else f"line {self.line}"
        return f"{place}: {self.what} - {self.proposal}"


class ImportRefusedError(Exception):
    """Nothing was imported; `problems` says why, in the order of the lines, the first fifty."""

    def __init__(self, problems: Sequence[ImportProblem]) -> None:
        ordered = sorted(problems, key=lambda problem: problem.line)[:MOST_PROBLEMS]
        super().__init__("\n".join(str(problem) for problem in ordered))
        self.problems = tuple(ordered)
