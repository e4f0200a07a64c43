"""The attack on five hundred random participants: everything fails under `core`, much succeeds elsewhere.

RONDOM_ATTACKED=5000 attacks more; `python -m tests.disclosure` prints the figures.
"""

import os

import pytest

from tests.disclosure.figures import attacked_core, attacked_vendor

ATTACKED = int(os.environ.get("RONDOM_ATTACKED", "500"))
SEED = 20261123


@pytest.mark.parametrize("k", [3, 4, 5])
def test_the_attack_succeeds_against_the_usual_rule(k: int) -> None:
    found = attacked_vendor(ATTACKED, k, SEED)
    assert found.hidden_means_found > 0.3 * found.hidden_means
    assert found.exact > 0.02 * found.answers
    assert found.participants_read > 0.4 * found.participants


@pytest.mark.parametrize("k", [3, 4, 5])
def test_under_core_no_answer_is_certain_for_anybody(k: int) -> None:
    found = attacked_core(ATTACKED, k, SEED)
    assert found.participants == ATTACKED
    assert (found.exact, found.exact_for_insiders, found.participants_read) == (0, 0, 0)


@pytest.mark.parametrize("k", [3, 4, 5])
def test_what_core_costs_stays_small(k: int) -> None:
    found = attacked_core(ATTACKED, k, SEED)
    assert found.shown / found.answers > 0.85
    assert found.mean_error < 0.18
