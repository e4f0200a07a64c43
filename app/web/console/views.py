"""HR's console: rounds, people, framework."""

from flask import Blueprint, request

from app.bootstrap import Bundle
from app.services.draft_steps import done_steps
from app.services.sending_gate import sending_pause
from app.services.work import open_reading
from app.web.access import current_signed_in
from app.web.console import (
    assignments,
    audit,
    coach,
    competencies,
    deliveries,
    exports,
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
    pulses,
    quality,
    raters,
    raters_file,
    release,
    rounds,
    schedule,
    settings,
    teams,
)

PARTS = (
    assignments,
    audit,
    coach,
    competencies,
    deliveries,
    exports,
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
    pulses,
    quality,
    raters,
    raters_file,
    release,
    rounds,
    schedule,
    settings,
    teams,
)


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes of the console."""
    blueprint = Blueprint("console", __name__, url_prefix="/console")
    for part in PARTS:
        part.register(blueprint, bundle)

    @blueprint.context_processor
    def steps_done() -> dict[str, object]:
        round_id = (request.view_args or {}).get("round_id")
        person = current_signed_in()
        # Pages about errors come through here too, also those for nobody.
        if round_id is None or not round_id.isalnum() or person is None or not person.is_administrator:
            return {}
        with open_reading(bundle.tools, person.actor) as work:
            return {"steps_done": done_steps(work, round_id), "sending_pause": sending_pause(work)}

    return blueprint
