"""Reports about mails that did not arrive, as mail servers write them."""

TOKEN = "0123456789abcdef0123456789abcdef"
_ORIGINAL = "Message-ID: <abc@example.org>\r\nSubject: Your feedback\r\nTo: anna@example.net\r\n"


def a_report(
    *,
    to: str = f"bounces+{TOKEN}@example.org",
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <anna@example.net>: Recipient address rejected: User unknown",
    original: str = _ORIGINAL,
    original_type: str = "message/rfc822",
) -> bytes:
    """Return a delivery status notification (RFC 3464)."""
    lines = [
        "From: Mail Delivery System <MAILER-DAEMON@mx.example.net>",
        f"To: {to}",
        "Subject: Undelivered Mail Returned to Sender",
        "Auto-Submitted: auto-replied",
        "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain; charset=us-ascii",
        "",
        "I'm sorry to have to inform you that your message could not be delivered.",
        "",
        "--b",
        "Content-Type: message/delivery-status",
        "",
        "Reporting-MTA: dns; mx.example.net",
        "Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0000",
        "",
        "Final-Recipient: rfc822; anna@example.net",
        f"Action: {action}",
        f"Status: {status}",
        f"Diagnostic-Code: {diagnostic}",
        "",
    ]
    if original:
        lines += ["--b", f"Content-Type: {original_type}", "", original, ""]
    return "\r\n".join([*lines, "--b--", ""]).encode()


def an_auto_reply() -> bytes:
    """Return what somebody on holiday lets a machine answer."""
    return (
        f"From: anna@example.net\r\nTo: bounces+{TOKEN}@example.org\r\nSubject: Out of office\r\n"
        "Auto-Submitted: auto-replied\r\n\r\nI am away. 550 5.1.1 is my room.\r\n"
    ).encode()
