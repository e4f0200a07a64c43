"""What reading a framework says, in words that can be translated."""

from app.domain.document_words import DOCUMENT_WORDS
from app.domain.file_words import FILE_WORDS
from app.domain.sheet_words import SHEET_WORDS
from app.domain.text import Text, text
from framework.imports.problems import ImportProblem
from framework.messages import Message
from framework.problems import Problem

WORDS = {**DOCUMENT_WORDS, **SHEET_WORDS, **FILE_WORDS}


def framework_words(message: Message) -> Text:
    """Return the wording of a message, and of the messages inside it."""
    values = {
        name: framework_words(value) if isinstance(value, Message) else value
        for name, value in message.values.items()
    }
    return Text(WORDS[message.code].message, values)


def import_problem_words(problem: ImportProblem) -> Text:
    """Return why a line or a cell keeps a file from being imported, and what to do about it."""
    what, proposal = framework_words(problem.what), framework_words(problem.proposal)
    if problem.column:
        return text(
            "line %(line)s, column %(column)s: %(what)s; %(proposal)s",
            line=problem.line,
            column=problem.column,
            what=what,
            proposal=proposal,
        )
    return text("line %(line)s: %(what)s; %(proposal)s", line=problem.line, what=what, proposal=proposal)


def file_problem_words(problem: Problem) -> Text:
    """Return which rule a framework's file breaks and what to do about it; places are keys of the file."""
    return text(
        "%(where)s: %(what)s; %(proposal)s",
        where=_where(problem),
        what=framework_words(problem.rule),
        proposal=framework_words(problem.proposal),
    )


def _where(problem: Problem) -> Text | str:
    if isinstance(problem.place, Message):
        place = framework_words(problem.place)
        return text("%(file)s, %(place)s", file=problem.file, place=place)
    return f"{problem.file}, {problem.place}" if problem.place else problem.file
