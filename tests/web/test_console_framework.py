"""The frameworks, to read and to take away."""

from io import BytesIO

import openpyxl

from app.bootstrap import Bundle
from app.services.work import SYSTEM, open_work
from framework.loader import load_framework
from tests.services.own_frameworks import NAMES, an_own_framework
from tests.web.visitor import Visitor

FRAMEWORK = load_framework("nl")
LIST = "/console/framework"
RONDOM = "/console/framework/rondom"


def own(bundle: Bundle) -> str:
    with open_work(bundle.tools, SYSTEM) as work:
        return f"{LIST}/{an_own_framework(work).framework_id}"


def test_every_framework_is_listed(administrator: Visitor, bundle: Bundle) -> None:
    address = own(bundle)
    links = administrator.page(LIST).select("main tbody th a")
    assert [link["href"] for link in links] == [RONDOM, address]


def test_the_whole_framework_can_be_read(administrator: Visitor) -> None:
    page = administrator.page(f"{RONDOM}?language=nl")
    assert [heading.get_text() for heading in page.select("h3")] == [
        competency.name for competency in FRAMEWORK.competencies
    ]
    words = page.get_text()
    for competency in FRAMEWORK.competencies:
        assert competency.definition in words
        for level in competency.levels:
            assert all(indicator.text in words for indicator in level.indicators)


def test_clusters_are_reached_from_the_top(administrator: Visitor) -> None:
    page = administrator.page(RONDOM)
    targets = [str(link["href"]).removeprefix("#") for link in page.select(".contents a")]
    assert targets == [cluster.id for cluster in FRAMEWORK.clusters]
    assert all(page.find(id=target) for target in targets)


def test_an_own_framework_is_read_with_its_descriptions(administrator: Visitor, bundle: Bundle) -> None:
    page = administrator.page(own(bundle))
    assert [heading.get_text() for heading in page.select("h3")] == list(NAMES)
    assert "Doet aan kruiden kweken op trede 3." in page.get_text()


def test_texts_in_another_language_than_the_page_say_so(administrator: Visitor, bundle: Bundle) -> None:
    page = administrator.page(f"{own(bundle)}?lang=fr")
    assert {section["lang"] for section in page.select(".cluster")} == {"nl"}
    assert page.select(".notice-info")


def test_the_language_of_the_texts_is_chosen_apart_from_that_of_the_page(administrator: Visitor) -> None:
    page = administrator.page(f"{RONDOM}?lang=en&language=fr")
    assert {section["lang"] for section in page.select(".cluster")} == {"fr"}
    assert [heading.get_text() for heading in page.select("h3")] == [
        competency.name for competency in load_framework("fr").competencies
    ]


def test_the_framework_is_taken_away_as_a_workbook(administrator: Visitor) -> None:
    response = administrator.get(f"{RONDOM}/export.xlsx")
    assert "attachment" in response.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(BytesIO(response.data)).active
    assert sheet["A1"].value == "cluster"
    assert sheet["C2"].value == FRAMEWORK.competencies[0].name


def test_what_is_not_there_is_not_found(administrator: Visitor) -> None:
    for path in ("nothing", "rondom?revision=9", "rondom/export.pdf", "rondom/draft", "a%00b", "a%00b/draft"):
        assert administrator.get(f"{LIST}/{path}").status_code == 404, path


def test_the_frameworks_are_not_for_everybody(client: Visitor) -> None:
    assert client.get(LIST).status_code == 303
    assert client.get(RONDOM).status_code == 303
