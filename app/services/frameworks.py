"""The competency frameworks a round can be made from: bundled ones from files, own ones from the database."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache

from app.domain.errors import NotFoundError
from app.domain.questionnaire import Questionnaire, QuestionnaireOptions, generate_questionnaire
from app.domain.questionnaire_json import questionnaire_from_json
from app.domain.rounds import RoundState
from app.domain.text import text
from app.services.work import Work
from app.storage.framework_revisions import (
    DRAFT,
    PUBLISHED,
    FrameworkRevision,
    all_revisions,
    newest_published,
    revisions_of,
    switched_off,
)
from app.storage.rounds import Round
from framework.json_form import framework_from_json
from framework.loader import bundled_frameworks, load_framework
from framework.model import Framework
from framework.table import SLUG

BUNDLED = "rondom"

_MOST = 2**31 - 1


@dataclass(frozen=True)
class ListedFramework:
    """A framework in a list; `revision` is the newest one for rounds, None while there is only a draft.

    `competencies` is how many the named revision has, or the draft where there is no other.
    """

    id: str
    name: str
    revision: int | None
    draft: int | None
    languages: tuple[str, ...]
    competencies: int
    is_bundled: bool


def find_framework(work: Work, framework_id: str, language: str, revision: int | None = None) -> Framework:
    """Return a framework in the language, or in its own first language; raises NotFoundError.

    Without a revision it is the one that new rounds are made from: a draft has to be asked for by number.
    """
    if not SLUG.fullmatch(framework_id):
        # PostgreSQL does not look for a text with a NUL in it, it fails.
        raise _unknown(framework_id)
    if framework_id in bundled_ids():
        return bundled_framework(framework_id, language, revision)
    if revision is None:
        row = newest_published(work.session, framework_id)
        if row is None:
            raise _unknown(framework_id)
    else:
        row = work.session.get(FrameworkRevision, (framework_id, revision)) if revision <= _MOST else None
        if row is None:
            raise _unknown_revision(framework_id, revision)
    return framework_of(row, language)


def offered_framework(work: Work, framework_id: str, language: str, kept: Collection[str] = ()) -> Framework:
    """Return what a new round is offered: without what is switched off, but for the ids in `kept`.

    Raises NotFoundError.
    """
    framework = find_framework(work, framework_id, language)
    hidden = switched_off(work.session, framework_id) - set(kept)
    clusters = tuple(
        replace(cluster, competencies=tuple(each for each in cluster.competencies if each.id not in hidden))
        for cluster in framework.clusters
    )
    return replace(framework, clusters=tuple(cluster for cluster in clusters if cluster.competencies))


def framework_of_round(work: Work, round_: Round, language: str) -> Framework:
    """Return what a draft can choose from, or the framework as a launched round asks it."""
    if round_.state == RoundState.DRAFT:
        return offered_framework(work, round_.framework_id, language, round_.competencies)
    # Of a bundled framework only the newest revision exists.
    revision = None if round_.framework_id in bundled_ids() else round_.framework_revision
    return find_framework(work, round_.framework_id, language, revision)


def all_languages(work: Work, framework_id: str, revision: int | None = None) -> tuple[Framework, ...]:
    """Return a framework once per language, the fallback first; raises NotFoundError."""
    first = find_framework(work, framework_id, "", revision)
    if framework_id in bundled_ids():
        languages = bundled_languages()[framework_id]
    else:
        languages = tuple(work.session.get_one(FrameworkRevision, (framework_id, first.revision)).languages)
    return tuple(find_framework(work, framework_id, language, first.revision) for language in languages)


def list_frameworks(work: Work) -> tuple[ListedFramework, ...]:
    """Return every framework, the bundled ones first, then the organisation's own by id."""
    by_id: dict[str, list[FrameworkRevision]] = {}
    for row in all_revisions(work.session):
        by_id.setdefault(row.framework_id, []).append(row)
    return (*listed_bundled(), *(_listed(rows) for rows in by_id.values()))


