"""The shapes of HR's forms about role profiles."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired


class MatrixFileForm(FlaskForm):  # type: ignore[misc]
    """A file with role profiles."""

    file = FileField(
        lazy_gettext("File"),
        [FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("CSV or Excel (.xlsx), at most 5 MB."),
    )
