"""Changing a framework in the console: draft, editor, publish, difference, copy, switches."""

import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from app.bootstrap import Bundle
from app.services.framework_drafts import copy_framework, publish_draft, start_draft
from app.services.frameworks import find_framework, offered_framework
from app.services.work import SYSTEM, open_reading, open_work
from framework.model import Competency
from tests.builders import a_round
from tests.services.own_frameworks import an_own_framework
from tests.web.visitor import Visitor

PAGE = "/console/framework/keuken"
EDITOR = f"{PAGE}/draft/broodbakken"


@pytest.fixture
def draft(bundle: Bundle, administrator: Visitor) -> Visitor:
    """Return an administrator who finds a draft of revision 2, on English pages."""
    with open_work(bundle.tools, SYSTEM) as work:
        an_own_framework(work)
        start_draft(work, "keuken")
    administrator.get("/console/framework?lang=en")
    return administrator


def parsed(response: TestResponse) -> BeautifulSoup:
    return BeautifulSoup(response.text, "html.parser")


def fields(visitor: Visitor, path: str = EDITOR) -> dict[str, object]:
    page = visitor.page(path)
    found: dict[str, object] = {}
    for field in page.select(".competency-texts input[name], .competency-texts textarea"):
        found[str(field["name"])] = field.get("value") if field.name == "input" else field.get_text().strip()
    return found


def stored(bundle: Bundle, revision: int = 2) -> Competency:
    with open_reading(bundle.tools, SYSTEM) as work:
        return find_framework(work, "keuken", "nl", revision).competency("broodbakken")


def test_a_draft_is_begun_from_the_page_that_is_read(administrator: Visitor, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        an_own_framework(work)
    assert administrator.send(f"{PAGE}/draft/start").headers["Location"] == f"{PAGE}/draft"
    assert len(administrator.page(f"{PAGE}/draft").select("main .rows a")) == 3


def test_nothing_changes_when_a_page_is_saved_as_it_was(draft: Visitor, bundle: Bundle) -> None:
    before = stored(bundle)
    assert draft.send(EDITOR, fields(draft)).status_code == 303
    assert stored(bundle) == before


def test_texts_are_saved_in_the_draft(draft: Visitor, bundle: Bundle) -> None:
    typed = {
        **fields(draft),
        "definition": "Bakt\n brood.",
        "other_2": "Kneedt.\n\nRijst.",
        "self_2": "Ik kneed.\nIk rijs.",
    }
    assert draft.send(EDITOR, typed).status_code == 303
    saved = stored(bundle)
    assert saved.definition == "Bakt brood."
    assert [(each.id, each.text, each.self_text) for each in saved.levels[1].indicators] == [
        ("broodbakken-2-1", "Kneedt.", "Ik kneed."),
        ("broodbakken-2-2", "Rijst.", "Ik rijs."),
    ]
    assert stored(bundle, 1).definition != saved.definition


def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    draft: Visitor, bundle: Bundle
) -> None:
    before = stored(bundle)
    typed = {
        **fields(draft),
        "title_2": "",
        "other_3": "Kneedt.\nRijst.",
        "self_3": "Ik kneed.",
        "name": "Bakken",
    }
    response = draft.send(EDITOR, typed)
    assert response.status_code == 422
    page = parsed(response)
    assert [link["href"] for link in page.select(".error-summary a")] == ["#title_2", "#self_3"]
    assert "Indicator 2 is worded in one form only." in page.get_text()
    assert (page.select_one("#name") or page)["value"] == "Bakken"
    assert (page.select_one("#other_3") or page).get_text().strip() == "Kneedt.\r\nRijst.".replace("\r", "")
    assert stored(bundle) == before


def test_somebody_elses_change_is_not_overwritten(draft: Visitor, bundle: Bundle) -> None:
    mine = {**fields(draft), "name": "Mijn naam"}
    draft.send(EDITOR, {**fields(draft), "name": "Haar naam"})
    response = draft.send(EDITOR, mine)
    assert response.status_code == 409
    assert "Mijn naam" in response.text
    assert stored(bundle).name == "Haar naam"


def test_names_are_saved_and_wrong_ones_stay_typed(draft: Visitor, bundle: Bundle) -> None:
    path = f"{PAGE}/draft/names?language=nl"
    assert draft.send(path, {"name": "Gastvrij", "cluster-vakwerk": "Ambacht"}).status_code == 303
    response = draft.send(path, {"name": "", "cluster-vakwerk": "Iets"})
    assert response.status_code == 422
    assert 'value="Iets"' in response.text
    with open_reading(bundle.tools, SYSTEM) as work:
        framework = find_framework(work, "keuken", "nl", 2)
    assert (framework.name, framework.clusters[0].name) == ("Gastvrij", "Ambacht")


