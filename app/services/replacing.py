"""Putting a new link in the place of a living one: with everything it led to, or with nothing of it.

Whatever a rater has done, the same is written about everybody who rates the same people, in the same time.
"""

from collections.abc import Iterable, Sequence

from app.domain.tokens import draft_key, rater_token, response_key, token_hash
from app.services.answer_vault import moving
from app.services.work import Work
from app.storage.raters import Assignment, Invitation, assignments_of_invitation
from app.storage.replaced_links import ReplacedLink
from app.storage.responses import move_answers
from app.storage.rounds import Round
from app.storage.traces import even_out


def living_ways_in(ways_in: Iterable[Invitation]) -> list[Invitation]:
    """Return those ways in of which somebody can still issue the link."""
    return [each for each in ways_in if each.nonce is not None]


def replace_links(
    work: Work,
    round_: Round,
    living: Sequence[Invitation],
    duties: Sequence[Assignment],
    *,
    keeps_answers: bool,
) -> None:
    """Give each of these living ways in a new link; `duties` are everything this rater is asked in the round.

    With `keeps_answers` drafts and responses are found through the new link. Without, drafts are deleted, and
    responses stay under keys that follow from nothing: they count, and nobody can tell whose they are.
    """
    link_key = work.tools.keys.link_key(round_.id)
    nonces = {each.id: work.randomness.bytes(32) for each in living}
    moves: dict[str, str] = {}
    dropped: set[str] = set()
    for invitation in living:
        old = rater_token(link_key, invitation.nonce or b"")
        new = rater_token(link_key, nonces[invitation.id])
        for assignment in assignments_of_invitation(work.session, invitation.id):
            if keeps_answers:
                moves[draft_key(old, assignment.id)] = draft_key(new, assignment.id)
                moves[response_key(old, assignment.id)] = response_key(new, assignment.id)
            else:
                dropped.add(draft_key(old, assignment.id))
                moves[response_key(old, assignment.id)] = work.randomness.bytes(32).hex()
    # Everybody who rates the same people is written anew, whatever this rater has done about them.
    participant_ids = sorted({each.participant_id for each in duties})
    for participant_id in participant_ids:
        even_out(work.session, participant_id)
    move = moving(work, round_.id)
    for participant_id in participant_ids:
        move_answers(work.session, participant_id, moves, move, dropped)
    for invitation in living:
        work.session.add(ReplacedLink(token_hash=invitation.token_hash, round_id=round_.id))
        invitation.nonce = nonces[invitation.id]
        invitation.token_hash = token_hash(rater_token(link_key, invitation.nonce))
    if not living:
        # The same row as for everybody else: a hash of nothing.
        nothing = work.randomness.bytes(32).hex()
        work.session.add(ReplacedLink(token_hash=nothing, round_id=round_.id))
    work.session.flush()
