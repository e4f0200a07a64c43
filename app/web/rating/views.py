"""The rater's pages: the mailed link, the list behind it, and what can be done there."""

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.labels import group_label_inside
from app.services.rating import open_desk
from app.services.rating_desk import RatingDesk
from app.services.rating_panel import WhoSeesWhat, panels
from app.services.rounds import rater_groups
from app.services.work import RATER, open_reading
from app.web.access import open_to_everyone, raters_only
from app.web.language import prefer_language
from app.web.rating import busy, declining, no_reminders, questions, sending, stale_forms
from app.web.rating.cookies import put_renewed, remember, remembered_token, require_same_invitation
from app.web.rating.frames import keep_pages


def make_blueprint(bundle: Bundle) -> Blueprint:
    """Return the routes of raters."""
    blueprint = Blueprint("rating", __name__)
    tools = bundle.tools

    @blueprint.get("/r/<token>")
    @open_to_everyone
    def landing(token: str) -> ResponseReturnValue:
        with open_reading(tools, RATER) as work:
            desk = open_desk(work, token)
            told = panels(work, desk)
        return _render("rating/landing.html", desk, told)

    @blueprint.post("/r/<token>")
    @open_to_everyone
    def start(token: str) -> ResponseReturnValue:
        with open_reading(tools, RATER) as work:
            desk = open_desk(work, token)
        response = make_response(redirect(url_for("rating.desk", invitation_id=desk.invitation_id), 303))
        remember(response, desk.invitation_id, token, desk.round.closes_at, is_https=bundle.settings.is_https)
        return response

    @blueprint.get("/rate/<invitation_id>/", endpoint="desk")
    @raters_only
    def show_desk(invitation_id: str) -> ResponseReturnValue:
        with open_reading(tools, RATER) as work:
            desk = open_desk(work, remembered_token(), is_under_way=True)
            require_same_invitation(desk, invitation_id)
            told = panels(work, desk)
        return _render("rating/desk.html", desk, told)

    blueprint.record_once(lambda setup: keep_pages(setup.app.extensions))
    questions.register(blueprint, bundle)
    sending.register(blueprint, bundle)
    declining.register(blueprint, bundle)
    stale_forms.register(blueprint, bundle)
    no_reminders.register(blueprint, bundle)
    busy.register(blueprint, bundle)

    @blueprint.after_request
    def renew_way_in(response: Response) -> Response:
        return put_renewed(response, is_https=bundle.settings.is_https)

    return blueprint


def _render(template: str, desk: RatingDesk, told: WhoSeesWhat) -> str:
    prefer_language(desk.language)
    return render_template(
        template,
        desk=desk,
        told=told,
        group_labels={group.id: group_label_inside(group) for group in rater_groups(desk.round)},
        closes_at=desk.round.closes_at,
    )
