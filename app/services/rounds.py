"""Making, changing, cloning and extending rounds."""

from dataclasses import dataclass, field
from datetime import datetime

from app.domain.errors import InvalidError, RefusedError
from app.domain.mail import require_known_places
from app.domain.policy import Policy
from app.domain.questionnaire import QuestionnaireOptions, generate_questionnaire
from app.domain.raters import STANDARD_GROUPS, RaterGroup
from app.domain.report_reading import PARTICIPANT_ONLY, ReadingRules
from app.domain.rounds import RoundAct, checked_closing
from app.domain.text import text
from app.services.coaches import copy_coaches
from app.services.finding import find_round, round_to_change
from app.services.frameworks import BUNDLED, offered_framework
from app.services.report_readers import note_rules, reading_rules
from app.services.work import Work
from app.storage.raters import Assignment, round_assignments
from app.storage.rounds import Participant, Round, participants_with_persons

MAX_OWN_GROUPS = 3
USUAL_REMINDERS = (7, 2)
"""How many days before the close a new round reminds, unless HR says otherwise."""


@dataclass(frozen=True)
class RoundSettings:
    """What HR decides before the launch; `closes_at` is a UTC instant."""

    name: str
    competencies: tuple[str, ...]
    closes_at: datetime
    framework_id: str = BUNDLED
    questions: str = "level"
    indicator_levels: tuple[int, ...] = (2, 3, 4)
    has_comments: bool = True
    has_open_questions: bool = True
    own_groups: tuple[RaterGroup, ...] = ()
    standard_groups: tuple[str, ...] = STANDARD_GROUPS
    policy_name: str = "core"
    k: int = 4
    hr_sees_progress: bool = True
    reading: ReadingRules = PARTICIPANT_ONLY


@dataclass(frozen=True)
class MailTexts:
    """How a round's mails introduce themselves; an empty text means Rondom's own words in that language."""

    subjects: dict[str, str] = field(default_factory=dict)
    introductions: dict[str, str] = field(default_factory=dict)
    sender_name: str = ""
    contact: str = ""


def create_round(work: Work, settings: RoundSettings) -> Round:
    """Create a draft; raises InvalidError naming what is wrong.

    The competencies may still be empty: they are needed at the launch.
    """
    round_ = Round(
        id=work.new_id(),
        state="draft",
        mail_texts={},
        sender_name="",
        contact="",
        created_at=work.now,
        name="",
        framework_id=settings.framework_id,
        framework_revision=0,
        competencies=[],
        indicator_levels=[],
        groups=[],
        closes_at=settings.closes_at,
        reminder_days=list(USUAL_REMINDERS),
    )
    _apply(work, round_, settings)
    work.session.add(round_)
    work.session.flush()
    work.audit("round_created", round_.id, name=round_.name)
    return round_


def change_settings(work: Work, round_id: str, settings: RoundSettings) -> Round:
    """Change a draft; raises InvalidError, and RefusedError after the launch."""
    round_ = round_to_change(work, round_id, RoundAct.EDIT)
    _apply(work, round_, settings)
    used = {assignment.rater_group for assignment in round_assignments(work.session, round_id)}
    missing = used - {group["id"] for group in round_.groups}
    if missing:
        raise InvalidError(
            text(
                "Raters have already been assigned as %(groups)s; remove them before removing the group.",
                groups=", ".join(sorted(missing)),
            )
        )
    work.audit("round_changed", round_.id)
    return round_


def change_competencies(work: Work, round_id: str, competencies: tuple[str, ...]) -> Round:
    """Choose what a draft asks about; raises InvalidError for unknown competencies."""
    round_ = round_to_change(work, round_id, RoundAct.EDIT)
    _choose(work, round_, competencies)
    work.audit("competencies_chosen", round_.id, count=len(round_.competencies))
    return round_


