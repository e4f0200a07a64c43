"""The forms of a manager's or coach's pages."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import InputRequired


class DayForm(FlaskForm):  # type: ignore[misc]
    """The day of a conversation."""

    conversation_on = DateField(
        lazy_gettext("Day of the conversation"),
        [InputRequired(lazy_gettext("Choose a day, written as 2026-12-18."))],
    )
