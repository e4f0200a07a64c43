"""Frameworks as JSON values and back."""

import json

import pytest

from framework.json_form import framework_from_json, framework_to_json
from framework.loader import load_framework
from framework.model import Framework
from tests.framework.frameworks import make_framework

FRAMEWORKS = {
    "bundled": load_framework("fr"),
    "without indicators": make_framework(indicators=0),
    "without clusters": make_framework({}),
}


@pytest.mark.parametrize("framework", FRAMEWORKS.values(), ids=FRAMEWORKS)
def test_nothing_is_lost_on_the_way(framework: Framework) -> None:
    assert framework_from_json(json.loads(json.dumps(framework_to_json(framework)))) == framework