def listed_framework(work: Work, framework_id: str) -> ListedFramework:
    """Return a framework as the list has it; raises NotFoundError."""
    if SLUG.fullmatch(framework_id):
        rows = revisions_of(work.session, framework_id)
        if rows:
            return _listed(rows)
    for listed in listed_bundled():
        if listed.id == framework_id:
            return listed
    raise _unknown(framework_id)


def listed_bundled() -> tuple[ListedFramework, ...]:
    """Return the frameworks that come with Rondom; no database is asked."""
    found = []
    for framework_id, languages in bundled_languages().items():
        framework = _bundled(framework_id, languages[0])
        found.append(
            ListedFramework(
                framework_id,
                framework.name,
                framework.revision,
                None,
                languages,
                len(framework.competencies),
                is_bundled=True,
            )
        )
    return tuple(found)


def bundled_framework(framework_id: str, language: str, revision: int | None = None) -> Framework:
    """Return a framework that comes with Rondom; no database is asked. Raises NotFoundError."""
    if framework_id not in bundled_ids():
        raise _unknown(framework_id)
    framework = _bundled(framework_id, language)
    if revision not in {None, framework.revision}:
        raise _unknown_revision(framework_id, revision)
    return framework


def bundled_ids() -> Collection[str]:
    """Return the ids of the frameworks that come with Rondom."""
    return bundled_languages().keys()


def framework_of(row: FrameworkRevision, language: str) -> Framework:
    """Return a stored revision in the language, or in its first one."""
    return framework_from_json(row.documents[language if language in row.documents else row.languages[0]])


def _listed(rows: list[FrameworkRevision]) -> ListedFramework:
    published = next((row for row in rows if row.state == PUBLISHED), None)
    draft = next((row for row in rows if row.state == DRAFT), None)
    shown = published or rows[0]
    return ListedFramework(
        shown.framework_id,
        shown.name,
        published.revision if published is not None else None,
        draft.revision if draft is not None else None,
        tuple(shown.languages),
        len(framework_of(shown, "").competencies),
        is_bundled=False,
    )


def _unknown(framework_id: str) -> NotFoundError:
    return NotFoundError(text("There is no framework “%(id)s”.", id=framework_id))


def _unknown_revision(framework_id: str, revision: int | None) -> NotFoundError:
    return NotFoundError(
        text("The framework “%(id)s” has no revision %(revision)s.", id=framework_id, revision=revision)
    )


@cache
def bundled_languages() -> dict[str, tuple[str, ...]]:
    """Return the languages of the frameworks that come with Rondom by id, the fallback first."""
    return {bundled.id: bundled.languages for bundled in bundled_frameworks()}


@cache
def _bundled(framework_id: str, language: str) -> Framework:
    # Reading and checking the files takes 20 ms; they change only with a new version of Rondom.
    folder = next(bundled.folder for bundled in bundled_frameworks() if bundled.id == framework_id)
    return load_framework(language, folder)


def options_of(round_: Round) -> QuestionnaireOptions:
    """Return how the round asks its questions."""
    return QuestionnaireOptions(
        questions="indicator" if round_.questions == "indicator" else "level",
        indicator_levels=tuple(round_.indicator_levels),
        has_comments=round_.has_comments,
        has_open_questions=round_.has_open_questions,
    )


def fresh_questionnaire(work: Work, round_: Round, language: str) -> Questionnaire:
    """Return the questionnaire as the round's settings make it today."""
    framework = find_framework(work, round_.framework_id, language)
    return generate_questionnaire(framework, round_.competencies, options_of(round_))


def frozen_questionnaire(round_: Round, language: str) -> Questionnaire:
    """Return the copy that was frozen at the launch, in this language or the first one there is."""
    copies = round_.questionnaires or {}
    return questionnaire_from_json(copies.get(language) or next(iter(copies.values())))
