"""One role profile: made, changed, deleted."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.bootstrap import Bundle
from app.services.frameworks import find_framework
from app.services.role_profiles import (
    ProfileInvalidError,
    delete_profile,
    find_profile,
    list_profiles,
    save_profile,
)
from app.services.work import open_reading, open_work
from app.storage.role_profiles import RoleProfile
from app.web.access import administrators_only, current_account
from app.web.language import current_language, translated

FIELD = "target-"
"""What stands before a competency's id in the name of its field."""


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    def page(
        framework_id: str,
        profile: RoleProfile | None,
        name: str,
        targets: Mapping[str, object],
        errors: Mapping[str, str],
    ) -> str:
        with open_reading(tools, current_account().actor) as work:
            framework = find_framework(work, framework_id, current_language())
            roles = list_profiles(work, framework_id).roles_without
        return render_template(
            "console/profile.html",
            framework=framework,
            profile=profile,
            name=name,
            targets={competency_id: str(level) for competency_id, level in targets.items()},
            errors=errors,
            roles=[role for role, _ in roles],
        )

    def known(framework_id: str, profile_id: str) -> RoleProfile:
        with open_reading(tools, current_account().actor) as work:
            return find_profile(work, framework_id, profile_id)

    def save(framework_id: str, profile: RoleProfile | None) -> ResponseReturnValue:
        name = request.form.get("name", "")
        typed = {
            key.removeprefix(FIELD): value for key, value in request.form.items() if key.startswith(FIELD)
        }
        try:
            with open_work(tools, current_account().actor) as work:
                saved = save_profile(work, framework_id, name, typed, profile.id if profile else None)
        except ProfileInvalidError as error:
            errors = {field: translated(reason) for field, reason in error.fields.items()}
            return page(framework_id, profile, name, typed, errors), 422
        flash(gettext("The profile of %(name)s is saved.", name=saved.name), "success")
        return redirect(url_for("console.profiles", framework_id=framework_id), 303)

    @blueprint.get("/profiles/<framework_id>/new", endpoint="new_profile")
    @administrators_only
    def new(framework_id: str) -> ResponseReturnValue:
        return page(framework_id, None, request.args.get("role", "")[:200], {}, {})

    @blueprint.post("/profiles/<framework_id>/new")
    @administrators_only
    def add(framework_id: str) -> ResponseReturnValue:
        return save(framework_id, None)

    @blueprint.get("/profiles/<framework_id>/<profile_id>", endpoint="profile")
    @administrators_only
    def show(framework_id: str, profile_id: str) -> ResponseReturnValue:
        profile = known(framework_id, profile_id)
        return page(framework_id, profile, profile.name, profile.targets, {})

    @blueprint.post("/profiles/<framework_id>/<profile_id>")
    @administrators_only
    def change(framework_id: str, profile_id: str) -> ResponseReturnValue:
        return save(framework_id, known(framework_id, profile_id))

    @blueprint.post("/profiles/<framework_id>/<profile_id>/delete", endpoint="delete_profile")
    @administrators_only
    def delete(framework_id: str, profile_id: str) -> ResponseReturnValue:
        with open_work(tools, current_account().actor) as work:
            name = delete_profile(work, framework_id, profile_id)
        flash(gettext("The profile of %(name)s is deleted.", name=name), "success")
        return redirect(url_for("console.profiles", framework_id=framework_id), 303)
