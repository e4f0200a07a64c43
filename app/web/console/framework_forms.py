"""The shapes of HR's forms about frameworks."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import HiddenField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.domain.framework_check import LONGEST_NAME, Finding
from app.services.framework_drafts import LONGEST_ID, Names, fingerprint
from app.web.console.fields import LineField
from app.web.console.person_forms import LANGUAGE_NAMES
from app.web.language import translated
from framework.model import LEVELS, Competency, Framework, Indicator, Level, indicator_id


class FrameworkFileForm(FlaskForm):  # type: ignore[misc]
    """A file with a framework, and what to call it."""

    file = FileField(
        lazy_gettext("File"),
        [FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("Text (.txt, .md), CSV, Excel (.xlsx) or TOML, at most 5 MB."),
    )
    name = LineField(
        lazy_gettext("Name"),
        [Length(max=LONGEST_NAME)],
        description=lazy_gettext("If you leave it empty, it is made from the file."),
    )
    framework_id = LineField(
        lazy_gettext("Id"),
        [Length(max=LONGEST_ID)],
        description=lazy_gettext(
            "Small letters, figures and hyphens. If you leave it empty, it is made from the name."
        ),
    )
    language = SelectField(lazy_gettext("Language of the texts"))

    def __init__(self, languages: Sequence[str], **options: object) -> None:
        """Offer the languages of this installation."""
        super().__init__(**options)
        self.language.choices = [SelectChoice(each, LANGUAGE_NAMES.get(each, each)) for each in languages]


class CopyForm(FlaskForm):  # type: ignore[misc]
    """What a copy is called."""

    name = LineField(
        lazy_gettext("Name of the copy"),
        [InputRequired(lazy_gettext("Give the framework a name.")), Length(max=LONGEST_NAME)],
    )
    framework_id = LineField(
        lazy_gettext("Id of the copy"),
        [InputRequired(lazy_gettext("Give the framework an id.")), Length(max=LONGEST_ID)],
        description=lazy_gettext("Small letters, figures and hyphens. It cannot be changed later."),
    )


class CompetencyForm(FlaskForm):  # type: ignore[misc]
    """The texts of one competency in one language; behaviours stand on lines, each beside its own form."""

    seen = HiddenField()
    name = LineField(lazy_gettext("Name"))
    definition = TextAreaField(lazy_gettext("Definition"))

    def level_fields(self, level: int) -> list[StringField]:
        """Return the fields of a level: title, description, indicators about others and about oneself."""
        return [self[f"{kind}_{level}"] for kind in ("title", "text", "other", "self")]

    def typed(self, competency_id: str) -> Competency:
        """Return what was typed; an indicator without its other form keeps that place empty."""
        return Competency(
            competency_id,
            self.name.data or "",
            _words(self.definition.data),
            tuple(self._level(competency_id, level) for level in LEVELS),
        )

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Put what is wrong beside its field."""
        for finding in findings:
            field = self[finding.field.replace("-", "_")]
            rule = translated(finding.rule)
            field.errors = [*field.errors, rule[:1].upper() + rule[1:]]

    @classmethod
    def of(cls, competency: Competency) -> "CompetencyForm":
        """Return the form with the texts of a competency; what a post brings goes before."""
        values: dict[str, str] = {"name": competency.name, "definition": competency.definition}
        for level in competency.levels:
            values[f"title_{level.level}"] = level.title
            values[f"text_{level.level}"] = level.description or ""
            values[f"other_{level.level}"] = "\n".join(each.text for each in level.indicators)
            values[f"self_{level.level}"] = "\n".join(each.self_text for each in level.indicators)
        return cls(data={**values, "seen": fingerprint(competency)})

    def _level(self, competency_id: str, level: int) -> Level:
        title, description, other, own = self.level_fields(level)
        others, owns = _lines(other.data), _lines(own.data)
        count = max(len(others), len(owns))
        pairs = zip(_filled(others, count), _filled(owns, count), strict=True)
        return Level(
            level,
            title.data or "",
            _words(description.data) or None,
            tuple(
                Indicator(indicator_id(competency_id, level, place), text, self_text)
                for place, (text, self_text) in enumerate(pairs, start=1)
            ),
        )


for _level_number in LEVELS:
    setattr(
        CompetencyForm,
        f"title_{_level_number}",
        LineField(lazy_gettext("Title of level %(number)s", number=_level_number)),
    )
    setattr(
        CompetencyForm,
        f"text_{_level_number}",
        TextAreaField(lazy_gettext("Description of level %(number)s", number=_level_number)),
    )
    setattr(
        CompetencyForm,
        f"other_{_level_number}",
        TextAreaField(
            lazy_gettext("Indicators of level %(number)s, about somebody else", number=_level_number)
        ),
    )
    setattr(
        CompetencyForm,
        f"self_{_level_number}",
        TextAreaField(lazy_gettext("Indicators of level %(number)s, about oneself", number=_level_number)),
    )


def typed_names(framework: Framework, fields: Mapping[str, str]) -> Names:
    """Return the names in a posted form; one that is absent stays as it is."""
    return Names(
        fields.get("name", framework.name),
        {cluster.id: fields.get(f"cluster-{cluster.id}", cluster.name) for cluster in framework.clusters},
    )


def _words(typed: str | None) -> str:
    return " ".join((typed or "").split())


def _lines(typed: str | None) -> list[str]:
    return [words for words in map(_words, (typed or "").splitlines()) if words]


def _filled(lines: Sequence[str], count: int) -> list[str]:
    return [*lines, *[""] * (count - len(lines))]
