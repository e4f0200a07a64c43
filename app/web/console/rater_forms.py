"""The shapes of HR's forms about raters and mails."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import Field, StringField, TextAreaField, ValidationError
from wtforms.validators import Length

from app.domain.errors import InvalidError
from app.domain.mail import require_known_places
from app.domain.text import text
from app.services.raters import RaterRow
from app.services.rounds import MailTexts
from app.storage.rounds import Round
from app.web.language import translated

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English", "fr": "Français"}
MOST_LINES = 8000
"""Checked lines travel through the browser once more, within the limit of a form."""


class RatersFileForm(FlaskForm):  # type: ignore[misc]
    """A file that says who rates whom."""

    file = FileField(
        lazy_gettext("File"),
        [FileRequired(lazy_gettext("Choose a file."))],
    )


class AddressForm(FlaskForm):  # type: ignore[misc]
    """A rater's mail address, judged like one in the people list."""

    email = StringField(lazy_gettext("Mail address"))


class LogoForm(FlaskForm):  # type: ignore[misc]
    """A picture for the top of the mails."""

    logo = FileField(
        lazy_gettext("Logo"),
        [FileRequired(lazy_gettext("Choose a picture."))],
        description=lazy_gettext("PNG or JPEG, at most 1 MB; it is shown at most 200 pixels wide."),
    )


def one_line(_form: FlaskForm, field: Field) -> None:
    """Refuse line breaks and control characters, which have no place in the head of a mail."""
    if any(ord(character) < 32 for character in (field.data or "").strip()):
        raise ValidationError(lazy_gettext("Write this on one line."))


def known_places(_form: FlaskForm, field: Field) -> None:
    """Refuse places that no mail can fill, where they were typed."""
    try:
        require_known_places(field.data or "")
    except InvalidError as error:
        raise ValidationError(translated(error.message)) from None


class MailsForm(FlaskForm):  # type: ignore[misc]
    """How the mails introduce themselves, per language; empty means Rondom's own words."""

    sender_name = StringField(
        lazy_gettext("Sender"),
        [Length(max=100), one_line],
        description=lazy_gettext("The name the mails come from, for example “HR Example Ltd”."),
    )
    contact = StringField(
        lazy_gettext("Who answers questions"),
        [Length(max=200), one_line],
        description=lazy_gettext("A name or a mail address. Replies go to it when it is a mail address."),
    )
    subject_nl = StringField(lazy_gettext("Subject"), [Length(max=150), one_line, known_places])
    introduction_nl = TextAreaField(lazy_gettext("Introduction"), [Length(max=3000), known_places])
    subject_en = StringField(lazy_gettext("Subject"), [Length(max=150), one_line, known_places])
    introduction_en = TextAreaField(lazy_gettext("Introduction"), [Length(max=3000), known_places])
    subject_fr = StringField(lazy_gettext("Subject"), [Length(max=150), one_line, known_places])
    introduction_fr = TextAreaField(lazy_gettext("Introduction"), [Length(max=3000), known_places])

    @classmethod
    def of_round(cls, round_: Round, languages: Sequence[str]) -> "MailsForm":
        """Return the form with a round's texts; what a post brings goes before."""
        filled: dict[str, Any] = {"sender_name": round_.sender_name, "contact": round_.contact}
        for language in languages:
            texts = round_.mail_texts.get(language) or {}
            filled[f"subject_{language}"] = texts.get("subject", "")
            filled[f"introduction_{language}"] = texts.get("introduction", "")
        form = cls(data=filled)
        for language in LANGUAGE_NAMES:
            if language not in languages:
                del form[f"subject_{language}"], form[f"introduction_{language}"]
        form.languages = tuple(languages)
        return form

    def by_language(self) -> Iterator[tuple[str, str, Field, Field]]:
        """Yield (code, own name, subject, introduction) of each language."""
        for code in self.languages:
            yield code, LANGUAGE_NAMES[code], self[f"subject_{code}"], self[f"introduction_{code}"]

    def texts(self) -> MailTexts:
        """Return what was typed."""
        return MailTexts(
            subjects={code: subject.data or "" for code, _, subject, _ in self.by_language()},
            introductions={code: introduction.data or "" for code, _, _, introduction in self.by_language()},
            sender_name=self.sender_name.data or "",
            contact=self.contact.data or "",
        )


def packed(rows: Sequence[RaterRow]) -> str:
    """Return checked lines as text for a hidden field; raises InvalidError when there are too many."""
    if len(rows) > MOST_LINES:
        raise InvalidError(
            text("The file has more than %(most)s lines. Split it, or use the command line.", most=MOST_LINES)
        )
    return "\n".join(
        "\t".join(
            (
                str(row.number),
                _plain(row.participant_email),
                _plain(row.rater_email),
                _plain(row.group),
                _plain(row.coach_email),
            )
        )
        for row in rows
    )


def unpacked(content: str) -> list[RaterRow]:
    """Return the lines of a hidden field; raises InvalidError when it is not what `packed` made."""
    lines = [line.split("\t") for line in content.splitlines() if line.strip()]
    if not lines or not all(len(line) == 5 and line[0].isdecimal() for line in lines):
        raise InvalidError(text("The checked lines did not arrive whole. Upload the file again."))
    return [RaterRow(int(number), *cells) for number, *cells in lines]


def _plain(cell: str) -> str:
    return " ".join(cell.split())