def change_mail_texts(work: Work, round_id: str, texts: MailTexts) -> None:
    """Change how the mails introduce themselves; possible until the round closes.

    Raises InvalidError for a subject of several lines and for places that no mail can fill.
    """
    round_ = round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    for template in (*texts.subjects.values(), *texts.introductions.values()):
        require_known_places(template)
    round_.mail_texts = {
        language: {
            "subject": texts.subjects.get(language, "").strip(),
            "introduction": texts.introductions.get(language, "").strip(),
        }
        for language in work.site.languages
    }
    for subject in texts.subjects.values():
        if any(ord(character) < 32 for character in subject.strip()):
            raise InvalidError(text("A subject is one line of text."))
    round_.sender_name = texts.sender_name.strip()
    round_.contact = texts.contact.strip()
    work.audit("mails_changed", round_.id)


def change_logo(work: Work, round_id: str, logo: bytes | None) -> None:
    """Set or remove the logo in the mails; `logo` is a cleaned PNG."""
    round_ = round_to_change(work, round_id, RoundAct.CHANGE_RATERS)
    round_.logo = logo
    work.audit("logo_changed", round_.id, has_logo=logo is not None)


def extend_round(work: Work, round_id: str, closes_at: datetime) -> Round:
    """Move the closing instant for everybody; raises InvalidError when it is not later than before."""
    round_ = round_to_change(work, round_id, RoundAct.EXTEND)
    if checked_closing(closes_at, work.now) <= round_.closes_at:
        raise InvalidError(text("The new closing date must be later than the present one."))
    work.audit("round_extended", round_.id, was=round_.closes_at.isoformat(), now=closes_at.isoformat())
    round_.closes_at = closes_at
    # Reminders move along; what that puts into the past is not made up for.
    round_.acted_until_at = work.now
    return round_


def clone_round(work: Work, round_id: str, name: str, closes_at: datetime) -> Round:
    """Make a draft with the same settings, participants and raters, and the framework of today."""
    source = find_round(work, round_id)
    if source.is_pulse:
        raise RefusedError(text("A pulse needs its participant's consent, so it cannot be copied."))
    clone = create_round(
        work,
        RoundSettings(
            name=name,
            competencies=_still_known(work, source),
            closes_at=closes_at,
            framework_id=source.framework_id,
            questions=source.questions,
            indicator_levels=tuple(source.indicator_levels),
            has_comments=source.has_comments,
            has_open_questions=source.has_open_questions,
            own_groups=own_groups(source),
            standard_groups=tuple(group["id"] for group in source.groups if group["id"] in STANDARD_GROUPS),
            policy_name=source.policy_name,
            k=source.k,
            hr_sees_progress=source.hr_sees_progress,
            reading=reading_rules(source),
        ),
    )
    clone.mail_texts = dict(source.mail_texts)
    clone.sender_name, clone.contact, clone.logo = source.sender_name, source.contact, source.logo
    clone.reminder_days, clone.keep_months = list(source.reminder_days), source.keep_months
    clone.cloned_from_id = source.id
    _copy_rosters(work, source, clone)
    work.audit("round_cloned", clone.id, source=source.id)
    return clone


def delete_draft(work: Work, round_id: str) -> None:
    """Delete a round that was never launched."""
    round_ = round_to_change(work, round_id, RoundAct.DELETE)
    work.audit("draft_deleted", round_.id, name=round_.name)
    work.session.delete(round_)


def own_groups(round_: Round) -> tuple[RaterGroup, ...]:
    """Return the groups a round adds to the standard ones."""
    return tuple(
        RaterGroup(group["id"], group["label"])
        for group in round_.groups
        if group["id"] not in STANDARD_GROUPS
    )


def rater_groups(round_: Round) -> tuple[RaterGroup, ...]:
    """Return all rater groups of a round in their order."""
    return tuple(RaterGroup(group["id"], group["label"]) for group in round_.groups)


def policy_of(round_: Round) -> Policy:
    """Return the publication rule of a round."""
    return Policy(round_.policy_name, round_.k)


