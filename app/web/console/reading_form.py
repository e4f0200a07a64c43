"""The part of a round's form that says who reads the reports, and when."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectChoice
from wtforms.validators import InputRequired, NumberRange

from app.domain.report_reading import (
    BY_COACH,
    BY_MANAGER,
    FEWEST_DAYS,
    MOST_DAYS,
    NOBODY,
    USUAL_DAYS,
    ReadingRules,
)
from app.services.report_readers import reading_rules
from app.storage.rounds import Round
from app.web.console.fields import WholeNumberField


class ReadingForm(FlaskForm):  # type: ignore[misc]
    """Who reads a report besides its participant; raters are told, so it is fixed at the launch."""

    report_reader = RadioField(
        lazy_gettext("Who reads a report besides its participant"),
        choices=[
            SelectChoice(NOBODY, lazy_gettext("Nobody")),
            SelectChoice(BY_MANAGER, lazy_gettext("The participant’s manager")),
            SelectChoice(BY_COACH, lazy_gettext("A coach, named for each participant")),
        ],
        default=NOBODY,
    )
    is_reader_first = BooleanField(
        lazy_gettext("The manager or coach reads first; the participant reads after their conversation")
    )
    reader_days = WholeNumberField(
        lazy_gettext("Days until the participant reads anyway"),
        [
            InputRequired(lazy_gettext("Fill in a whole number.")),
            NumberRange(
                FEWEST_DAYS,
                MOST_DAYS,
                lazy_gettext(
                    "Choose a number from %(lowest)s to %(highest)s.", lowest=FEWEST_DAYS, highest=MOST_DAYS
                ),
            ),
        ],
        default=USUAL_DAYS,
    )
    coach_edits_comments = BooleanField(
        lazy_gettext("Before the participant reads, the coach may shorten or withhold comments")
    )
    hr_reads_reports = BooleanField(lazy_gettext("HR may read reports, once their participants have them"))

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Check every field, and that what is said about readers fits together."""
        is_valid = bool(super().validate(extra_validators))
        if self.is_reader_first.data and self.report_reader.data == NOBODY:
            self.is_reader_first.errors = [
                gettext("Nobody reads first. Choose the manager or a coach, or untick this.")
            ]
            is_valid = False
        if self.coach_edits_comments.data and not (
            self.report_reader.data == BY_COACH and self.is_reader_first.data
        ):
            self.coach_edits_comments.errors = [
                gettext("Only a coach who reads first can do that. Choose such a coach, or untick this.")
            ]
            is_valid = False
        return is_valid

    def reading(self) -> ReadingRules:
        """Return what was chosen."""
        return ReadingRules(
            reader=self.report_reader.data or NOBODY,
            is_reader_first=self.is_reader_first.data,
            days=self.reader_days.data or USUAL_DAYS,
            hr_reads=self.hr_reads_reports.data,
            coach_edits=self.coach_edits_comments.data,
        )


def reading_values(round_: Round) -> dict[str, Any]:
    """Return what a round says about its readers, by field."""
    rules = reading_rules(round_)
    return {
        "report_reader": rules.reader,
        "is_reader_first": rules.is_reader_first,
        "reader_days": rules.days,
        "coach_edits_comments": rules.coach_edits,
        "hr_reads_reports": rules.hr_reads,
    }
