"""The cookie that carries a rater's token after the first page, one per invitation."""

from datetime import datetime

from flask import Response, request, url_for

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


def remembered_token() -> str:
    """Return the token this browser sent; raises LinkError without one."""
    token = request.cookies.get(COOKIE, default="")
    if not token:
        raise closed_door()
    return token


def require_same_invitation(desk: RatingDesk, invitation_id: str) -> None:
    """Raise LinkError when the token belongs to another invitation than the address."""
    if desk.invitation_id != invitation_id:
        raise closed_door()
