"""Fields and messages that the console's forms share."""

from collections.abc import Sequence
from datetime import date, timedelta

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, StringField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from app.domain.errors import DomainError, InvalidError
from app.domain.rounds import checked_closing, closing_instant
from app.services.ports import Tools
from app.web.language import translated


class DayField(DateField):  # type: ignore[misc]
    """A day; what cannot be one keeps standing in the field."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the day; raises ValueError with our own words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("This is not a day. Write it as 2026-12-18.")) from None


class LineField(StringField):  # type: ignore[misc]
    """One line of text, without double spaces and without characters that no page can show."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the line."""
        super().process_formdata([" ".join(typed.split()) for typed in valuelist])

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - the shape WTForms calls
        """Refuse what cannot be shown; raises ValidationError."""
        if self.data and not self.data.isprintable():
            raise ValidationError(gettext("There is a character in it that cannot be shown."))


class WholeNumberField(IntegerField):  # type: ignore[misc]
    """A whole number; what cannot be one keeps standing in the field."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read the number; raises ValueError with our own words."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("This is not a whole number.")) from None


def show_error(form: FlaskForm, error: DomainError) -> None:
    """Put what a service refused above the form."""
    problems = error.problems if isinstance(error, InvalidError) else ()
    form.form_errors = [translated(error.message), *(translated(problem) for problem in problems)]


def is_possible_last_day(field: DayField, tools: Tools) -> bool:
    """Tell whether a round can close at the end of the day in the field; if not, the field says why."""
    try:
        checked_closing(closing_instant(field.data, tools.site.timezone), tools.clock())
    except InvalidError as error:
        field.errors = [translated(error.message)]
        return False
    return True


def proposed_last_day(tools: Tools) -> date:
    """Return a last day to propose, three weeks from now."""
    today = tools.clock().astimezone(tools.site.timezone).date()
    return today + timedelta(days=21)
