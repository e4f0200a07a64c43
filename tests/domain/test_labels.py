"""What groups and blocks are called."""

import pytest

from app.domain.labels import block_label, block_label_inside, counted, group_label
from app.domain.raters import RaterGroup

PEER, REPORT, OTHER = RaterGroup("peer"), RaterGroup("direct_report"), RaterGroup("other")
BOARD = RaterGroup("board", "Board of 100 %")


@pytest.mark.parametrize(
    ("groups", "label"),
    [
        ([PEER], "Peers"),
        ([PEER, REPORT], "Peers and direct reports"),
        ([PEER, REPORT, OTHER], "Peers, direct reports and others"),
        ([PEER, BOARD], "Peers and Board of 100 %"),
        ([RaterGroup("self")], "Self"),
        ([RaterGroup("board")], "board"),
    ],
    ids=str,
)
def test_blocks_are_called_by_their_groups(groups: list[RaterGroup], label: str) -> None:
    assert str(block_label(groups)) == label


def test_inside_a_sentence_names_are_small() -> None:
    assert str(block_label_inside([PEER, BOARD])) == "peers and Board of 100 %"


def test_groups_are_counted() -> None:
    assert str(counted(PEER, 1)) == "1 peer"
    assert str(counted(REPORT, 2)) == "2 direct reports"
    assert str(counted(BOARD, 2)) == "2 raters in Board of 100 %"


def test_a_standard_group_can_be_renamed() -> None:
    assert str(group_label(RaterGroup("other", "Clients"))) == "Clients"
