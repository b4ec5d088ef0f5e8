"""The folder of the servers' data: one holder at a time, abandoned ones are swept."""

import os
import stat
import tempfile
from pathlib import Path

import pytest

from skillmap.devstack.state import State, StateInUseError, ThrowAwayState


def test_state_held_by_another_is_refused_with_the_way_out(tmp_path):
    with State(tmp_path), pytest.raises(StateInUseError, match="stop it first, or use --fresh"):
        State(tmp_path, patience_seconds=0).__enter__()


def test_state_released_can_be_taken_again(tmp_path):
    with State(tmp_path):
        pass
    with State(tmp_path, patience_seconds=0) as again:
        assert again.folder == tmp_path


def test_secret_key_is_made_once_and_private(tmp_path):
    with State(tmp_path) as state:
        first = state.secret_key()
        assert state.secret_key() == first
    assert len(first) > 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    with ThrowAwayState() as other:
        assert other.secret_key() != first


def test_throw_away_state_vanishes_with_its_block():
    with ThrowAwayState() as state:
        (state.folder / "file").touch()
    assert not state.folder.exists()


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_throw_away_state_start_sweeps_only_abandoned_folders(temporary):
    abandoned = temporary / "skillmap-fresh-abandoned"
    abandoned.mkdir()
    (abandoned / "devstack.lock").touch()
    strange = temporary / "skillmap-fresh-without-lock"
    strange.mkdir()
    with ThrowAwayState() as first, ThrowAwayState() as second:
        left = {path.name for path in temporary.iterdir()}
    assert left == {first.folder.name, second.folder.name, strange.name}


def test_throw_away_state_planted_link_is_not_followed(temporary):
    victim = temporary / "victim"
    victim.mkdir()
    (victim / "devstack.lock").touch()
    (temporary / "skillmap-fresh-link").symlink_to(victim)
    with ThrowAwayState():
        assert (victim / "devstack.lock").exists()


def test_lock_stays_taken_while_a_server_still_holds_it(tmp_path):
    with State(tmp_path) as state:
        servers_copy = os.dup(state.lock)
    with pytest.raises(StateInUseError):
        State(tmp_path, patience_seconds=0).__enter__()
    os.close(servers_copy)
    with State(tmp_path, patience_seconds=0):
        pass
