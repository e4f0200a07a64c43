"""The headings and the fixed sentences of a printed report."""

from app.domain.printed_report.voice import Document, Voice
from app.domain.text import text


def headings(voice: Voice, *, is_by_level: bool, leaves_out: bool) -> Document:
    """Return every fixed text of the template by name; empty where the report has no use for it."""
    words = {
        "stands_out": text("What stands out"),
        "reading": text("How to read this"),
        "answered": text("Who answered"),
        "group": text("Group"),
        "answered_column": text("Answered"),
        "notes_column": text("Good to know"),
        "not_shown": text("What is not shown, and why"),
        "all_shown": text("Everything that was answered is shown."),
        "overview": text("Overview"),
        "one_by_one": text("One by one"),
        "comments": text("Comments"),
        "comments_lead": text("Word for word, in an order drawn by lot for every question."),
        "no_comments": text("There are no comments to show."),
        "levels": text("What each level looks like, and whose answers lie there"),
        "here": text("Here:"),
        "nobody_here": text("No answer that is shown lies here."),
        "target": text("target"),
        "also": text("Also:"),
        "unshown": text(
            "The sign □ stands for a character that the typefaces of this file do not have, such as a small"
            " picture. The page of the report shows it."
        ),
        "plan": text("My plan"),
        "plan_lead": text(
            "One or two things are enough. Choose what matters in your work, and talk it over with somebody"
            " you trust."
        ),
        "plan_focus": text("What I want to work on, and why"),
        "plan_keep": text("What I want to keep doing"),
        "plan_step": text("My first step, and when I take it"),
        "plan_help": text("Who helps me, and how"),
        "plan_look": text("How I notice that it works, and when I look back"),
    }
    told = {name: voice.say(each) for name, each in words.items()}
    scale = (
        text("The typical answer of each group on the four levels.")
        if is_by_level
        else text("The typical answer of each group, from never (1) to always (5).")
    )
    told["overview_lead"] = voice.say(scale)
    told["stands_out_lead"] = told["levels_note"] = ""
    if leaves_out:
        told["overview_lead"] += " " + voice.say(text("The highest and the lowest are left out."))
        told["stands_out_lead"] = voice.say(
            text("All of this is said without the highest and the lowest answer of each group.")
        )
        told["levels_note"] = voice.say(
            text("The highest and the lowest answer of each group are left out here too.")
        )
    return dict(told)
