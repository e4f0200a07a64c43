"""Whether mails that come back are noticed."""

from app.bootstrap import Bundle
from app.cli.findings import Finding
from app.domain.bounces import BounceMailboxError


def bounces_finding(bundle: Bundle) -> Finding:
    """Open the mailbox of returned mails, or say that nobody hears of them."""
    settings, mailbox = bundle.settings, bundle.tools.bounces
    if mailbox is None:
        if settings.bounce_secret:
            return Finding("returned mails", is_well=True, said="a mail service tells about them at /bounces")
        where = "come to the sender's own mailbox, and Rondom does not hear of them"
        return Finding("returned mails", is_well=True, said=where)
    try:
        mailbox.check()
    except BounceMailboxError as error:
        return Finding(
            "returned mails",
            is_well=False,
            said=f"their mailbox does not open ({error})",
            mend="correct RONDOM_BOUNCE_URL; mails go out, but nobody hears of those that come back",
        )
    if settings.bounce_address is None:
        return Finding(
            "returned mails",
            is_well=False,
            said="their mailbox opens, but mails do not come back to it",
            mend="set RONDOM_BOUNCE_ADDRESS to the address of that mailbox",
        )
    return Finding("returned mails", is_well=True, said=f"are read as they come to {settings.bounce_address}")
