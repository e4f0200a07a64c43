"""How to read a team report, and what it does not show; the same on its page and on paper."""

from collections.abc import Mapping
from typing import Any

from app.domain.policy import CORE
from app.domain.teams import FEWEST_PARTICIPANTS
from app.domain.text import Text, text

LEAD = text(
    "What colleagues see in teams and in the whole organisation, without self-ratings and without managers'"
    " ratings."
)
HEAT_LEAD = text(
    "Mean over the participants of a team, each counted once; the stronger the shade, the higher. – means"
    " that fewer than %(count)s participants have results that may be shown.",
    count=FEWEST_PARTICIPANTS,
)
TARGETS_LEAD = text(
    "How the answers spread over the levels, for everybody whose role asks for the same level. A line is"
    " missing where fewer than %(count)s participants have that target, or where the line and the teams"
    " together would tell about fewer.",
    count=FEWEST_PARTICIPANTS,
)


def rules_of(report: Mapping[str, Any]) -> tuple[Text, ...]:
    """Return what is not shown, and why."""
    is_core = report["policy"] is not None and report["policy"]["name"] == CORE
    return (
        text(
            "Nothing about fewer than %(count)s participants, nor anything that would tell about fewer when"
            " shown figures are subtracted from each other. Small teams are shown together.",
            count=FEWEST_PARTICIPANTS,
        ),
        text(
            "No self-ratings and no ratings by managers, and so no count of blind spots: a blind spot"
            " compares others with the self-rating, and in a small team a count of them would say who"
            " overrates himself or herself. Participants were told that this stays in their own report."
        ),
        text(
            "Teams are the departments on the day the round began to close. They stay as they were, so that"
            " no second version can be subtracted."
        ),
        text(
            "Everything comes from the sealed reports, in which the highest and the lowest rating of every"
            " group are left out."
        )
        if is_core
        else text("Everything comes from the sealed reports; nothing is computed from answers."),
    )
