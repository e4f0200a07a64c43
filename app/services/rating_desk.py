"""What a rater's link opens: the way in and the list of colleagues behind it."""

from dataclasses import dataclass

from app.domain.errors import LinkError, ReplacedLinkError
from app.domain.raters import SELF
from app.domain.rounds import accepts_answers, is_open
from app.domain.text import text
from app.domain.tokens import token_hash
from app.services.work import Work
from app.storage.desks import DeskLine, WayIn, round_behind, way_in_behind
from app.storage.lean_rounds import lean_round
from app.storage.replaced_links import round_of_replaced_link
from app.storage.rounds import Round
from app.storage.traces import hold


@dataclass(frozen=True)
class RatingTask:
    """One participant on a rater's list; `has_draft` means saved but not sent in."""

    assignment_id: str
    participant_id: str
    participant_name: str
    group: str
    state: str
    has_draft: bool
    decline_reason: str = ""
    is_out_of_reach: bool = False
    """Sent in before the mail address changed: it counts, but can be neither read nor changed any more."""

    @property
    def is_self(self) -> bool:
        """Whether the rater rates himself or herself."""
        return self.group == SELF


@dataclass(frozen=True)
class RatingDesk:
    """What a rater's link opens."""

    round: Round
    invitation_id: str
    rater_name: str
    language: str
    tasks: tuple[RatingTask, ...]
    is_finished: bool
    is_link_lost_for_others: bool
    """The nonce is gone: only the rater's own mail still opens these answers."""
    minutes: int
    """How long one questionnaire takes."""
    is_followed: bool
    """HR may see what this rater has done, declines included, never what was answered."""
    is_in_grace: bool
    """The round has closed a moment ago: what is open can still be sent in."""

    @property
    def has_unsent_changes(self) -> bool:
        """Whether something is saved that is not sent in."""
        return any(task.has_draft for task in self.tasks)

    @property
    def out_of_reach(self) -> tuple[RatingTask, ...]:
        """What was sent in before the mail address changed."""
        return tuple(task for task in self.tasks if task.is_out_of_reach)

    @property
    def next_task(self) -> RatingTask | None:
        """The colleague to go on with: one that was begun, then the first one on the list."""
        open_tasks = [task for task in self.tasks if task.state == "open"]
        begun = [task for task in open_tasks if task.has_draft]
        return next(iter([*begun, *open_tasks]), None)


def way_in(work: Work, token: str, *, is_under_way: bool, for_update: bool = False) -> tuple[WayIn, Round]:
    """Return what a token opens; raises LinkError with the same words for every token that opens nothing.

    Raises ReplacedLinkError where the rater was sent a newer link.

    Someone who is under way has the grace after the closing instant. With `for_update` two posts of the same
    rater come one behind the other; no row is locked for it, because a lock would stay behind as a mark.
    """
    hash_ = token_hash(token)
    # The round before the invitation, as everywhere; shared, so that raters wait for the close only.
    round_ = round_behind(work.session, hash_, is_shared=for_update)
    if for_update and round_ is not None:
        hold(work.session, hash_)
    found = way_in_behind(work.session, hash_) if round_ is not None else None
    if found is None or round_ is None:
        raise _replaced_door(work, token) or closed_door()
    check = accepts_answers if is_under_way else is_open
    if not check(round_.state, round_.closes_at, work.now):
        raise closed_door()
    return found, round_


def closed_door() -> LinkError:
    """Return the one answer to every link that opens nothing."""
    return LinkError(
        text(
            "This link does not open anything. The round may be closed, or the link may be incomplete. "
            "Open it once more from your mail; if that does not help, ask the person named in the mail."
        )
    )


def _replaced_door(work: Work, token: str) -> ReplacedLinkError | None:
    """Return what to tell somebody whose link was replaced, as long as the newer one opens something."""
    round_id = round_of_replaced_link(work.session, token_hash(token))
    round_ = lean_round(work.session, round_id) if round_id is not None else None
    if round_ is None or not accepts_answers(round_.state, round_.closes_at, work.now):
        return None
    return ReplacedLinkError(
        text("This link was replaced by a newer one, and opens nothing any more: you were sent a new mail.")
    )


def task_of(line: DeskLine, *, has_draft: bool, has_response: bool) -> RatingTask:
    """Return an assignment as it stands on the rater's list."""
    return RatingTask(
        assignment_id=line.assignment_id,
        participant_id=line.participant_id,
        participant_name=line.participant_name,
        group=line.rater_group,
        state=line.state,
        has_draft=has_draft,
        decline_reason=line.decline_reason,
        # It is there, for the round counts it, but under a key that nothing leads to.
        is_out_of_reach=line.state == "done" and not has_response,
    )


def in_reading_order(tasks: list[RatingTask]) -> tuple[RatingTask, ...]:
    """Return oneself first: knowing the questions from the inside makes the others quicker."""
    return tuple(sorted(tasks, key=lambda task: (not task.is_self, task.participant_name.casefold())))
