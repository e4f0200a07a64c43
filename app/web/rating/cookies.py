"""The cookie that carries a rater's token after the first page, one per invitation."""

from datetime import datetime

from flask import Response, g, request, url_for

from app.domain.rounds import GRACE
from app.services.rating_desk import RatingDesk, closed_door

COOKIE = "rondom-rater"


def remember(
    response: Response, invitation_id: str, token: str, closes_at: datetime, *, is_https: bool
) -> None:
    """Let this browser keep the way in until the round is closed and its grace is over.

    The path keeps the cookies of several invitations apart, under one name.
    """
    response.set_cookie(
        COOKIE,
        token,
        path=url_for("rating.desk", invitation_id=invitation_id).rstrip("/"),
        expires=closes_at + GRACE,
        httponly=True,
        secure=is_https,
        samesite="Lax",
    )


def renew(desk: RatingDesk) -> None:
    """Let this browser keep the way in as long as the round is open now, which may be longer than before."""
    g.rating_desk = desk


def put_renewed(response: Response, *, is_https: bool) -> Response:
    """Send the cookie along with the answer to a post, for the page may stay open for long."""
    desk: RatingDesk | None = g.get("rating_desk")
    token = request.cookies.get(COOKIE, default="")
    # Only with an answer: what a page looks like stays without the token.
    if request.method == "POST" and desk is not None and token:
        remember(response, desk.invitation_id, token, desk.round.closes_at, is_https=is_https)
    return response


def remembered_token() -> str:
    """Return the token this browser sent; raises LinkError without one."""
    token = request.cookies.get(COOKIE, default="")
    if not token:
        raise closed_door()
    return token


def require_same_invitation(desk: RatingDesk, invitation_id: str) -> None:
    """Renew the way in; raises LinkError when the token belongs to another invitation than the address."""
    if desk.invitation_id != invitation_id:
        raise closed_door()
    renew(desk)
