"""HR's console: rounds, people, framework."""

from flask import Blueprint

from app.bootstrap import Bundle
from app.web.console import (
    assignments,
    audit,
    competencies,
    extending,
    framework,
    framework_draft,
    framework_editor,
    framework_import,
    framework_revisions,
    framework_switches,
    launch,
    logo,
    mail_preview,
    mails,
    new_round,
    participant,
    people,
    people_import,
    person,
    preview,
    profile,
    profile_competencies,
    profiles,
    profiles_import,
    progress,
    quality,
    raters,
    raters_file,
    release,
    rounds,
    settings,
    teams,
)

PARTS = (
    assignments,
    audit,
    competencies,
    extending,
    framework,
    framework_draft,
    framework_editor,
    framework_import,
    framework_revisions,
    framework_switches,
    launch,
    logo,
    mail_preview,
    mails,
    new_round,
    participant,
    people,
    people_import,
    person,
    preview,
    profile,
    profile_competencies,
    profiles,
    profiles_import,
    progress,
    quality,
    raters,
    raters_file,
    release,
    rounds,
    settings,
    teams,
)


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes of the console."""
    blueprint = Blueprint("console", __name__, url_prefix="/console")
    for part in PARTS:
        part.register(blueprint, bundle)
    return blueprint
