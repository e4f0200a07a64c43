"""What the mails about plans and pulses say."""

from app.services.frozen_questionnaires import SHELF
from app.services.work import Work
from app.storage.accounts import Account
from app.storage.messages import Message
from app.storage.people import Person
from app.storage.plans import plan_of, readers_of
from app.storage.rounds import Participant, Round

PLAN_SHARED = "plan_shared"


def plan_shared_values(work: Work, message: Message, account: Account) -> dict[str, object] | None:
    """Return what the mail to a plan's reader needs; None once the plan is not shared any more."""
    participant = work.session.get(Participant, message.participant_id or "")
    plan = plan_of(work.session, participant.id) if participant is not None else None
    if participant is None or plan is None:
        return None
    if account.person_id not in {person.id for _, person in readers_of(work.session, plan.id)}:
        return None
    return {
        "name": account.name,
        "participant_name": work.session.get_one(Person, participant.person_id).name,
        "address": account.email,
        "link": f"{work.site.public_url}/reports/{participant.id}/plan/shared",
    }


def pulse_size(round_: Round, language: str) -> int | None:
    """Return how many questions a pulse asks; None for every other round."""
    return len(SHELF.questionnaire(round_, language).rating_questions) if round_.is_pulse else None
