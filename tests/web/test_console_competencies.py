"""Picking competencies, and the preview of what they become."""

import pytest
from bs4 import BeautifulSoup

from app.bootstrap import Bundle
from app.services.work import SYSTEM, open_reading, open_work
from app.storage.rounds import Round
from framework.loader import load_framework
from tests.builders import a_launched_round, a_round
from tests.web.visitor import Visitor

FRAMEWORK = load_framework("en")
CLUSTER = FRAMEWORK.clusters[0]
MEMBERS = [competency.id for competency in CLUSTER.competencies]
ALL = [competency.id for competency in FRAMEWORK.competencies]


def draft(bundle: Bundle, **settings: object) -> Round:
    with open_work(bundle.tools, SYSTEM) as work:
        return a_round(work, **settings)  # type: ignore[arg-type]


def path(round_: Round, page: str = "competencies") -> str:
    return f"/console/rounds/{round_.id}/{page}"


def saved(bundle: Bundle, round_: Round) -> list[str]:
    with open_reading(bundle.tools, SYSTEM) as work:
        return work.session.get_one(Round, round_.id).competencies


def ticked(page: BeautifulSoup) -> list[object]:
    return [box["value"] for box in page.select("input[name=competency][checked]")]


def test_every_competency_stands_in_its_cluster_with_definition_and_four_levels(
    administrator: Visitor, bundle: Bundle
) -> None:
    page = administrator.page(path(draft(bundle)))
    assert [heading.get_text() for heading in page.select(".cluster h2")] == [
        cluster.name for cluster in FRAMEWORK.clusters
    ]
    assert [box["value"] for box in page.select("input[name=competency]")] == ALL
    first = page.select(".pick")[0]
    assert FRAMEWORK.competencies[0].definition in first.get_text()
    assert len(first.select(".level-list > li")) == 4


def test_the_choice_is_saved_in_the_order_of_the_framework(administrator: Visitor, bundle: Bundle) -> None:
    round_ = draft(bundle)
    response = administrator.send(path(round_), {"competency": [ALL[5], ALL[0]]})
    assert response.status_code == 303
    assert saved(bundle, round_) == [ALL[0], ALL[5]]
    assert ticked(administrator.page(path(round_))) == [ALL[0], ALL[5]]


def test_nothing_may_be_chosen_until_the_launch(administrator: Visitor, bundle: Bundle) -> None:
    round_ = draft(bundle)
    assert administrator.send(path(round_)).status_code == 303
    assert saved(bundle, round_) == []
    assert "nothing to ask yet" in administrator.get(path(round_, "preview")).text


def test_a_whole_cluster_is_added_and_dropped_with_what_was_ticked(
    administrator: Visitor, bundle: Bundle
) -> None:
    round_ = draft(bundle)
    response = administrator.send(path(round_), {"competency": [ALL[-1]], "add": CLUSTER.id})
    assert response.headers["Location"].endswith(f"#cluster-{CLUSTER.id}")
    assert saved(bundle, round_) == [*MEMBERS, ALL[-1]]
    administrator.send(path(round_), {"competency": [*MEMBERS, ALL[-1]], "drop": CLUSTER.id})
    assert saved(bundle, round_) == [ALL[-1]]


@pytest.mark.parametrize(
    ("count", "is_warned"), [(5, False), (6, True)], ids=["fifteen minutes", "more than fifteen minutes"]
)
def test_a_long_questionnaire_is_warned_about(
    administrator: Visitor, bundle: Bundle, count: int, is_warned: bool
) -> None:
    round_ = draft(bundle, has_comments=True)
    administrator.send(path(round_), {"competency": ALL[: count + 2]})
    page = administrator.page(path(round_))
    assert bool(page.select(".notice-warning")) is is_warned
    assert "minutes for each colleague" in page.select(".pick-count")[0].get_text()


def test_too_many_for_indicator_questions_are_refused_and_stay_ticked(
    administrator: Visitor, bundle: Bundle
) -> None:
    round_ = draft(bundle, questions="indicator")
    response = administrator.send(path(round_), {"competency": ALL[:13]})
    page = BeautifulSoup(response.text, "html.parser")
    assert response.status_code == 422
    assert "at most 12" in page.select(".error-summary")[0].get_text()
    assert ticked(page) == ALL[:13]
    assert saved(bundle, round_) == round_.competencies


def test_an_unknown_competency_is_refused(administrator: Visitor, bundle: Bundle) -> None:
    round_ = draft(bundle)
    response = administrator.send(path(round_), {"competency": [ALL[0], "juggling"]})
    assert response.status_code == 422
    assert "juggling" in response.text


def test_after_the_launch_only_what_is_asked_is_shown(administrator: Visitor, bundle: Bundle) -> None:
    with open_work(bundle.tools, SYSTEM) as work:
        round_ = a_launched_round(work)
    page = administrator.page(path(round_))
    assert not page.select("input[name=competency]")
    assert len(page.select(".pick")) == len(round_.competencies)
    assert administrator.send(path(round_), {"competency": ALL}).status_code == 409


@pytest.mark.parametrize("kind", ["level", "indicator"])
def test_the_preview_asks_what_a_rater_is_asked_and_can_send_nothing(
    administrator: Visitor, bundle: Bundle, kind: str
) -> None:
    round_ = draft(bundle, questions=kind, competencies=("analyseren",))
    page = administrator.page(path(round_, "preview"))
    frame = page.select(".preview-frame")[0]
    assert not page.select("main form, main button")
    prefix = "rating-analyseren" if kind == "level" else "rating-analyseren-2-1"
    values = [radio["value"] for radio in frame.select(f"input[name='{prefix}']")]
    assert values == [*map(str, range(1, 5 if kind == "level" else 6)), "cannot_judge"]
    assert frame.select("textarea[name=comment-analyseren]")
    assert frame.select("textarea[name=comment-stop]")


def test_the_preview_speaks_to_oneself_in_the_first_person(administrator: Visitor, bundle: Bundle) -> None:
    round_ = draft(bundle, competencies=("analyseren",))
    indicator = FRAMEWORK.competency("analyseren").levels[0].indicators[0]
    other, own = (administrator.get(path(round_, "preview") + about).text for about in ("", "?about=self"))
    assert indicator.text in other
    assert indicator.text not in own
    assert indicator.self_text in own


@pytest.mark.parametrize("language", ["nl", "en", "fr", "xx"])
def test_the_preview_is_there_in_each_language(administrator: Visitor, bundle: Bundle, language: str) -> None:
    page = administrator.page(path(draft(bundle), f"preview?language={language}"))
    assert page.select(".preview-frame fieldset")
