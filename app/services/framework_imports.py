"""Frameworks that an organisation brings along: read and checked whole, then stored, or refused whole."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Never

from app.domain.errors import InvalidError
from app.domain.framework_check import framework_findings
from app.domain.framework_words import file_problem_words, import_problem_words
from app.domain.tables import Table
from app.domain.text import text
from app.services.framework_drafts import LONGEST_ID, check_new, new_revision
from app.services.work import Work
from app.storage.framework_revisions import PUBLISHED, FrameworkRevision
from framework.imports.document import import_document
from framework.imports.lines import decode_document
from framework.imports.problems import ImportRefusedError
from framework.imports.sheet import import_sheet
from framework.imports.slugs import Slugs
from framework.imports.toml_file import import_toml
from framework.messages import Message
from framework.model import Framework
from framework.problems import FrameworkError
from framework.table import LANGUAGE

MAX_BYTES = 5 * 1024 * 1024
MOST_REVISION = 1_000_000


@dataclass(frozen=True)
class ImportChoices:
    """What to call an imported framework; an empty `name` or `framework_id` is made from the file's name."""

    filename: str
    framework_id: str = ""
    name: str = ""
    language: str = "nl"


@dataclass(frozen=True)
class FrameworkImport:
    """A framework as it was read, once per language; `inferred` and `warnings` are for its owner to check."""

    frameworks: tuple[Framework, ...]
    inferred: tuple[Message, ...]
    warnings: tuple[Message, ...]
    origin: str

    @property
    def framework(self) -> Framework:
        """The framework in its first language."""
        return self.frameworks[0]


def read_framework(
    content: bytes, choices: ImportChoices, read_table: Callable[[bytes, str], Table]
) -> FrameworkImport:
    """Return the framework in a file, read by the ending of its name; raises InvalidError."""
    _check_size(content)
    ending = choices.filename.rpartition(".")[2].lower()
    if ending in {"txt", "text", "md"}:
        return read_document(content, choices)
    if ending == "toml":
        return read_toml(content, choices)
    if ending in {"csv", "tsv", "xlsx", "xlsm"}:
        return read_sheet(read_table(content, choices.filename), choices)
    raise InvalidError(
        text(
            "A framework is read from .txt, .md, .csv, .xlsx or .toml, not from “%(name)s”.",
            name=choices.filename,
        )
    )


def too_large() -> InvalidError:
    """Return the refusal of a file that is too large."""
    return InvalidError(text("The file is larger than %(limit)s MiB.", limit=MAX_BYTES // 1024 // 1024))


def read_document(content: bytes, choices: ImportChoices) -> FrameworkImport:
    """Return the framework in the plain text of a document; raises InvalidError naming every line."""
    words = document_text(content)
    name, framework_id = _called(choices)
    _check_language(choices.language)
    try:
        found = import_document(words, id=framework_id, language=choices.language, name=name)
    except ImportRefusedError as error:
        _refuse(error)
    return _checked((found.framework,), found.inferred, found.warnings, choices)


def read_sheet(table: Table, choices: ImportChoices) -> FrameworkImport:
    """Return the framework in a table; raises InvalidError naming every line and column."""
    name, framework_id = _called(choices)
    _check_language(choices.language)
    try:
        found = import_sheet(table, id=framework_id, language=choices.language, name=name)
    except ImportRefusedError as error:
        _refuse(error)
    frameworks = found.frameworks
    if choices.name:
        frameworks = tuple(replace(framework, name=name) for framework in frameworks)
    elif not choices.framework_id:
        framework_id = _slug(frameworks[0].name)
        frameworks = tuple(replace(framework, id=framework_id) for framework in frameworks)
    return _checked(frameworks, (), found.warnings, choices)


def read_toml(content: bytes, choices: ImportChoices) -> FrameworkImport:
    """Return the framework in a TOML file as an export writes it; raises InvalidError naming every place."""
    _check_size(content)
    try:
        frameworks = import_toml(content, choices.filename)
    except FrameworkError as error:
        raise InvalidError(
            text("Nothing was imported: the file is not right."),
            tuple(map(file_problem_words, error.problems)),
        ) from None
    if choices.framework_id:
        frameworks = tuple(replace(framework, id=choices.framework_id) for framework in frameworks)
    if choices.name:
        name = " ".join(choices.name.split())
        frameworks = tuple(replace(framework, name=name) for framework in frameworks)
    return _checked(frameworks, (), (), choices)


def check_import(work: Work, found: FrameworkImport) -> None:
    """Raise InvalidError when the framework cannot be stored under its id and name."""
    check_new(work, found.framework.id, found.framework.name)


def store_import(work: Work, found: FrameworkImport) -> FrameworkRevision:
    """Store an import as a published framework of its own; raises InvalidError when its id is taken."""
    check_import(work, found)
    row = new_revision(work, found.frameworks, PUBLISHED, found.origin)
    work.audit(
        "framework_imported", framework=row.framework_id, competencies=len(found.framework.competencies)
    )
    return row


def document_text(content: bytes) -> str:
    """Return the text of a document; raises InvalidError when it is not plain text, naming the line."""
    _check_size(content)
    if content.startswith((b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise InvalidError(
            text("This is not plain text. Save or copy the document as text (.txt) and choose that file.")
        )
    try:
        words = decode_document(content)
    except ImportRefusedError as error:
        _refuse(error)
    if not words.strip():
        raise InvalidError(text("The file is empty."))
    return words


def _checked(
    frameworks: tuple[Framework, ...],
    inferred: tuple[Message, ...],
    warnings: tuple[Message, ...],
    choices: ImportChoices,
) -> FrameworkImport:
    findings = framework_findings(frameworks)
    wrong = tuple(finding.line for finding in findings if finding.is_blocking)
    if wrong:
        raise InvalidError(text("Nothing was imported: the texts are not complete."), wrong)
    if frameworks[0].revision > MOST_REVISION:
        raise InvalidError(text("The revision is larger than %(most)s.", most=MOST_REVISION))
    return FrameworkImport(frameworks, inferred, warnings, f"imported from {choices.filename}")


def _called(choices: ImportChoices) -> tuple[str, str]:
    stem = choices.filename.replace("\\", "/").rpartition("/")[2].rpartition(".")[0]
    words = stem.replace("_", " ").replace("-", " ").split()
    # A name that a program gave, such as 000_9791, says nothing to people.
    proposed = " ".join(words) if any(word.isalpha() for word in words) else "Competencies"
    name = " ".join(choices.name.split()) or proposed[:1].upper() + proposed[1:]
    return name, choices.framework_id or _slug(name)


def _slug(name: str) -> str:
    return Slugs("framework").make(name)[:LONGEST_ID].strip("-")


def _check_language(language: str) -> None:
    if not LANGUAGE.fullmatch(language):
        raise InvalidError(text("“%(language)s” is not a language. Write nl, en or fr.", language=language))


def _check_size(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise too_large()


def _refuse(error: ImportRefusedError) -> Never:
    raise InvalidError(
        text("Nothing was imported: the file is not right."), tuple(map(import_problem_words, error.problems))
    ) from None
