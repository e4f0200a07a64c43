"""Changing a framework: always in a draft, which becomes a revision that never changes again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy.exc import IntegrityError

from app.domain.errors import InvalidError, NotFoundError, RefusedError
from app.domain.framework_check import LONGEST_NAME, Finding, can_be_shown, framework_findings
from app.domain.text import text
from app.services.frameworks import all_languages, bundled_ids, find_framework, framework_of
from app.services.work import Work
from app.storage.framework_revisions import (
    DRAFT,
    PUBLISHED,
    FrameworkRevision,
    draft_of,
    locked_draft,
    newest_published,
    newest_revision,
    replace_switched_off,
    switched_off,
)
from framework.cluster_file import RESERVED_IDS
from framework.json_form import framework_to_json
from framework.model import Competency, Framework
from framework.table import SLUG

LONGEST_ID = 60


@dataclass(frozen=True)
class Names:
    """The framework's own name in a language, and the names of its clusters by id."""

    framework: str
    clusters: Mapping[str, str]


def copy_framework(work: Work, source_id: str, framework_id: str, name: str) -> FrameworkRevision:
    """Make a draft of a new framework from what rounds are made from now; raises InvalidError."""
    copies = tuple(
        replace(framework, id=framework_id, revision=1, name=" ".join(name.split()))
        for framework in all_languages(work, source_id)
    )
    check_new(work, framework_id, name)
    draft = new_revision(work, copies, DRAFT, f"copy of {source_id}")
    replace_switched_off(work.session, framework_id, switched_off(work.session, source_id))
    work.audit("framework_copied", framework=framework_id, source=source_id)
    return draft


def start_draft(work: Work, framework_id: str) -> FrameworkRevision:
    """Return the draft of an own framework, made from its newest published revision when there is none.

    Raises NotFoundError, and RefusedError for a bundled framework, which can only be copied.
    """
    if framework_id in bundled_ids():
        raise RefusedError(text("A framework that comes with Rondom stays as it is. Copy it to change it."))
    draft = locked_draft(work.session, framework_id)
    if draft is not None:
        return draft
    revision = newest_revision(work.session, framework_id) + 1
    copies = tuple(replace(each, revision=revision) for each in all_languages(work, framework_id))
    draft = new_revision(work, copies, DRAFT, f"revision {copies[0].revision - 1}")
    work.audit("framework_draft_started", framework=framework_id, revision=revision)
    return draft


def change_competency(
    work: Work, framework_id: str, language: str, competency: Competency, seen: str
) -> None:
    """Change the texts of one competency in a draft; `seen` is the fingerprint of what the author began with.

    Raises NotFoundError, and RefusedError when somebody else has changed the same texts meanwhile.
    """
    draft, framework = _draft_in(work, framework_id, language)
    present = next((each for each in framework.competencies if each.id == competency.id), None)
    if present is None:
        raise NotFoundError(
            text("The framework has no competency “%(competency)s”.", competency=competency.id)
        )
    if present != competency and fingerprint(present) != seen:
        raise RefusedError(
            text("Somebody else has changed these texts meanwhile. Look at them before you save yours.")
        )
    clusters = tuple(
        replace(
            cluster,
            competencies=tuple(
                competency if each.id == competency.id else each for each in cluster.competencies
            ),
        )
        for cluster in framework.clusters
    )
    _keep(draft, replace(framework, clusters=clusters))
    work.audit("framework_changed", framework=framework_id, competency=competency.id, language=language)


def fingerprint(competency: Competency) -> str:
    """Return a short text that changes with every text of the competency."""
    return sha256(repr(competency).encode()).hexdigest()[:32]


def change_names(work: Work, framework_id: str, language: str, names: Names) -> None:
    """Change the names of a draft and its clusters; raises NotFoundError and InvalidError."""
    draft, framework = _draft_in(work, framework_id, language)
    own = " ".join(names.framework.split())
    clusters = tuple(
        replace(cluster, name=" ".join(names.clusters.get(cluster.id, cluster.name).split()))
        for cluster in framework.clusters
    )
    for name in (own, *(cluster.name for cluster in clusters)):
        _check_name(name)
    _keep(draft, replace(framework, name=own, clusters=clusters))
    if language == draft.languages[0]:
        draft.name = own
    work.audit("framework_changed", framework=framework_id, language=language)