def test_a_published_draft_is_what_new_rounds_are_made_from(draft: Visitor, bundle: Bundle) -> None:
    assert draft.send(f"{PAGE}/publish").status_code == 303
    with open_reading(bundle.tools, SYSTEM) as work:
        assert find_framework(work, "keuken", "nl").revision == 2
    assert draft.get(f"{PAGE}/draft").status_code == 404


def test_languages_that_do_not_fit_keep_a_draft_from_being_published(
    administrator: Visitor, bundle: Bundle
) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        copy_framework(work, "rondom", "eigen", "Eigen")
    path = "/console/framework/eigen/draft/analyseren?language=fr"
    administrator.get("/console/framework?lang=en")
    typed = {**fields(administrator, path), "other_1": "A.\nB.\nC.\nD.\nE.", "self_1": "A.\nB.\nC.\nD.\nE."}
    assert administrator.send(path, typed).status_code == 303
    page = administrator.page("/console/framework/eigen/draft")
    (link,) = page.select(".notice-error a")
    assert link["href"] == f"{path}#other_1"
    assert administrator.send("/console/framework/eigen/publish").status_code == 422


def test_a_draft_is_deleted(draft: Visitor) -> None:
    assert draft.send(f"{PAGE}/discard").headers["Location"] == PAGE
    assert draft.get(f"{PAGE}/draft").status_code == 404


def test_two_revisions_are_shown_word_by_word(draft: Visitor) -> None:
    typed = {**fields(draft), "definition": "De kunst van broodbakken voor elke klant."}
    draft.send(EDITOR, typed)
    page = draft.page(f"{PAGE}/difference")
    assert [each.get_text() for each in page.select("main del")] == ["gast"]
    assert [each.get_text() for each in page.select("main ins")] == ["klant"]


def test_revisions_that_do_not_differ_say_so(draft: Visitor) -> None:
    assert "read the same" in draft.get(f"{PAGE}/difference?older=1&newer=2").text


def test_a_copy_becomes_a_draft(administrator: Visitor, bundle: Bundle) -> None:
    path = "/console/framework/rondom/copy"
    taken = administrator.send(path, {"name": "Eigen", "framework_id": "rondom"})
    assert taken.status_code == 422
    assert 'value="Eigen"' in taken.text
    made = administrator.send(path, {"name": "Eigen", "framework_id": "eigen"})
    assert made.headers["Location"] == "/console/framework/eigen/draft"
    with open_reading(bundle.tools, SYSTEM) as work:
        assert len(find_framework(work, "eigen", "nl", 1).competencies) == 29


def test_competencies_are_switched_off_and_on(administrator: Visitor, bundle: Bundle) -> None:
    path = "/console/framework/rondom/competencies"
    assert administrator.send(path, {"competency": ["empathie", "analyseren"]}).status_code == 303
    with open_reading(bundle.tools, SYSTEM) as work:
        assert len(offered_framework(work, "rondom", "nl").competencies) == 2
    assert len(administrator.page(path).select("main input[checked]")) == 2
    assert administrator.send(path, {}).status_code == 422


def test_a_new_round_asks_for_the_framework_only_where_there_are_several(
    administrator: Visitor, bundle: Bundle
) -> None:
    path = "/console/rounds/new"
    assert not administrator.page(path).select("[name=framework_id]")
    with open_work(bundle.tools, SYSTEM) as work:
        an_own_framework(work)
        copy_framework(work, "rondom", "eigen", "Eigen")
    values = [field["value"] for field in administrator.page(path).select("[name=framework_id]")]
    assert values == ["rondom", "keuken"]


def test_a_round_is_made_from_the_chosen_framework(draft: Visitor, bundle: Bundle) -> None:
    page = draft.page("/console/rounds/new")
    typed: dict[str, object] = {
        str(field["name"]): field.get("value", "")
        for field in page.select("main form input")
        if field.get("type") not in {"radio", "checkbox"}
    }
    typed |= {"name": "Keukenronde", "framework_id": "keuken", "questions": "level", "policy_name": "core"}
    typed |= {"report_reader": "none", "reader_days": "14"}
    made = draft.send("/console/rounds/new", {**typed, "standard_groups": ["self", "peer"]})
    assert made.status_code == 303
    shown = draft.page(made.headers["Location"])
    assert [box["value"] for box in shown.select("input[name=competency]")] == [
        "broodbakken",
        "kruiden-kweken",
        "servies-dragen",
    ]


def test_what_raters_will_see_reads_well_without_indicators(administrator: Visitor, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        an_own_framework(work)
        round_id = a_round(work, competencies=("broodbakken",), framework_id="keuken").id
    page = administrator.page(f"/console/rounds/{round_id}/preview")
    cards = page.select(".level-card")
    assert len(cards) == 4
    assert "Doet aan broodbakken op trede 1." in cards[0].get_text()
    assert not page.select(".level-card ul")


def test_publishing_is_refused_where_there_is_no_draft(administrator: Visitor, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        an_own_framework(work)
        start_draft(work, "keuken")
        publish_draft(work, "keuken")
    assert administrator.send(f"{PAGE}/publish").status_code == 404
