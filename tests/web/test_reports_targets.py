"""The report shows what the role asks for beside the self-rating and the others, as it was at the launch."""

from typing import Any

from flask import Flask

from app.bootstrap import Bundle
from app.services.role_profiles import delete_profile, save_profile
from app.services.work import SYSTEM, open_work
from tests.web.report_scenes import Scene, a_collecting_scene, a_scene

ANSWERS = {"self": [4], "manager": [2], "peer": [1, 2, 2, 3, 4]}


def a_profile(bundle: Bundle, **targets: str) -> str:
    with open_work(bundle.tools, SYSTEM) as work:
        return save_profile(work, "rondom", "Team lead", targets).id


def targets_of(report: dict[str, Any]) -> dict[str, int | None]:
    return {competency["id"]: competency["target_level"] for competency in report["competencies"]}


def with_a_target(app: Flask, bundle: Bundle) -> Scene:
    a_profile(bundle, empathie="3")
    return a_scene(app, bundle, ANSWERS, role="team LEAD")


def test_the_json_has_the_target_of_each_competency(app: Flask, bundle: Bundle) -> None:
    assert targets_of(with_a_target(app, bundle).json()) == {"analyseren": None, "empathie": 3}


def test_a_competency_names_its_target_and_marks_it_in_every_picture(app: Flask, bundle: Bundle) -> None:
    page = with_a_target(app, bundle).page()
    section = page.select("#c-empathie")[0]
    assert section.select(".target-line")[0].get_text(strip=True) == "Target: level 3"
    assert "target" in section.select(".level-heads li")[2].get_text()
    pictures = section.select(".lane-picture")
    assert len(pictures) == 3
    for picture in pictures:
        assert str(picture["aria-label"]).endswith(", target level 3")
        (band,) = picture.select(".target-band")
        assert 50 <= float(str(band["x"]).rstrip("%")) <= 75
    assert not page.select(
        "#c-analyseren .target-line, #c-analyseren .target-band, #c-analyseren .level-target"
    )


def test_the_overview_names_the_target_after_the_groups(app: Flask, bundle: Bundle) -> None:
    page = with_a_target(app, bundle).page()
    said = {one["id"]: one.get_text() for one in page.select("#overview desc")}
    assert said["o-empathie-desc"] == "You: level 4. Manager: level 2. Peers: level 2. Target: level 3."
    assert "Target" not in said["o-analyseren-desc"]
    assert "marks the target level" in page.select(".rules")[0].get_text()
    assert "Target level" in page.select("#overview .key")[0].get_text()


def test_a_later_change_of_the_profile_changes_nothing_in_the_report(app: Flask, bundle: Bundle) -> None:
    profile_id = a_profile(bundle, empathie="3")
    scene = a_collecting_scene(app, bundle, ANSWERS, role="Team lead")
    with open_work(bundle.tools, SYSTEM) as work:
        save_profile(work, "rondom", "Team lead", {"empathie": "1", "analyseren": "4"}, profile_id)
    scene.close()
    scene.release()
    before = scene.json()
    assert targets_of(before) == {"analyseren": None, "empathie": 3}
    with open_work(bundle.tools, SYSTEM) as work:
        delete_profile(work, "rondom", profile_id)
    assert scene.json() == before


def test_without_a_profile_nothing_is_said_about_targets(app: Flask, bundle: Bundle) -> None:
    a_profile(bundle, empathie="3")
    page = a_scene(app, bundle, ANSWERS, role="Analyst").page()
    assert "arget" not in page.select(".report")[0].get_text()
    assert not page.select(".target-band")


def test_a_round_by_indicator_shows_no_target(app: Flask, bundle: Bundle) -> None:
    a_profile(bundle, empathie="3")
    scene = a_scene(app, bundle, {"self": [4], "peer": [2, 3, 3, 5]}, role="Team lead", questions="indicator")
    assert targets_of(scene.json()) == {"analyseren": None, "empathie": None}
    assert not scene.page().select(".target-band, .target-line")
