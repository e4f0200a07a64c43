"""The people HR knows: the list, and taking somebody off it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.services.finding import find_person
from app.services.people import delete_person
from app.services.work import open_reading, open_work
from app.storage.people import persons_by_id, persons_page
from app.web.access import administrators_only, current_account

ON_A_PAGE = 100


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    @blueprint.get("/people/", endpoint="people")
    @administrators_only
    def list_all() -> ResponseReturnValue:
        words = request.args.get("q", "").replace("\0", "")[:200]
        page = min(max(1, request.args.get("page", 1, type=int)), 10_000)
        with open_reading(tools, current_account().actor) as work:
            persons, count = persons_page(work.session, words, (page - 1) * ON_A_PAGE, ON_A_PAGE)
            managers = persons_by_id(work.session, [each.manager_id for each in persons if each.manager_id])
        return render_template(
            "console/people.html",
            persons=persons,
            managers=managers,
            count=count,
            words=words,
            page=page,
            pages=max(1, -(-count // ON_A_PAGE)),
        )

    @blueprint.post("/people/<person_id>/delete", endpoint="delete_person")
    @administrators_only
    def delete(person_id: str) -> ResponseReturnValue:
        with open_work(tools, current_account().actor) as work:
            name = find_person(work, person_id).name
            delete_person(work, person_id)
        flash(gettext("%(name)s is deleted.", name=name), "success")
        return redirect(url_for("console.people"), 303)
