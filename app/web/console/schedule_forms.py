"""The shape of what a round does by itself."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from wtforms.validators import Length, Optional

from app.domain.timetable import local_instant
from app.services.schedule import RoundSchedule
from app.storage.rounds import Round
from app.web.console.fields import DayField, LineField, WholeNumberField

USUAL_HOUR = time(9, 0)


class ScheduleForm(FlaskForm):  # type: ignore[misc]
    """When a round is launched, reminds and is deleted by itself."""

    opens_on = DayField(lazy_gettext("Launch on"), [Optional()])
    opens_time = LineField(lazy_gettext("At"), [Optional(), Length(max=5)])
    reminder_days = LineField(lazy_gettext("Reminders, in days before the close"), [Length(max=60)])
    keep_months = WholeNumberField(
        lazy_gettext("Months after the close until the round is deleted"), [Optional()]
    )

    def validate(self, extra_validators: Mapping[str, Sequence[object]] | None = None) -> bool:
        """Check every field, and that hours and lists of days can be read."""
        is_valid = bool(super().validate(extra_validators))
        for field, read, words in (
            (self.opens_time, self._hour, gettext("This is not an hour. Write it as 09:00.")),
            (
                self.reminder_days,
                self._days,
                gettext("Write whole numbers with commas between them, for example 7, 2."),
            ),
        ):
            try:
                read()
            except ValueError:
                field.errors = [*field.errors, words]
                is_valid = False
        return is_valid

    def schedule(self, zone: ZoneInfo, before: Round) -> RoundSchedule:
        """Return what was chosen; after the launch its moment stays as it is."""
        opens_at = before.opens_at
        if before.launched_at is None:
            day = self.opens_on.data
            opens_at = local_instant(day, self._hour(), zone) if day is not None else None
        return RoundSchedule(opens_at, self._days(), self.keep_months.data)

    def _hour(self) -> time:
        words = self.opens_time.data
        return datetime.strptime(words, "%H:%M").time() if words else USUAL_HOUR  # noqa: DTZ007 - an hour alone

    def _days(self) -> tuple[int, ...]:
        return tuple(int(part) for part in (self.reminder_days.data or "").replace(",", " ").split())

    @classmethod
    def of_round(cls, round_: Round, zone: ZoneInfo) -> "ScheduleForm":
        """Return the form with what a round does by itself; what a post brings goes before."""
        opens = round_.opens_at.astimezone(zone) if round_.opens_at is not None else None
        return cls(
            data={
                "opens_on": opens.date() if opens is not None else None,
                "opens_time": opens.strftime("%H:%M") if opens is not None else "09:00",
                "reminder_days": ", ".join(map(str, round_.reminder_days)),
                "keep_months": round_.keep_months,
            }
        )
