"""Reports as files: what our own part of making a PDF costs, handing out a stored one, exporting a round."""

import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from statistics import median

import typst
from sqlalchemy import select

from app.adapters.paper_pictures import with_pictures
from app.bootstrap import TEMPLATES
from app.services.ports import Tools
from app.services.releases import release_round
from app.services.sealing import begin_close, seal_round
from app.services.typeset_reports import TEMPLATE, fresh_document, fresh_report, typeset_wanted
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.people import Person
from app.storage.rounds import Participant
from app.web.cookies import SIGN_IN, full_name
from app.web.factory import create_app
from tests.bench.alone import effort
from tests.bench.figures import Figure, cost, seconds
from tests.bench.installations import Fresh, fresh
from tests.bench.sealing import an_answered_round
from tests.builders import a_signed_in_person

TITLE = "Report PDF and exports"
PEOPLE, PDFS = 40, 20
MOST_OVER_ENGINE, SLOWEST_FIRST_BYTE, LARGEST = 1.5, 50.0, 250.0


def figures(*, is_full: bool) -> list[Figure]:
    """Return ratios to the engine alone, the time to a stored file, and what an export takes."""
    people = 1_000 if is_full else PEOPLE
    with fresh("SQLite") as made:
        round_id = a_released_round(made.bundle.tools, people)
        engine, whole = _making(made.bundle.tools)
        typeset_wanted(made.bundle.tools)
        first_byte = _first_byte(made)
        found = [
            cost(
                "report PDF, 29 competencies",
                whole,
                "ms",
                engine,
                f"{engine:.0f} ms typst alone",
                MOST_OVER_ENGINE,
            ),
            cost("stored PDF, first byte", first_byte, "ms", SLOWEST_FIRST_BYTE, "50 ms", 1.0),
        ]
        for kind in ("csv", "xlsx", "json", "pdf-zip"):
            taken = effort(f"export-{kind}", round_id, made.environment)
            found.append(Figure(f"export {people:,} reports as {kind}", taken.seconds, "s"))
            found.append(cost("  memory", taken.megabytes, "MB", LARGEST, f"{LARGEST:g} MB", 1.0))
    return found


def a_released_round(tools: Tools, people: int) -> str:
    """Return the id of a round whose reports are sealed and released."""
    round_id = an_answered_round(tools, people)
    with open_work(tools, SYSTEM) as work:
        begin_close(work, round_id)
    seal_round(tools, round_id)
    with open_work(tools, SYSTEM) as work:
        release_round(work, round_id)
    return round_id


def _making(tools: Tools) -> tuple[float, float]:
    """Return the median milliseconds of the engine alone and of the whole way, each on reports of its own.

    The engine remembers what it has set, so that no report may be set twice; a first one warms each up.
    """
    with open_reading(tools, SYSTEM) as work:
        ids = list(work.session.scalars(select(Participant.id).order_by(Participant.id).limit(2 * PDFS)))
    whole = []
    for participant_id in ids[:PDFS]:
        with open_reading(tools, SYSTEM) as work:
            whole.append(_one(lambda: fresh_report(work, participant_id, "nl")))  # noqa: B023 - called at once
    return _alone(tools, ids[PDFS:]), median(whole[1:])


def _alone(tools: Tools, ids: Sequence[str]) -> float:
    compiler = typst.Compiler(
        root=TEMPLATES / "report",
        font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True,
    )
    source = TEMPLATES / "report" / f"{TEMPLATE}.typ"
    taken = []
    for participant_id in ids:
        with open_reading(tools, SYSTEM) as work:
            document = with_pictures(fresh_document(work, participant_id, "nl"))
        inputs = {"document": json.dumps({**document, "has_unshown": False}, ensure_ascii=False)}
        taken.append(
            _one(
                lambda: compiler.compile(
                    source,
                    format="pdf",
                    sys_inputs=inputs,  # noqa: B023 - called at once
                    pdf_standards=["ua-1"],
                    timestamp=datetime(2026, 1, 1, tzinfo=UTC),
                )
            )
        )
    return median(taken[1:])


def _one(work: object) -> float:
    assert callable(work)
    return seconds(work) * 1000


def _first_byte(made: Fresh) -> float:
    """Return the median milliseconds from asking for a stored file to its first byte, without a network."""
    tools = made.bundle.tools
    with open_reading(tools, SYSTEM) as work:
        participant = work.session.scalars(select(Participant).order_by(Participant.id)).first()
        assert participant is not None
        person = work.session.get_one(Person, participant.person_id)
    client = create_app(made.bundle).test_client()
    client.set_cookie(full_name(SIGN_IN, is_https=False), a_signed_in_person(tools, person))
    taken = []
    for _ in range(PDFS):
        started = time.perf_counter()
        response = client.get(f"/reports/{participant.id}/report.pdf?lang={person.language}", buffered=False)
        next(iter(response.iter_encoded()))
        taken.append((time.perf_counter() - started) * 1000)
        assert response.status_code == 200, response.status
        response.close()
    return median(taken)
