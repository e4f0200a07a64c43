"""A list of people to rate for previews and test mails, from the round's own raters where it has any."""

from app.services.work import Work
from app.storage.people import Person
from app.storage.raters import Assignment, RaterLine, busiest_rater, rater_lines
from app.storage.rounds import Participant, Round

MOST_LINES = 8
_EXAMPLES = (("Robin Example", "peer"), ("Sam Example", "manager"))


def sample_lines(work: Work, round_: Round) -> list[RaterLine]:
    """Return what one rater of the round is asked, or made-up people while nobody is; writes nothing."""
    rater_id = busiest_rater(work.session, round_.id)
    if rater_id is None:
        return [_example(round_, name, group) for name, group in _EXAMPLES]
    return rater_lines(work.session, round_.id, rater_id=rater_id)[:MOST_LINES]


def _example(round_: Round, name: str, group: str) -> RaterLine:
    known = [each["id"] for each in round_.groups]
    rater = Person(id="", email="alex@example.org", name="Alex Example", language="en")
    assignment = Assignment(
        id="", round_id=round_.id, rater_group=group if group in known else known[-1], state="open"
    )
    return RaterLine(assignment, Participant(id="", round_id=round_.id), Person(id="", name=name), rater)
