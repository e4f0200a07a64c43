"""What people see when the keys of a round are gone."""

from app.bootstrap import Bundle
from app.services.work import SYSTEM, open_work
from tests.builders import a_launched_round
from tests.services.test_sealing import a_closing_round
from tests.web.visitor import Visitor


def test_the_progress_page_says_what_to_do(administrator: Visitor, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        running = a_launched_round(work, 1).id
    closing = a_closing_round(bundle.tools, 1)
    for round_id in (running, closing):
        place = f"/console/rounds/{round_id}/progress"
        assert administrator.page(place).select(".notice-error") == []
        bundle.tools.keys.destroy(round_id)
        (notice,) = administrator.page(place).select(".notice-error")
        assert f"{round_id}.json" in notice.get_text()
