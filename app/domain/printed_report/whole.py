"""A report as a document to be typeset: every word in the reader's language, nothing left to compute."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.domain.comment_layer import what_was_changed
from app.domain.comment_questions import question_title
from app.domain.printed_report.competencies import clusters_of
from app.domain.printed_report.highlights import stands_out
from app.domain.printed_report.overview import overview_of
from app.domain.printed_report.voice import Document, Voice, is_right_to_left
from app.domain.printed_report.wording import headings
from app.domain.publication import Publication
from app.domain.questionnaire import Questionnaire
from app.domain.report_cuts import in_short, leaves_out
from app.domain.report_legend import reading_rules
from app.domain.report_sentences import added_words
from app.domain.speech import Speech
from app.domain.text import Text, text


def printed_report(
    report: Mapping[str, Any],
    questionnaire: Questionnaire,
    publication: Publication,
    *,
    not_shown: Sequence[Text],
    group_labels: Mapping[str, str],
    speech: Speech,
) -> Document:
    """Return the document of one participant's report; `not_shown` says in words what is left out and why."""
    voice = Voice(speech, group_labels)
    short = in_short(report, publication)
    is_by_level = questionnaire.questions == "level"
    name = report["participant"]["name"]
    closed_on = report["round"]["closed_on"]
    return {
        "language": speech.language,
        "texts_language": questionnaire.language,
        "title": voice.say(text("Report of %(name)s", name=name)),
        "name": name,
        "is_name_right_to_left": is_right_to_left(name),
        "role": report["participant"]["role"] or "",
        "round_name": report["round"]["name"],
        "subtitle": voice.say(
            text(
                "Feedback report; the round closed on %(day)s.", day=speech.day(date.fromisoformat(closed_on))
            )
            if closed_on
            else text("Feedback report.")
        ),
        "is_by_level": is_by_level,
        "words": headings(voice, is_by_level=is_by_level, leaves_out=leaves_out(report)),
        "stands_out": stands_out(short, voice),
        "rules": [voice.say(rule) for rule in reading_rules(report)],
        "groups": [_asked(group, voice) for group in report["groups"] if group["roster"]],
        "not_shown": [voice.say(line) for line in not_shown],
        "overview": overview_of(short, questionnaire, voice),
        "clusters": clusters_of(short, questionnaire, voice),
        "changed": _changed(publication, voice),
        "comments": _comments(report, questionnaire, voice),
    }


def _changed(publication: Publication, voice: Voice) -> str:
    changed = what_was_changed(publication.comments_shortened, publication.comments_withheld)
    return "" if changed is None else voice.say(changed)


def _asked(group: Mapping[str, Any], voice: Voice) -> Document:
    notes = [group["reason"]] if group["reason"] else []
    if group["added_after_launch"]:
        notes.append(voice.say(added_words(group["added_after_launch"])))
    return {
        "label": voice.heading([group["group"]]),
        "answered": voice.say(text("%(done)s of %(total)s", done=group["responded"], total=group["roster"])),
        "notes": " ".join(notes),
    }


def _comments(report: Mapping[str, Any], questionnaire: Questionnaire, voice: Voice) -> list[Document]:
    """Return the questions that were commented on, the open ones first: they are about the whole person."""
    names = {item.competency_id: item.name for item in questionnaire.items}
    found: list[Document] = []
    for question in sorted(questionnaire.comment_questions, key=lambda each: each in names):
        pools = [
            {
                "label": voice.heading(pool["groups"]),
                "texts": [_comment(words) for words in pool["texts"]],
            }
            for pool in report["comments"]
            if pool["question"] == question
        ]
        if pools:
            title = names.get(question) or voice.say(question_title(question))
            found.append({"title": title, "is_competency": question in names, "pools": pools})
    return found


def _comment(words: str) -> Document:
    lines = words.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {"lines": lines, "is_right_to_left": is_right_to_left(words)}
