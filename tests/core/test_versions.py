"""Two writers, one row: the second one hears of it."""

import threading

import pytest
from django.db import connection

from skillmap.core.errors import ConflictError
from skillmap.core.models import User
from skillmap.core.versions import save_versioned
from tests.factories import make_user


@pytest.mark.django_db
def test_save_writes_the_named_fields_and_counts_up():
    user = make_user("Alice")
    before = user.updated_at
    user.name, user.time_zone = "Alice Renamed", "Asia/Tokyo"
    save_versioned(user, ["name"])
    stored = User.objects.get(pk=user.pk)
    assert (stored.name, stored.time_zone, stored.version) == ("Alice Renamed", "", 2)
    assert user.version == 2
    assert stored.updated_at > before


@pytest.mark.django_db
def test_save_after_another_writer_is_a_conflict_and_changes_nothing():
    user = make_user("Alice")
    slow = User.objects.get(pk=user.pk)
    user.name = "First"
    save_versioned(user, ["name"])
    slow.name = "Second"
    with pytest.raises(ConflictError) as refusal:
        save_versioned(slow, ["name"])
    assert refusal.value.code == "stale_version"
    assert (slow.name, slow.version) == ("Second", 1)
    assert User.objects.get(pk=user.pk).name == "First"


@pytest.mark.django_db
@pytest.mark.parametrize(("expected", "works"), [(1, False), (2, True), (3, False), (-1, False)])
def test_version_the_client_saw_decides(expected: int, works: bool):
    user = make_user("Alice")
    save_versioned(user, ["name"])
    user.name = "Renamed"
    if works:
        save_versioned(user, ["name"], expected=expected)
    else:
        with pytest.raises(ConflictError):
            save_versioned(user, ["name"], expected=expected)
    assert (User.objects.get(pk=user.pk).name == "Renamed") is works


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_have_one_winner_each_round():
    user = make_user("Alice")
    rounds, writers = 20, 4
    outcomes: list[str] = []
    start = threading.Barrier(writers)

    def write(number: int) -> None:
        for turn in range(rounds):
            start.wait()
            mine = User.objects.get(pk=user.pk)
            start.wait()  # all have read the same version
            mine.name = f"{turn} by {number}"
            try:
                save_versioned(mine, ["name"])
                outcomes.append("won")
            except ConflictError:
                outcomes.append("lost")
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("won") == rounds
    assert outcomes.count("lost") == rounds * (writers - 1)
    assert User.objects.get(pk=user.pk).version == 1 + rounds
