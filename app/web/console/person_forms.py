"""The shapes of HR's forms about people."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectChoice, SelectField, StringField

from app.domain.people import COLUMNS

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English", "fr": "Français"}


class PersonForm(FlaskForm):  # type: ignore[misc]
    """One person; the fields are the columns of the people file, and are judged like a row of it."""

    name = StringField(lazy_gettext("Name"))
    email = StringField(
        lazy_gettext("Mail address"),
        description=lazy_gettext("Without an address nobody can be invited to rate or read a report."),
    )
    language = SelectField(lazy_gettext("Language of the mails"))
    manager_email = StringField(
        lazy_gettext("Manager"), description=lazy_gettext("The address of the manager.")
    )
    department = StringField(lazy_gettext("Department"))
    role = StringField(lazy_gettext("Function"))
    time_zone = StringField(lazy_gettext("Time zone"))

    def __init__(self, languages: Sequence[str], data: Mapping[str, str] | None = None) -> None:
        """Offer the languages of this installation."""
        super().__init__(data=data)
        self.language.choices = [
            SelectChoice(language, LANGUAGE_NAMES.get(language, language)) for language in languages
        ]

    def typed(self) -> dict[str, str]:
        """Return what was typed, by column of the people file."""
        return {column: self[column].data or "" for column in COLUMNS}


class PeopleFileForm(FlaskForm):  # type: ignore[misc]
    """A file with people."""

    file = FileField(
        lazy_gettext("File"),
        [FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("CSV or Excel (.xlsx), at most 5 MB."),
    )
