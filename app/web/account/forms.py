"""The forms of signing in and of the own account."""

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import EmailField, StringField
from wtforms.validators import InputRequired, Length


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Where the sign-in link goes."""

    email = EmailField(
        lazy_gettext("Mail address"),
        validators=[InputRequired(lazy_gettext("Fill in your mail address.")), Length(max=320)],
    )


class AccountForm(FlaskForm):  # type: ignore[misc]
    """How somebody is called and where the mails go."""

    name = StringField(
        lazy_gettext("Name"), validators=[InputRequired(lazy_gettext("Fill in your name.")), Length(max=200)]
    )
    email = EmailField(
        lazy_gettext("Mail address"),
        validators=[InputRequired(lazy_gettext("Fill in your mail address.")), Length(max=320)],
    )
