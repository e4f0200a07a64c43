"""The one form of signing in."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField
from wtforms.validators import InputRequired, Length


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Where the sign-in link goes."""

    email = EmailField(
        lazy_gettext("Mail address"),
        validators=[InputRequired(lazy_gettext("Fill in your mail address.")), Length(max=320)],
    )
