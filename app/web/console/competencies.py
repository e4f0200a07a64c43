"""What a round asks about: picked cluster by cluster."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from app.bootstrap import Bundle
from app.domain.errors import InvalidError
from app.domain.questionnaire import MOST_COMPETENCIES_BY_INDICATOR
from app.domain.rounds import RoundState
from app.services.finding import find_round
from app.services.frameworks import framework_of_round
from app.services.questionnaire_preview import preview_questionnaire
from app.services.role_profiles import TargetCoverage, target_coverage
from app.services.rounds import change_competencies
from app.services.work import Work, open_reading, open_work
from app.storage.role_profiles import RoleProfile, profiles_of_framework
from app.storage.rounds import Round
from app.web.access import administrators_only, current_account
from app.web.language import current_language, translated


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Register the routes."""
    tools = bundle.tools

    def page(round_id: str, chosen: list[str] | None = None, problems: list[str] | None = None) -> str:
        language = current_language()
        with open_reading(tools, current_account().actor) as work:
            round_ = find_round(work, round_id)
            preview = preview_questionnaire(work, round_id, language)
            framework = framework_of_round(work, round_, language)
            profiles, coverage = _profiles(work, round_)
        return render_template(
            "console/competencies.html",
            round=round_,
            step="competencies",
            framework=framework,
            chosen=round_.competencies if chosen is None else chosen,
            is_draft=round_.state == RoundState.DRAFT,
            preview=preview,
            most=MOST_COMPETENCIES_BY_INDICATOR if round_.questions == "indicator" else None,
            problems=problems or [],
            profiles=profiles,
            coverage=coverage,
        )

    @blueprint.get("/rounds/<round_id>/competencies", endpoint="competencies")
    @administrators_only
    def show(round_id: str) -> ResponseReturnValue:
        return page(round_id)

    @blueprint.post("/rounds/<round_id>/competencies")
    @administrators_only
    def save_competencies(round_id: str) -> ResponseReturnValue:
        chosen = list(dict.fromkeys(request.form.getlist("competency")))
        cluster_id = request.form.get("add") or request.form.get("drop") or ""
        if cluster_id:
            chosen = _with_cluster(round_id, chosen, cluster_id, is_added="add" in request.form)
        try:
            with open_work(tools, current_account().actor) as work:
                saved = change_competencies(work, round_id, tuple(chosen))
        except InvalidError as error:
            found = error.problems or (error.message,)
            return page(round_id, chosen, [translated(problem) for problem in found]), 422
        if cluster_id:
            anchor = f"cluster-{cluster_id}"
            return redirect(url_for("console.competencies", round_id=round_id, _anchor=anchor), 303)
        count = len(saved.competencies)
        if not count:
            flash(gettext("Saved. No competency is chosen now."), "warning")
        else:
            flash(ngettext("Saved: %(num)s competency.", "Saved: %(num)s competencies.", count), "success")
        return redirect(url_for("console.competencies", round_id=round_id), 303)

    def _with_cluster(round_id: str, chosen: list[str], cluster_id: str, *, is_added: bool) -> list[str]:
        with open_reading(tools, current_account().actor) as work:
            framework = framework_of_round(work, find_round(work, round_id), current_language())
        members = [
            competency.id
            for cluster in framework.clusters
            if cluster.id == cluster_id
            for competency in cluster.competencies
        ]
        kept = [competency for competency in chosen if competency not in members]
        return kept + members if is_added else kept


def _profiles(work: Work, round_: Round) -> tuple[list[RoleProfile], TargetCoverage | None]:
    """Return the role profiles that a draft can take its competencies from, and whom they hold for."""
    if round_.state != RoundState.DRAFT:
        return [], None
    profiles = profiles_of_framework(work.session, round_.framework_id)
    return profiles, target_coverage(work, round_) if profiles else None
