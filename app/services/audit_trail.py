"""What was done in a round and by whom, in words; never what a rater did."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.text import Text, text, text_n
from app.services.finding import find_round
from app.services.work import Work
from app.storage.audit import count_of_round, entries_of_round
from app.storage.people import persons_by_id
from app.storage.rounds import participants_with_persons

ON_A_PAGE = 50


@dataclass(frozen=True)
class AuditLine:
    """One act."""

    at: datetime
    actor: str
    act: Text


_ACTS: Mapping[str, Text] = {
    "round_created": text("made the round"),
    "round_changed": text("changed the settings"),
    "round_cloned": text("made the round as a copy of an earlier one"),
    "competencies_chosen": text("chose the competencies"),
    "mails_changed": text("changed the texts of the mails"),
    "logo_changed": text("changed the logo in the mails"),
    "round_launched": text("launched the round"),
    "reminders_written": text("sent reminders to everyone with something open"),
    "reminders_left_out": text("left out a planned reminder: people had been mailed within the last day"),
    "schedule_changed": text("changed what happens by itself, and when"),
    "launch_asked": text("asked for the launch"),
    "launch_taken_back": text("took the launch back"),
    "launch_failed": text("could not launch the round as planned: something was missing"),
    "round_extended": text("moved the closing date"),
    "round_closing": text("closed the round"),
    "round_sealed": text("sealed the reports and deleted the answers"),
    "reports_released": text("released the reports"),
}

_READING: Mapping[str, Text] = {
    "coach_named": text("named %(coach)s as coach of %(participant)s"),
    "report_read": text("opened the report of %(participant)s"),
    "report_handed_over": text("gave %(participant)s the own report, after a conversation"),
    "report_opened_by_itself": text("gave %(participant)s the own report: its reader's time was over"),
    "conversation_planned": text("planned the conversation with %(participant)s for %(day)s"),
    "comments_changed": text("changed what is shown of the comments on %(participant)s"),
}


def audit_lines(work: Work, round_id: str, page: int = 1) -> tuple[AuditLine, ...]:
    """Return a page of what was done in a round, the newest first; raises NotFoundError."""
    find_round(work, round_id)
    entries = entries_of_round(work.session, round_id, (page - 1) * ON_A_PAGE, ON_A_PAGE)
    names = {
        participant.id: person.name
        for participant, person in participants_with_persons(work.session, round_id)
    }
    raters = persons_by_id(work.session, (str(entry.detail.get("rater", "")) for entry in entries))
    names |= {person_id: person.name for person_id, person in raters.items()}
    return tuple(
        AuditLine(entry.at, entry.actor, _act(entry.action, entry.detail, names)) for entry in entries
    )


def audit_pages(work: Work, round_id: str) -> int:
    """Return how many pages there are, at least one."""
    return max(1, -(-count_of_round(work.session, round_id) // ON_A_PAGE))


def _act(action: str, detail: Mapping[str, Any], names: Mapping[str, str]) -> Text:
    def named(key: str) -> object:
        known = str(detail.get(key, ""))
        # An id without a name is somebody who has been taken out since.
        return names.get(known) or (
            text("somebody who is no longer in the round") if _is_id(known) else known
        )

    participant = named("participant")
    match action:
        case "participant_added":
            return text("added %(participant)s as a participant", participant=participant)
        case "participant_withdrawn":
            return text("took %(participant)s out of the round", participant=participant)
        case "rater_added":
            return text(
                "asked %(rater)s to rate %(participant)s", rater=named("rater"), participant=participant
            )
        case "rater_removed" | "rater_withdrawn":
            return text("took a rater of %(participant)s off the list", participant=participant)
        case "rater_group_changed":
            return text("moved a rater of %(participant)s to another group", participant=participant)
        case _:
            return (
                _reading(action, detail, participant, named("coach"))
                or _ACTS.get(action)
                or _of_mails(action, named("rater"))
                or _of_many(action, detail)
                or _choice(action, detail)
                or text("%(action)s", action=action.replace("_", " "))
            )


def _of_mails(action: str, rater: object) -> Text | None:
    match action:
        case "link_renewed":
            return text("asked for a new link for %(rater)s", rater=rater)
        case "mail_sent_again":
            return text("asked for the mail to %(rater)s to be sent again", rater=rater)
        case "address_corrected":
            return text("corrected the mail address of %(rater)s", rater=rater)
        case _:
            return None


def _reading(action: str, detail: Mapping[str, Any], participant: object, coach: object) -> Text | None:
    found = _READING.get(action)
    values = {"participant": participant, "coach": coach, "day": detail.get("day", "")}
    return replace(found, values=values) if found is not None else None


def _of_many(action: str, detail: Mapping[str, Any]) -> Text | None:
    count = int(detail.get("count", 0))
    match action:
        case "participants_added":
            return text_n("added %(count)s participant", "added %(count)s participants", count)
        case "coaches_named":
            return text_n("named %(count)s coach from a file", "named %(count)s coaches from a file", count)
        case "proposed_raters_added":
            return text_n(
                "added %(count)s rater from the reporting line",
                "added %(count)s raters from the reporting line",
                count,
            )
        case "raters_imported":
            return text(
                "added people from a file: new participants %(participants)s, new raters %(raters)s",
                participants=detail.get("participants", 0),
                raters=detail.get("raters", 0),
            )
        case _:
            return None


def _choice(action: str, detail: Mapping[str, Any]) -> Text | None:
    counts = {"readable": detail.get("readable"), "shown": detail.get("shown")}
    if action == "release_under_core_chosen":
        return text(
            "chose to release the whole round under “core”; under “classic” single answers could have been"
            " read off in %(readable)s of %(shown)s results",
            **counts,
        )
    if action == "release_as_it_is_chosen":
        return text(
            "chose to release the round as it is, under “classic”; single answers can be read off"
            " in %(readable)s of %(shown)s results",
            **counts,
        )
    return None


def _is_id(words: str) -> bool:
    return not words or (len(words) == 32 and words.isalnum())
