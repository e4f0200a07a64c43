"""How long answering takes, so that HR can shorten a questionnaire before it is sent."""

import math

from app.domain.questionnaire import Questionnaire

# Assumptions, to be replaced by measured times: reading a definition and four level cards and choosing one
# takes a minute; a comment takes half a minute on average, because most stay empty; an open question is
# usually answered. Together they make the 25 minutes for 14 competencies that the design starts from.
SECONDS_PER_LEVEL_RATING = 60
SECONDS_PER_INDICATOR_RATING = 10
SECONDS_PER_COMMENT = 30
SECONDS_PER_OPEN_QUESTION = 80

# Beyond either, HR is warned: raters with several colleagues start to answer without reading.
LONG_COMPETENCIES = 10
LONG_MINUTES = 15


def estimated_minutes(questionnaire: Questionnaire) -> int:
    """Return the whole minutes a rater needs for one participant, rounded up."""
    per_rating = (
        SECONDS_PER_LEVEL_RATING if questionnaire.questions == "level" else SECONDS_PER_INDICATOR_RATING
    )
    open_count = len(questionnaire.open_questions)
    comment_count = len(questionnaire.comment_questions) - open_count
    seconds = (
        len(questionnaire.rating_questions) * per_rating
        + comment_count * SECONDS_PER_COMMENT
        + open_count * SECONDS_PER_OPEN_QUESTION
    )
    return math.ceil(seconds / 60)


def is_long(questionnaire: Questionnaire) -> bool:
    """Return whether HR should be warned that raters may lose heart."""
    return len(questionnaire.items) > LONG_COMPETENCIES or estimated_minutes(questionnaire) > LONG_MINUTES
