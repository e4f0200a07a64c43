"""The framework, to read."""

from framework.loader import load_framework
from tests.web.visitor import Visitor

FRAMEWORK = load_framework("en")


def test_the_whole_framework_can_be_read(administrator: Visitor) -> None:
    page = administrator.page("/console/framework")
    assert [heading.get_text() for heading in page.select("h3")] == [
        competency.name for competency in FRAMEWORK.competencies
    ]
    words = page.get_text()
    for competency in FRAMEWORK.competencies:
        assert competency.definition in words
        for level in competency.levels:
            assert all(indicator.text in words for indicator in level.indicators)


def test_clusters_are_reached_from_the_top(administrator: Visitor) -> None:
    page = administrator.page("/console/framework")
    targets = [str(link["href"]).removeprefix("#") for link in page.select(".contents a")]
    assert targets == [cluster.id for cluster in FRAMEWORK.clusters]
    assert all(page.find(id=target) for target in targets)


def test_texts_in_another_language_than_the_page_say_so(administrator: Visitor) -> None:
    is_foreign = load_framework("fr").language != "fr"
    page = administrator.page("/console/framework?lang=fr")
    assert bool(page.select(".cluster[lang]")) is is_foreign
    assert bool(page.select(".notice-info")) is is_foreign


def test_the_framework_is_not_for_everybody(client: Visitor) -> None:
    assert client.get("/console/framework").status_code == 303
