import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.adapters.keys import RoundKeys
from app.domain.keys import KeyExistsError, MissingKeyError

ROUND = "0123456789abcdef0123456789abcdef"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "keys"


@pytest.fixture
def keys(folder: Path) -> RoundKeys:
    return RoundKeys(folder)


def test_a_round_has_two_different_keys_of_32_bytes(keys: RoundKeys) -> None:
    keys.create(ROUND)
    assert len(keys.link_key(ROUND)) == len(keys.answer_key(ROUND)) == 32
    assert keys.link_key(ROUND) != keys.answer_key(ROUND)


def test_keys_stay_the_same_until_they_are_destroyed(keys: RoundKeys, folder: Path) -> None:
    keys.create(ROUND)
    assert RoundKeys(folder).link_key(ROUND) == keys.link_key(ROUND)


def test_existing_keys_are_never_replaced(keys: RoundKeys) -> None:
    keys.create(ROUND)
    before = keys.answer_key(ROUND)
    with pytest.raises(KeyExistsError):
        keys.create(ROUND)
    assert keys.answer_key(ROUND) == before


def test_of_many_who_create_at_once_one_succeeds(keys: RoundKeys) -> None:
    def attempt(_: int) -> bool:
        try:
            keys.create(ROUND)
        except KeyExistsError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(40))) == 1
    assert len(keys.link_key(ROUND)) == 32


def test_only_the_owner_reads_folder_and_files(keys: RoundKeys, folder: Path) -> None:
    keys.create(ROUND)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


def test_a_folder_that_was_open_to_others_is_narrowed(keys: RoundKeys, folder: Path) -> None:
    folder.mkdir(mode=0o755)
    keys.create(ROUND)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_missing_key_names_the_round_and_the_place(keys: RoundKeys, folder: Path) -> None:
    with pytest.raises(MissingKeyError, match=f"{ROUND}.*{folder}"):
        keys.link_key(ROUND)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"link": "AAAA"}', b'{"link": 1}', b"\xff"])
def test_a_damaged_file_counts_as_missing_and_shows_nothing(
    keys: RoundKeys, folder: Path, content: bytes
) -> None:
    keys.create(ROUND)
    (folder / f"{ROUND}.json").write_bytes(content)
    with pytest.raises(MissingKeyError) as caught:
        keys.link_key(ROUND)
    assert "AAAA" not in str(caught.value)


def test_destroyed_keys_are_gone_from_the_folder_and_from_the_file(keys: RoundKeys, folder: Path) -> None:
    keys.create(ROUND)
    second_name = folder.parent / "second-name"
    second_name.hardlink_to(folder / f"{ROUND}.json")
    keys.destroy(ROUND)
    assert not keys.exists(ROUND)
    assert set(second_name.read_bytes()) == {0}


def test_destroying_takes_leftovers_of_an_interrupted_creation_along(keys: RoundKeys, folder: Path) -> None:
    keys.create(ROUND)
    (folder / f".{ROUND}.json.0123.tmp").write_bytes(b"half")
    keys.destroy(ROUND)
    assert list(folder.iterdir()) == []


def test_destroying_twice_or_before_anything_exists_is_harmless(keys: RoundKeys) -> None:
    keys.destroy(ROUND)
    keys.create(ROUND)
    keys.destroy(ROUND)
    keys.destroy(ROUND)
    assert not keys.exists(ROUND)


def test_destroying_one_round_leaves_the_others(keys: RoundKeys) -> None:
    other = ROUND[::-1]
    keys.create(ROUND)
    keys.create(other)
    keys.destroy(ROUND)
    assert keys.exists(other)


@pytest.mark.parametrize(
    "round_id", ["../../etc/passwd", "..", "", "a/b", "x" * 65, "short", "a\0bcdefgh", "*" * 32]
)
def test_ids_that_could_leave_the_folder_have_no_keys(keys: RoundKeys, round_id: str) -> None:
    for act in (keys.create, keys.link_key, keys.destroy, keys.exists):
        with pytest.raises(MissingKeyError):
            act(round_id)
