"""Which steps of a draft are done, as far as that can be told."""

from app.domain.rounds import RoundState
from app.services.coaches import without_coach
from app.services.work import Work
from app.storage.raters import has_participant_without_raters
from app.storage.rounds import Round, participant_count


def done_steps(work: Work, round_id: str) -> frozenset[str]:
    """Return the names of the steps of a draft that need nothing more; empty for other rounds.

    Mails are done once somebody has saved them: Rondom's own words would do, but were not looked at.
    """
    round_ = work.session.get(Round, round_id)
    if round_ is None or round_.state != RoundState.DRAFT:
        return frozenset()
    done = set()
    if (
        participant_count(work.session, round_id)
        and not has_participant_without_raters(work.session, round_id)
        and not without_coach(work, round_)
    ):
        done.add("raters")
    if round_.mail_texts:
        done.add("mails")
    return frozenset(done)
