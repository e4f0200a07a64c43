"""Loads a framework from its folder of TOML files; one comes bundled with Rondom."""

from dataclasses import dataclass
from pathlib import Path

from framework.folder import HEAD, read_head
from framework.model import Framework
from framework.problems import FrameworkError, Problem
from framework.validation import check_folder

_BUNDLE = Path(__file__).parent
_DEFAULT = _BUNDLE / "rondom"


@dataclass(frozen=True)
class BundledFramework:
    """A framework that comes with Rondom: its id, its languages (the fallback first) and its folder."""

    id: str
    languages: tuple[str, ...]
    folder: Path


def load_framework(language: str, folder: Path | None = None) -> Framework:
    """Return the framework of a folder (default: the bundled one) in a language.

    A language that the framework does not have falls back to its first one. Files are read anew each time.

    Raises:
        FrameworkError: The folder breaks a rule; the error carries everything that is wrong.
    """
    frameworks, problems = check_folder(folder or _DEFAULT)
    if problems:
        raise FrameworkError(problems)
    return next((each for each in frameworks if each.language == language), frameworks[0])


def bundled_frameworks() -> tuple[BundledFramework, ...]:
    """Return the frameworks that come with Rondom, by id.

    Raises:
        FrameworkError: A bundled framework.toml is broken.
    """
    problems: list[Problem] = []
    found = []
    for file in sorted(_BUNDLE.glob(f"*/{HEAD}")):
        head = read_head(file.parent, problems)
        if head is not None:
            found.append(BundledFramework(head.id, head.languages, file.parent))
    if problems:
        raise FrameworkError(problems)
    return tuple(found)
