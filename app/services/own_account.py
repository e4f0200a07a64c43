"""What people change about their own sign-in."""

from sqlalchemy import delete

from app.domain.addresses import normalised_email
from app.domain.errors import InvalidError, RefusedError
from app.domain.text import text
from app.services.work import Work
from app.storage.accounts import Account, SignInLink, account_by_email
from app.storage.people import person_by_email

LONGEST_NAME = 200


def change_own_account(work: Work, name: str, email: str) -> None:
    """Give the account of whoever asks another name and address; open sign-in links stop working.

    Raises RefusedError for an account that follows the people list, InvalidError for a name or address that
    cannot be used.
    """
    account = work.session.get_one(Account, work.actor.account_id)
    if account.person_id is not None:
        raise RefusedError(text("Your name and address come from the people list; they are changed there."))
    words = " ".join(name.split())
    if not words or not words.isprintable() or len(words) > LONGEST_NAME:
        raise InvalidError(
            text("Fill in a name of at most %(most)s characters that can be shown.", most=LONGEST_NAME)
        )
    address = normalised_email(email)
    if address != account.email:
        _require_free(work, address)
        work.session.execute(delete(SignInLink).where(SignInLink.account_id == account.id))
    if (words, address) != (account.name, account.email):
        work.audit("own_account_changed", email=account.email, new_email=address)
    account.name, account.email = words, address


def _require_free(work: Work, address: str) -> None:
    if account_by_email(work.session, address) is not None:
        raise InvalidError(text("Somebody else signs in with this address."))
    # Whoever took it would be taken for that person, whose reports are nobody else's.
    if person_by_email(work.session, address) is not None:
        raise InvalidError(
            text(
                "This address is in the people list. Have it invited as administrator on the server:"
                " rondom admin invite %(address)s",
                address=address,
            )
        )
