"""Mail addresses in the form that travels: ASCII, with the domain by IDNA 2008."""

from functools import lru_cache

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from app.domain.mail import RefusedMailError
from app.domain.mail_answers import NO_ADDRESS

# Names such as .localhost and .test never travel far, but Rondom is tried out with them; what may be typed
# (app.domain.addresses) can also be sent to.
SPECIAL_USE_DOMAIN_NAMES.clear()


# Each mail asks about our own addresses several times, and twice about its reader's.
@lru_cache(maxsize=64)
def travelling_address(address: str) -> str:
    """Return an address with its domain in ASCII (`faß.example` becomes `xn--fa-hia.example`).

    Raises RefusedMailError for what is no address, and for letters outside ASCII before the @, which most
    servers cannot take.
    """
    try:
        found = validate_email(
            address, check_deliverability=False, allow_smtputf8=False, globally_deliverable=False
        )
    except EmailNotValidError as error:
        local = address.rpartition("@")[0]
        if local and not local.isascii():
            reason = "the part before the @ holds letters outside ASCII, which cannot be delivered reliably"
        else:
            reason = str(error).rstrip(".")
        raise RefusedMailError(0, f"{NO_ADDRESS} ({reason})") from None
    if found.ascii_email is None:
        raise RefusedMailError(0, f"{NO_ADDRESS} (it has no form in ASCII)")
    return found.ascii_email
