"""One person: added by hand, or changed."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.domain.time_zones import offered_zones
from app.services.finding import find_person
from app.services.people import PersonInvalidError, add_person, change_person, is_in_a_round
from app.services.ports import Tools
from app.services.work import Work, open_reading, open_work
from app.storage.people import Person, all_persons
from app.web.access import administrators_only, current_account
from app.web.console.person_forms import PersonForm
from app.web.language import translated


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    @blueprint.route("/people/new", methods=["GET", "POST"], endpoint="add_person")
    @administrators_only
    def add() -> ResponseReturnValue:
        form = PersonForm(languages=tools.site.languages)
        if not form.is_submitted():
            return _page(tools, form)
        person = _saved(tools, form, lambda work: add_person(work, form.typed()))
        if person is None:
            return _page(tools, form), 422
        flash(gettext("%(name)s is added.", name=person.name), "success")
        return redirect(url_for("console.people"), 303)

    @blueprint.route("/people/<person_id>", methods=["GET", "POST"], endpoint="person")
    @administrators_only
    def edit(person_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            person = find_person(work, person_id)
            stored = _stored(work, person)
        form = PersonForm(languages=tools.site.languages, data=stored)
        if not form.is_submitted():
            return _page(tools, form, person)
        changed = _saved(tools, form, lambda work: change_person(work, person_id, form.typed()))
        if changed is None:
            return _page(tools, form, person), 422
        flash(gettext("%(name)s is saved.", name=changed.name), "success")
        return redirect(url_for("console.people"), 303)


def _saved(tools: Tools, form: PersonForm, change: Callable[[Work], Person]) -> Person | None:
    if not form.validate():
        return None
    try:
        with open_work(tools, current_account().actor) as work:
            return change(work)
    except PersonInvalidError as error:
        for column, reason in error.fields.items():
            form[column].errors = [translated(reason)]
        return None


def _page(tools: Tools, form: PersonForm, person: Person | None = None) -> str:
    with open_reading(tools, current_account().actor) as work:
        managers = [(each.email or each.name, each.name) for each in all_persons(work.session)]
        in_a_round = person is not None and is_in_a_round(work, person.id)
    return render_template(
        "console/person.html",
        form=form,
        person=person,
        managers=managers,
        own_zone=str(tools.site.timezone),
        zones=offered_zones(),
        is_in_a_round=in_a_round,
    )


def _stored(work: Work, person: Person) -> dict[str, str]:
    manager = find_person(work, person.manager_id) if person.manager_id is not None else None
    return {
        "name": person.name,
        "email": person.email or "",
        "language": person.language,
        "manager_email": (manager.email or manager.name) if manager is not None else "",
        "department": person.department,
        "role": person.role,
        "time_zone": person.time_zone,
    }
