"""The check before release, and the release."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.bootstrap import Bundle
from app.domain.policy import CORE
from app.domain.reader_sentences import decided
from app.domain.rounds import RoundAct, is_allowed
from app.domain.text import Text, text, text_n
from app.services.finding import find_round
from app.services.release_overview import release_overview
from app.services.releases import release_round, unreleased_reports
from app.services.report_readers import reading_rules
from app.services.reports import release_check
from app.services.work import Work, open_reading
from app.web.access import administrators_only, current_account
from app.web.console.acting import act
from app.web.console.left_out import left_out_by_reason


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the routes of the release to the console."""
    tools = bundle.tools

    @blueprint.get("/rounds/<round_id>/release")
    @administrators_only
    def release(round_id: str) -> ResponseReturnValue:
        with open_reading(tools, current_account().actor) as work:
            round_ = find_round(work, round_id)
            is_sealed = is_allowed(round_.state, RoundAct.READ)
            found = release_check(work, round_id) if is_sealed else None
            return render_template(
                "console/release.html",
                round=round_,
                step="release",
                found=found,
                left_out=left_out_by_reason(found.check, found.names) if found else (),
                waiting=unreleased_reports(work, round_id) if is_sealed else (),
                readers=decided(reading_rules(round_)),
                reading=release_overview(work, round_id) if is_sealed else (),
            )

    @blueprint.post("/rounds/<round_id>/release")
    @administrators_only
    def release_reports(round_id: str) -> ResponseReturnValue:
        def release_all(work: Work) -> Text | None:
            count = release_round(work, round_id, under_core=request.form.get("rule") == CORE)
            done = text_n("%(count)s report released.", "%(count)s reports released.", count)
            if unreleased_reports(work, round_id):
                return text("%(done)s Your own waits for another administrator.", done=done)
            return done

        act(tools, release_all)
        return redirect(url_for("console.release", round_id=round_id), 303)
