"""The shapes of HR's forms about rounds."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    RadioField,
    SelectChoice,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, Length, NumberRange

from app.domain.policy import HIGHEST_THRESHOLD, LOWEST_THRESHOLD
from app.domain.raters import STANDARD_GROUPS, RaterGroup
from app.domain.rounds import closing_instant
from app.services.frameworks import BUNDLED, ListedFramework
from app.services.rounds import MAX_OWN_GROUPS, RoundSettings, own_groups
from app.storage.rounds import Round
from app.web.console.fields import DayField, LineField, WholeNumberField
from app.web.console.group_ids import group_id
from app.web.console.reading_form import ReadingForm, reading_values
from app.web.language import label_of_group


class RoundForm(ReadingForm):
    """What HR decides about a round before the launch, except the competencies."""

    name = LineField(
        lazy_gettext("Name"),
        [InputRequired(lazy_gettext("Give the round a name.")), Length(max=120)],
        description=lazy_gettext("Raters and participants read it in their mails."),
    )
    closes_on = DayField(
        lazy_gettext("Last day for answers"),
        [InputRequired(lazy_gettext("Choose the last day for answers."))],
    )
    framework_id = RadioField(lazy_gettext("Competency framework"), choices=[])
    questions = RadioField(
        lazy_gettext("How questions are asked"),
        [InputRequired(lazy_gettext("Choose how questions are asked."))],
        choices=[
            SelectChoice("level", lazy_gettext("By level")),
            SelectChoice("indicator", lazy_gettext("By indicator")),
        ],
        default="level",
    )
    indicator_levels = SelectMultipleField(
        lazy_gettext("Levels whose indicators are asked"),
        coerce=int,
        choices=[SelectChoice(level, lazy_gettext("Level %(number)s", number=level)) for level in (2, 3, 4)],
        default=[2, 3, 4],
    )
    has_comments = BooleanField(lazy_gettext("Ask for a comment with every competency"), default=True)
    has_open_questions = BooleanField(
        lazy_gettext("Ask three open questions at the end: keep doing, start doing, stop doing"), default=True
    )
    standard_groups = SelectMultipleField(
        lazy_gettext("Who rates"),
        choices=lambda: [SelectChoice(group, label_of_group(group)) for group in STANDARD_GROUPS],
        default=list(STANDARD_GROUPS),
    )
    own_group_1 = LineField(lazy_gettext("First group of your own"), [Length(max=40)])
    own_group_2 = LineField(lazy_gettext("Second group of your own"), [Length(max=40)])
    own_group_3 = LineField(lazy_gettext("Third group of your own"), [Length(max=40)])
    policy_name = RadioField(
        lazy_gettext("Publication rule"),
        [InputRequired(lazy_gettext("Choose a publication rule."))],
        choices=[
            SelectChoice("core", lazy_gettext("Core")),
            SelectChoice("classic", lazy_gettext("Classic")),
        ],
        default="core",
    )
    k = WholeNumberField(
        lazy_gettext("Fewest answers that are shown"),
        [
            InputRequired(lazy_gettext("Fill in a whole number.")),
            NumberRange(
                LOWEST_THRESHOLD,
                HIGHEST_THRESHOLD,
                lazy_gettext(
                    "Choose a number from %(lowest)s to %(highest)s.",
                    lowest=LOWEST_THRESHOLD,
                    highest=HIGHEST_THRESHOLD,
                ),
            ),
        ],
        default=4,
    )
    hr_sees_progress = BooleanField(
        lazy_gettext("HR sees who has not answered yet, while the round runs"), default=True
    )

    def offer_frameworks(self, frameworks: Sequence[ListedFramework]) -> None:
        """Let one of these be chosen; where there is one only, nothing is asked."""
        published = [each for each in frameworks if each.revision is not None]
        self.framework_id.choices = [SelectChoice(each.id, each.name) for each in published]
        if self.framework_id.data is None:
            self.framework_id.data = published[0].id

    @property
    def own_group_fields(self) -> list[LineField]:
        """The fields for groups of the round's own."""
        return [self[f"own_group_{number}"] for number in range(1, MAX_OWN_GROUPS + 1)]

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Check every field, and that groups have different names."""
        is_valid = bool(super().validate(extra_validators))
        taken = {label_of_group(group).casefold() for group in STANDARD_GROUPS}
        for field in self.own_group_fields:
            label = (field.data or "").casefold()
            if label and label in taken:
                field.errors = [*field.errors, gettext("Another group has this name already.")]
                is_valid = False
            taken.add(label)
        if self.questions.data == "indicator" and not self.indicator_levels.data:
            self.indicator_levels.errors = [gettext("Choose at least one level.")]
            is_valid = False
        return is_valid

    def settings(self, zone: ZoneInfo, before: Round | None) -> RoundSettings:
        """Return what was chosen; a group keeps its id when it is only renamed."""
        known = own_groups(before) if before is not None else ()
        taken = {*STANDARD_GROUPS, *(group.id for group in known)}
        groups: list[RaterGroup] = []
        for place, field in enumerate(self.own_group_fields):
            label = field.data
            if label:
                id_ = known[place].id if place < len(known) else group_id(label, taken)
                taken.add(id_)
                groups.append(RaterGroup(id_, label))
        return RoundSettings(
            name=self.name.data,
            competencies=tuple(before.competencies) if before is not None else (),
            closes_at=closing_instant(self.closes_on.data, zone),
            framework_id=before.framework_id if before is not None else self.framework_id.data or BUNDLED,
            questions=self.questions.data,
            indicator_levels=tuple(self.indicator_levels.data or (2, 3, 4)),
            has_comments=self.has_comments.data,
            has_open_questions=self.has_open_questions.data,
            own_groups=tuple(groups),
            standard_groups=tuple(self.standard_groups.data),
            policy_name=self.policy_name.data,
            k=self.k.data,
            hr_sees_progress=self.hr_sees_progress.data,
            reading=self.reading(),
        )

    @classmethod
    def of_round(cls, round_: Round, zone: ZoneInfo) -> "RoundForm":
        """Return the form with a round's settings; what a post brings goes before."""
        labels = {
            f"own_group_{number}": group.label for number, group in enumerate(own_groups(round_), start=1)
        }
        form = cls(
            data={
                "framework_id": round_.framework_id,
                "name": round_.name,
                "closes_on": round_.closes_at.astimezone(zone).date(),
                "questions": round_.questions,
                "indicator_levels": list(round_.indicator_levels),
                "has_comments": round_.has_comments,
                "has_open_questions": round_.has_open_questions,
                "standard_groups": [group["id"] for group in round_.groups if group["id"] in STANDARD_GROUPS],
                "policy_name": round_.policy_name,
                "k": round_.k,
                "hr_sees_progress": round_.hr_sees_progress,
                **reading_values(round_),
                **labels,
            }
        )
        form.framework_id.choices = [SelectChoice(round_.framework_id, round_.framework_id)]
        return form


class CloneForm(FlaskForm):  # type: ignore[misc]
    """Name and last day of a copy."""

    name = LineField(
        lazy_gettext("Name of the copy"),
        [InputRequired(lazy_gettext("Give the round a name.")), Length(max=120)],
    )
    closes_on = DayField(
        lazy_gettext("Last day for answers"),
        [InputRequired(lazy_gettext("Choose the last day for answers."))],
    )


class ExtendForm(FlaskForm):  # type: ignore[misc]
    """A later last day."""

    closes_on = DayField(
        lazy_gettext("New last day for answers"),
        [InputRequired(lazy_gettext("Choose the last day for answers."))],
    )
