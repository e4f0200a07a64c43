"""What mail servers answer, fit to be kept and read: one line without addresses, and its meaning in words."""

import re

from app.domain.text import Text, text

LONGEST_ANSWER = 300
MAY_HAVE_ARRIVED = "may have arrived"
"""How the note about a mail begins whose content a server took without saying yes."""
NO_ADDRESS = "not a mail address"
"""How the note about a mail begins that we did not even hand to a server, for its address is none."""
BROKE_OFF = "every worker that tried to send this mail died"
NOT_WRITTEN = "the mail could not be written"
_OURS = {
    BROKE_OFF: text("Sending it has broken off several times."),
    NOT_WRITTEN: text("Rondom could not write it; whoever runs Rondom finds the reason in the log."),
}
_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>@]+>?")
_LINK = re.compile(r"\S*://\S*")
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,}")
_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")


def redacted_line(answer: str, address: str = "") -> str:
    """Return an answer on one line without links, tokens, addresses, or the name in front of `address`."""
    line = _INVISIBLE.sub(" ", answer).strip()
    line = _LINK.sub("(link)", line)
    line = _ADDRESS.sub("(address)", line)
    local_part = address.rpartition("@")[0]
    if len(local_part) >= 3:
        line = re.sub(re.escape(local_part), "(address)", line, flags=re.IGNORECASE)
    return _TOKEN.sub("(...)", line)[:LONGEST_ANSWER]


def status_in(answer: str) -> str:
    """Return the first enhanced status code (RFC 3463) in an answer, such as 5.1.1, or an empty text."""
    found = _STATUS.search(answer)
    return found[0] if found else ""


def refusal_in_words(code: int | None, answer: str) -> Text:
    """Return why a mail was refused for good, in words; `code` is 0 where no server spoke."""
    if answer.startswith(MAY_HAVE_ARRIVED):
        return text(
            "Twice no answer of the mail server came through: it may have arrived, and is not sent again."
        )
    status = status_in(answer)
    known = _by_status(status) if status else None
    if known is not None:
        return known
    if code in {550, 551, 553}:
        return text("The mail server says that there is no such address.")
    if code == 552:
        return text("The mailbox is full.")
    if code:
        return text("The mail server refuses our mail; the address may be right.")
    return text("The mail could not be written to this address.")


def waiting_in_words(code: int | None, answer: str) -> Text:
    """Return why a mail waits for another try, in words."""
    status = status_in(answer)
    # 4.7.x is what greylisting answers: come back later, nothing else.
    known = _by_status(status) if status and not status.startswith("4.7.") else _OURS.get(answer)
    if known is not None:
        return known
    if code in {421, 432, 454}:
        return text("The mail server takes fewer mails for now.")
    if code in {450, 451, 452}:
        return text("The mail server asks to come back later.")
    if code and code >= 500:
        return text("Our own mail settings are not right; whoever runs Rondom has to look at them.")
    return text("The mail server cannot be reached.")


def bounce_in_words(status: str) -> Text:
    """Return why a mail came back, in words."""
    return _by_status(status) or text("The mail came back.")


def _by_status(status: str) -> Text | None:
    kind, _, rest = status.partition(".")
    if rest == "1.10" or (kind == "5" and rest.startswith(("1.", "0."))):
        return text("There is no such address.")
    if rest == "2.1":
        return text("The mailbox is switched off.")
    if rest == "2.2":
        return text("The mailbox is full.")
    if rest.startswith("4."):
        return text("The way to this mail domain was not found.")
    if rest.startswith("7."):
        return text("The other side does not let our mails in; the address may be right.")
    return None
