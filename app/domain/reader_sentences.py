"""Who reads a report, in words: for raters before they answer, for participants, and for HR."""

from app.domain.report_reading import BY_COACH, BY_MANAGER, NOBODY, ReadingRules
from app.domain.text import Text, text, text_n


def told_to_raters(rules: ReadingRules, *, is_manager: bool = False) -> tuple[Text, ...]:
    """Return who will read the report about the person somebody rates, perhaps as that person's manager."""
    lines = [_told_to_manager(rules) if is_manager else _told_of_reader(rules)]
    if rules.coach_edits:
        lines.append(
            text(
                "The coach may shorten comments or leave them out before the person you rate reads them, and"
                " can add no word; the report says how many."
            )
        )
    if rules.hr_reads:
        lines.append(text("The organisers may read the report too, once the person you rate has it."))
    return tuple(lines)


def told_to_oneself(rules: ReadingRules) -> tuple[Text, ...]:
    """Return who will read one's own report."""
    lines = [_own_reader(rules)]
    if rules.coach_edits:
        lines.append(
            text(
                "Your coach may shorten comments or leave them out before you read them, and can add no word;"
                " the report says how many."
            )
        )
    if rules.hr_reads:
        lines.append(text("The organisers may read the report too, once you have it."))
    return tuple(lines)


def decided(rules: ReadingRules) -> tuple[Text, ...]:
    """Return what a round decided, for those who run it."""
    lines = [_decided_reader(rules)]
    if rules.coach_edits:
        lines.append(text("Meanwhile the coach may shorten or withhold comments; the report counts them."))
    if rules.hr_reads:
        lines.append(text("HR may read a report once its participant has it; each reading is noted."))
    else:
        lines.append(text("HR reads no report."))
    return tuple(lines)


def _told_of_reader(rules: ReadingRules) -> Text:
    if rules.reader == NOBODY:
        return text("The report is for the person you rate; his or her manager does not get it.")
    if not rules.is_reader_first:
        if rules.reader == BY_MANAGER:
            return text("The person you rate reads the report, and so does his or her manager.")
        return text("The person you rate reads the report, and so does a coach whom the organisers name.")
    if rules.reader == BY_MANAGER:
        return text_n(
            "The manager of the person you rate reads the report first. That person gets it after a"
            " conversation, or %(count)s day later at the latest.",
            "The manager of the person you rate reads the report first. That person gets it after a"
            " conversation, or %(count)s days later at the latest.",
            rules.days,
        )
    return text_n(
        "A coach whom the organisers name reads the report first. The person you rate gets it after a"
        " conversation, or %(count)s day later at the latest.",
        "A coach whom the organisers name reads the report first. The person you rate gets it after a"
        " conversation, or %(count)s days later at the latest.",
        rules.days,
    )


def _told_to_manager(rules: ReadingRules) -> Text:
    if rules.reader == NOBODY:
        return text("The report is for the person you rate; you do not get it, and no other manager does.")
    if rules.reader != BY_MANAGER:
        return _told_of_reader(rules)
    # Who reads it is the manager in the people list at the close, who need not be the one who rates.
    if not rules.is_reader_first:
        return text(
            "The person you rate reads the report, and so do you, if you are his or her manager when the"
            " round closes."
        )
    return text_n(
        "If you are the manager of the person you rate when the round closes, you read the report first. That"
        " person gets it after a conversation, or %(count)s day later at the latest.",
        "If you are the manager of the person you rate when the round closes, you read the report first. That"
        " person gets it after a conversation, or %(count)s days later at the latest.",
        rules.days,
    )


def _own_reader(rules: ReadingRules) -> Text:
    if rules.reader == NOBODY:
        return text("The report is for you; your manager does not get it.")
    if not rules.is_reader_first:
        if rules.reader == BY_MANAGER:
            return text("You read the report, and so does your manager.")
        return text("You read the report, and so does a coach whom the organisers name.")
    if rules.reader == BY_MANAGER:
        return text_n(
            "Your manager reads the report first. You get it after a conversation, or %(count)s day later at"
            " the latest.",
            "Your manager reads the report first. You get it after a conversation, or %(count)s days later at"
            " the latest.",
            rules.days,
        )
    return text_n(
        "A coach whom the organisers name reads the report first. You get it after a conversation, or"
        " %(count)s day later at the latest.",
        "A coach whom the organisers name reads the report first. You get it after a conversation, or"
        " %(count)s days later at the latest.",
        rules.days,
    )


def _decided_reader(rules: ReadingRules) -> Text:
    if rules.reader == NOBODY:
        return text("Only the participant reads the report, from the release on.")
    if not rules.is_reader_first:
        if rules.reader == BY_COACH:
            return text("The participant and a named coach read the report, both from the release on.")
        return text("The participant and his or her manager read the report, both from the release on.")
    if rules.reader == BY_COACH:
        return text_n(
            "A named coach reads the report from the release on, the participant after their conversation, or"
            " %(count)s day later at the latest.",
            "A named coach reads the report from the release on, the participant after their conversation, or"
            " %(count)s days later at the latest.",
            rules.days,
        )
    return text_n(
        "The manager reads the report from the release on, the participant after their conversation, or"
        " %(count)s day later at the latest.",
        "The manager reads the report from the release on, the participant after their conversation, or"
        " %(count)s days later at the latest.",
        rules.days,
    )