def _apply(work: Work, round_: Round, settings: RoundSettings) -> None:
    name = " ".join(settings.name.split())
    if not name or len(name) > 120:
        raise InvalidError(text("Give the round a name of at most 120 characters."))
    policy = Policy(settings.policy_name, settings.k)
    round_.name = name
    round_.closes_at = checked_closing(settings.closes_at, work.now)
    round_.questions = settings.questions
    round_.indicator_levels = list(settings.indicator_levels)
    round_.has_comments = settings.has_comments
    round_.has_open_questions = settings.has_open_questions
    round_.groups = _groups(settings)
    round_.policy_name, round_.k = policy.name, policy.k
    round_.hr_sees_progress = settings.hr_sees_progress
    note_rules(round_, settings.reading)
    is_other = round_.framework_id != settings.framework_id
    round_.framework_id = settings.framework_id
    # Ids of another framework mean nothing here.
    _choose(work, round_, () if is_other else settings.competencies)


def _choose(work: Work, round_: Round, competencies: tuple[str, ...]) -> None:
    # What was chosen before it was switched off may stay.
    framework = offered_framework(work, round_.framework_id, work.site.languages[0], round_.competencies)
    round_.framework_revision = framework.revision
    if not competencies:
        round_.competencies = []
        return
    if round_.questions not in {"level", "indicator"}:
        raise InvalidError(text("Questions are asked by “level” or by “indicator”."))
    options = QuestionnaireOptions(
        questions="indicator" if round_.questions == "indicator" else "level",
        indicator_levels=tuple(round_.indicator_levels),
        has_comments=round_.has_comments,
        has_open_questions=round_.has_open_questions,
    )
    questionnaire = generate_questionnaire(framework, competencies, options)
    round_.competencies = [item.competency_id for section in questionnaire.sections for item in section.items]


def _groups(settings: RoundSettings) -> list[dict[str, str]]:
    if len(settings.own_groups) > MAX_OWN_GROUPS:
        raise InvalidError(text("A round can add at most %(most)s groups of its own.", most=MAX_OWN_GROUPS))
    chosen: list[dict[str, str]] = [
        {"id": group, "label": ""} for group in STANDARD_GROUPS if group in settings.standard_groups
    ]
    labels = {group.label.strip().casefold() for group in settings.own_groups}
    if len(labels) < len(settings.own_groups) or "" in labels:
        raise InvalidError(text("Every group of its own needs a name that no other group has."))
    chosen += [{"id": group.id, "label": group.label.strip()} for group in settings.own_groups]
    if len({group["id"] for group in chosen}) < len(chosen):
        raise InvalidError(text("Every group of its own needs a name that no other group has."))
    if not any(group["id"] != "self" for group in chosen):
        raise InvalidError(text("Choose at least one group besides the participants themselves."))
    return chosen


def _still_known(work: Work, source: Round) -> tuple[str, ...]:
    framework = offered_framework(work, source.framework_id, work.site.languages[0])
    known = {competency.id for competency in framework.competencies}
    return tuple(competency for competency in source.competencies if competency in known)


def _copy_rosters(work: Work, source: Round, clone: Round) -> None:
    assignments = round_assignments(work.session, source.id)
    copies: dict[str, str] = {}
    for participant, person in participants_with_persons(work.session, source.id):
        copy = Participant(id=work.new_id(), round_id=clone.id, person_id=person.id)
        copies[participant.id] = copy.id
        work.session.add(copy)
    work.session.flush()
    copy_coaches(work, source, clone, copies)
    for assignment in assignments:
        work.session.add(
            Assignment(
                id=work.new_id(),
                round_id=clone.id,
                participant_id=copies[assignment.participant_id],
                rater_id=assignment.rater_id,
                rater_group=assignment.rater_group,
                state="open",
                decline_reason="",
                is_added_after_launch=False,
            )
        )
