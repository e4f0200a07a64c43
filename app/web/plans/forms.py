"""What was typed into the forms of a plan: nothing typed is ever lost to an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from app.domain.development import LONGEST_TEXT, MOST_AIMS, Aim
from app.services.plan_subjects import Subject
from app.services.plans import Plan

USUAL_TIME = timedelta(days=90)


@dataclass(frozen=True)
class AimFields:
    """The two texts about one subject, as typed or as stored, with their errors."""

    subject: Subject
    goal: str
    steps: str
    goal_error: str = ""
    steps_error: str = ""

    @property
    def aim(self) -> Aim:
        """The texts as an aim."""
        return Aim(self.subject.id, self.goal, self.steps)


@dataclass(frozen=True)
class PlanForm:
    """The form of a plan; `problems` are (field id, what is wrong), `dropped` are names of what goes."""

    aims: tuple[AimFields, ...]
    review_on: str
    review_error: str = ""
    problems: tuple[tuple[str, str], ...] = ()
    dropped: tuple[str, ...] = field(default=())

    @property
    def day(self) -> date:
        """The day to look back; raises ValueError where none was typed."""
        return date.fromisoformat(self.review_on)


def stored_form(subjects: tuple[Subject, ...], plan: Plan | None, today: date) -> PlanForm:
    """Return the form for these subjects, with what the plan says about them so far."""
    known = {aim.subject.id: aim for aim in plan.aims} if plan is not None else {}
    chosen = {subject.id for subject in subjects}
    fields = []
    for subject in subjects:
        aim = known.get(subject.id)
        fields.append(AimFields(subject, aim.goal if aim else "", aim.steps if aim else ""))
    return PlanForm(
        tuple(fields),
        (plan.review_on if plan is not None else today + USUAL_TIME).isoformat(),
        dropped=tuple(name_of(aim.subject) for about, aim in known.items() if about not in chosen),
    )


def typed_form(subjects: tuple[Subject, ...], typed: Mapping[str, str]) -> PlanForm:
    """Return what was posted, with an error beside every field that needs one."""
    fields: list[AimFields] = []
    problems: list[tuple[str, str]] = []
    for subject in subjects:
        goal, steps = typed.get(f"goal-{subject.id}", ""), typed.get(f"steps-{subject.id}", "")
        goal_error = _too_long(goal) or (
            "" if goal.strip() else gettext("Write down what you want to reach.")
        )
        made = AimFields(subject, goal, steps, goal_error, _too_long(steps))
        fields.append(made)
        for place, error in (("goal", made.goal_error), ("steps", made.steps_error)):
            if error:
                problems.append((f"{place}-{subject.id}", f"{name_of(subject).rstrip('.')}: {error}"))
    review_on = typed.get("review_on", "").strip()
    review_error = ""
    try:
        date.fromisoformat(review_on)
    except ValueError:
        review_error = gettext("This is not a day. Write it as 2026-12-18.")
        problems.append(("review_on", review_error))
    return PlanForm(tuple(fields), review_on, review_error, tuple(problems))


def chosen_ids(posted: MultiDict[str, str]) -> tuple[str, ...]:
    """Return what was ticked, in the order of the page; some too many are kept, so that they are shown."""
    return tuple(dict.fromkeys(posted.getlist("about")))[: MOST_AIMS * 20]


def name_of(subject: Subject) -> str:
    """Return what a subject is called in one line."""
    return subject.opportunity.name if subject.behaviour is None else subject.behaviour.wording.self


def _too_long(words: str) -> str:
    if len(words.strip()) <= LONGEST_TEXT:
        return ""
    return str(
        gettext(
            "This has %(length)s characters; at most %(most)s can be kept.",
            length=len(words.strip()),
            most=LONGEST_TEXT,
        )
    )