def draft_findings(work: Work, framework_id: str) -> tuple[Finding, ...]:
    """Return what is wrong in a draft; raises NotFoundError."""
    draft = draft_of(work.session, framework_id) if SLUG.fullmatch(framework_id) else None
    if draft is None:
        raise _no_draft()
    return framework_findings([framework_of(draft, language) for language in draft.languages])


def publish_draft(work: Work, framework_id: str) -> FrameworkRevision:
    """Make the draft the revision that new rounds are made from; raises InvalidError naming what is wrong."""
    draft = _locked(work, framework_id)
    frameworks = [framework_of(draft, language) for language in draft.languages]
    wrong = [finding for finding in framework_findings(frameworks) if finding.is_blocking]
    if wrong:
        raise InvalidError(
            text("The draft cannot be published yet."), tuple(finding.line for finding in wrong)
        )
    draft.state = PUBLISHED
    draft.published_at = work.now
    work.audit("framework_published", framework=framework_id, revision=draft.revision)
    return draft


def discard_draft(work: Work, framework_id: str) -> None:
    """Delete a draft; a framework that was never published is gone with it. Raises NotFoundError."""
    draft = _locked(work, framework_id)
    work.session.delete(draft)
    work.session.flush()
    if newest_published(work.session, framework_id) is None:
        replace_switched_off(work.session, framework_id, ())
    work.audit("framework_draft_discarded", framework=framework_id, revision=draft.revision)


def switch_competencies(work: Work, framework_id: str, is_on: frozenset[str]) -> None:
    """Let new rounds be offered exactly these competencies; raises NotFoundError and InvalidError."""
    framework = find_framework(work, framework_id, "")
    known = {competency.id for competency in framework.competencies}
    if not is_on & known:
        raise InvalidError(text("Leave at least one competency on."))
    replace_switched_off(work.session, framework_id, known - is_on)
    work.audit("competencies_switched", framework=framework_id, off=len(known - is_on))


def check_new(work: Work, framework_id: str, name: str) -> None:
    """Raise InvalidError unless a new framework can have this id and this name."""
    if not SLUG.fullmatch(framework_id) or len(framework_id) > LONGEST_ID or framework_id in RESERVED_IDS:
        raise InvalidError(
            text(
                "“%(id)s” cannot be the id of a framework. Use small letters, figures and hyphens,"
                " each word beginning with a letter, at most %(most)s characters.",
                id=framework_id,
                most=LONGEST_ID,
            )
        )
    _check_name(" ".join(name.split()))
    if framework_id in bundled_ids() or newest_revision(work.session, framework_id):
        raise InvalidError(text("There is a framework “%(id)s” already. Choose another id.", id=framework_id))


def new_revision(work: Work, frameworks: tuple[Framework, ...], state: str, origin: str) -> FrameworkRevision:
    """Store a revision, given once per language, the fallback first."""
    first = frameworks[0]
    row = FrameworkRevision(
        framework_id=first.id,
        revision=first.revision,
        name=first.name,
        state=state,
        languages=[framework.language for framework in frameworks],
        documents={framework.language: framework_to_json(framework) for framework in frameworks},
        origin=origin[:200],
        created_at=work.now,
        published_at=work.now if state == PUBLISHED else None,
    )
    try:
        with work.session.begin_nested():
            work.session.add(row)
    except IntegrityError:
        raise RefusedError(
            text("Somebody else has just made this revision. Load the page once more.")
        ) from None
    return row


def _draft_in(work: Work, framework_id: str, language: str) -> tuple[FrameworkRevision, Framework]:
    draft = _locked(work, framework_id)
    if language not in draft.languages:
        raise NotFoundError(text("The framework has no texts in “%(language)s”.", language=language))
    return draft, framework_of(draft, language)


def _locked(work: Work, framework_id: str) -> FrameworkRevision:
    draft = locked_draft(work.session, framework_id) if SLUG.fullmatch(framework_id) else None
    if draft is None:
        raise _no_draft()
    return draft


def _no_draft() -> NotFoundError:
    return NotFoundError(text("There is no draft of this framework."))


def _keep(draft: FrameworkRevision, framework: Framework) -> None:
    draft.documents = {**draft.documents, framework.language: framework_to_json(framework)}


def _check_name(name: str) -> None:
    if not name or len(name) > LONGEST_NAME or not can_be_shown(name):
        raise InvalidError(text("A name has 1 to %(most)s characters that can be shown.", most=LONGEST_NAME))
