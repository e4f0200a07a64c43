"""The team report of a sealed round: a page, a workbook, a PDF."""

from datetime import datetime

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from app.adapters.xlsx_writing import write_xlsx
from app.bootstrap import Bundle
from app.domain import team_legend
from app.domain.errors import NotFoundError, RefusedError
from app.domain.rounds import RoundAct, is_allowed
from app.domain.team_words import (
    is_anything_shown,
    mean_in_words,
    outstanding_in,
    parts_of_table,
    shade_of,
    table_of,
    target_words,
)
from app.domain.teams import FEWEST_PARTICIPANTS
from app.domain.text import Text
from app.services.finding import find_round
from app.services.team_reports import read_team_report
from app.services.work import open_reading
from app.web.access import administrators_only, current_account
from app.web.console.team_paper import team_paper
from app.web.language import current_language, translated
from app.web.reports.numbers import written

TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}


def register(blueprint: Blueprint, bundle: Bundle) -> None:
    """Add the team report to the console."""
    tools = bundle.tools

    def read(round_id: str) -> tuple[dict[str, object], datetime]:
        with open_reading(tools, current_account().actor) as work:
            report = read_team_report(work, round_id, current_language(), translated)
            round_ = find_round(work, round_id)
            return report, round_.closed_at or round_.closes_at

    @blueprint.get("/rounds/<round_id>/teams")
    @administrators_only
    def teams(round_id: str) -> ResponseReturnValue:
        report, waits = None, ""
        with open_reading(tools, current_account().actor) as work:
            round_ = find_round(work, round_id)
            if is_allowed(round_.state, RoundAct.READ):
                try:
                    report = read_team_report(work, round_id, current_language(), translated)
                except RefusedError as error:
                    waits = translated(error.message)
            return render_template(
                "console/teams.html",
                round=round_,
                step=None,
                results="teams",
                report=report,
                waits=waits,
                is_anything_shown=report is not None and is_anything_shown(report),
                parts_of_table=parts_of_table(report) if report is not None else (),
                outstanding=outstanding_in(report) if report is not None else None,
                fewest=FEWEST_PARTICIPANTS,
                mean_in_words=mean_in_words,
                shade_of=shade_of,
                target_words=target_words,
                number=written,
                legend=team_legend,
            )

    @blueprint.get("/rounds/<round_id>/teams/<kind>", endpoint="export_teams")
    @administrators_only
    def export(round_id: str, kind: str) -> ResponseReturnValue:
        if kind not in TYPES:
            raise NotFoundError
        report, closed_at = read(round_id)
        if kind == "xlsx":
            columns, lines = table_of(report)
            rows = [[translated(cell) if isinstance(cell, Text) else cell for cell in line] for line in lines]
            content = write_xlsx([translated(column) for column in columns], rows, "teams")
        else:
            content = tools.typesetter.typeset("teams", team_paper(report), closed_at)
        return Response(
            content,
            content_type=TYPES[kind],
            headers={"Content-Disposition": f'attachment; filename="teams-{round_id}.{kind}"'},
        )
