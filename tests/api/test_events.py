"""The feed of changes: everything once it is certain, nothing skipped, nothing of others."""

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import timezone

from employees.enums import EmployeeStatus
from employees.services.clients import register_client
from employees.services.roles import Asked, publish_version
from skillmap.core.api.pagination import encode_cursor
from skillmap.core.api.scopes import Scope
from skillmap.core.feed import horizon
from skillmap.core.models import FeedEvent
from skillmap.core.services import forget_old
from skills.models import Skill
from tests.api.conftest import Api
from tests.cast import make_cast
from tests.factories import day, make_skill
from tests.reviews.season import make_goal
from training.models import Completion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db):
    return make_cast()


@pytest.fixture
def hr(people):
    return Api(people.alice.user)


def now(api):
    return api.get("/events", {"start": "now"}).json()["page"]["next_cursor"]


def after(api, cursor, **more):
    """What came after a cursor, and the next one."""
    answer = api.get("/events", {"cursor": cursor, **more})
    assert answer.status_code == 200, answer.content
    told = [(one["kind"], one["id"], one["action"]) for one in answer.json()["data"]]
    return told, answer.json()["page"]["next_cursor"]


def client_of(people, unit):
    client, _secret = register_client(
        actor=people.alice.user, name="LMS", scopes=Scope.values, unit=unit
    )
    return Api(client.user)


def test_a_reader_learns_what_changed_and_once(people, hr):
    cursor = now(hr)
    assert after(hr, cursor)[0] == []
    skill = make_skill("Knots")
    people.dave.save()
    told, cursor = after(hr, cursor)
    assert told == [
        ("skill", str(skill.public_id), "changed"),
        ("person", str(people.dave.public_id), "changed"),
    ]
    assert after(hr, cursor)[0] == []
    skill.delete()
    assert after(hr, cursor)[0] == [("skill", str(skill.public_id), "deleted")]


def test_pages_follow_each_other_without_loss(hr):
    cursor, found = now(hr), []
    made = [make_skill(f"Skill {place}") for place in range(7)]
    while True:
        page = hr.get("/events", {"cursor": cursor, "limit": 2}).json()
        found += [one["id"] for one in page["data"]]
        cursor = page["page"]["next_cursor"]
        if not page["page"]["has_more"]:
            break
    assert found == [str(skill.public_id) for skill in made]


def test_what_commits_late_is_not_skipped(hr):
    """A transaction that began first and commits last would be behind a cursor by time or by id."""
    cursor, told = now(hr), []
    wrote, may_commit = threading.Event(), threading.Event()
    slow: list[Skill] = []

    def write_slowly():
        with transaction.atomic():
            slow.append(make_skill("Slow"))
            wrote.set()
            may_commit.wait(20)
        connection.close()

    thread = threading.Thread(target=write_slowly)
    thread.start()
    assert wrote.wait(20)
    quick = make_skill("Quick")
    found, cursor = after(hr, cursor)
    told += found
    assert found == []  # it waits for the slow one
    may_commit.set()
    thread.join()
    found, cursor = after(hr, cursor)
    told += found
    assert sorted(told) == sorted(
        ("skill", str(skill.public_id), "changed") for skill in (quick, *slow)
    )


def test_a_reader_beside_many_writers_misses_and_doubles_nothing(hr):
    cursor, seen = now(hr), []
    scale = make_skill("First").scale
    done = threading.Event()
    made: list[str] = []

    def write(number):
        for place in range(5):
            with transaction.atomic():
                skill = make_skill(f"Skill {number} {place}", scale=scale)
                skill.save()
            made.append(str(skill.public_id))
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    while not done.is_set():
        if not any(thread.is_alive() for thread in threads):
            done.set()
        told, cursor = after(hr, cursor, limit=3, kind="skill")
        seen += told
    while told:
        told, cursor = after(hr, cursor, limit=3, kind="skill")
        seen += told
    ids = [one[1] for one in seen]
    assert len(made) == 30
    assert {one: ids.count(one) for one in made} == dict.fromkeys(made, 2)  # insert and update


def test_what_a_role_asks_for_is_part_of_the_role(people, hr):
    here = f"/roles/{people.role.public_id}"
    cursor, tag = now(hr), hr.get(here)["ETag"]
    row = {"role_code": people.role.code, "role": people.role.name}
    row |= {"skill_code": people.hard.code, "required_level": 2}
    assert hr.post("/roles/bulk", {"requirements": [row]}).json()["applied"]
    changed = [("role", str(people.role.public_id), "changed")]
    told, cursor = after(hr, cursor, kind="role")
    assert (told, hr.get(here)["ETag"] != tag) == (changed, True)
    asked = [Asked(skill=people.hard, required_level=Decimal(4))]
    publish_version(actor=people.alice.user, role=people.role, asked=asked, on=day(0))
    assert after(hr, cursor, kind="role")[0] == changed


def test_undone_work_is_no_event(hr):
    cursor = now(hr)
    with transaction.atomic():
        make_skill("Never")
        transaction.set_rollback(True)
    assert after(hr, cursor)[0] == []


def test_scopes_say_which_kinds_are_told(people):
    api = Api(people.alice.user, [Scope.DIRECTORY_READ])
    cursor = now(api)
    make_skill("Knots")
    people.dave.save()
    assert [kind for kind, _id, _action in after(api, cursor)[0]] == ["person"]
    assert after(Api(people.alice.user, [Scope.JOBS_READ]), cursor)[0] == []


def test_a_client_of_a_unit_learns_of_its_people_alone(people):
    unit = client_of(people, people.sales)
    cursor = now(unit)
    people.frank.save()
    people.dave.save()
    told, cursor = after(unit, cursor)
    assert told == [("person", str(people.dave.public_id), "changed")]
    people.dave.assignments.update(unit=people.frank.assignments.get().unit)
    people.dave.save()
    assert after(unit, cursor, kind="person")[0] == []  # amended: never there as far as we know


def test_who_leaves_or_moves_away_is_deleted_for_those_who_saw_them(people):
    unit, colleague = client_of(people, people.sales), Api(people.frank.user)
    cursor = now(unit)
    assignment = people.dave.assignments.get()
    assignment.valid = type(assignment.valid)(assignment.valid.lower, timezone.localdate())
    assignment.save()
    people.dave.status = EmployeeStatus.LEFT
    people.dave.save()
    gone = [("person", str(people.dave.public_id), "deleted")]
    assert after(unit, cursor)[0] == gone
    assert after(colleague, cursor)[0] == gone


def test_what_is_about_others_is_not_told(people):
    colleague, manager = Api(people.frank.user), Api(people.carol.user)
    cursor = now(colleague)
    from tests.factories import make_activity

    activity = make_activity("Knots", {people.hard: (0, 2)})
    done = Completion.objects.create(
        employee=people.dave, activity=activity, completed_on=timezone.localdate(), reference="1"
    )
    key = str(done.public_id)
    assert after(colleague, cursor, kind="completion")[0] == []
    assert after(manager, cursor, kind="completion")[0] == [("completion", key, "changed")]
    done.delete()
    assert after(colleague, cursor, kind="completion")[0] == []
    assert after(manager, cursor, kind="completion")[0][-1] == ("completion", key, "deleted")


def test_answers_of_colleagues_never_appear(people, hr):
    from assessments.enums import RaterKind
    from assessments.models import Rating

    cursor = now(hr)
    given = {"ratee": people.dave, "rater": people.carol, "skill": people.hard, "level": 2}
    for kind, submitted in ((RaterKind.PEER, timezone.now()), (RaterKind.MANAGER, None)):
        rating = Rating.objects.create(rater_kind=kind, submitted_at=submitted, **given)
        rating.delete()
    assert not FeedEvent.objects.filter(kind="rating").exists()
    assert after(hr, cursor, kind="rating")[0] == []


def test_old_events_go_and_old_cursors_say_so(hr, monkeypatch):
    cursor = now(hr)
    make_skill("Knots")
    forget_old(now=timezone.now())
    assert len(after(hr, cursor)[0]) == 1
    later = timezone.now() + timedelta(days=31)
    forget_old(now=later)
    assert not FeedEvent.objects.exists()
    monkeypatch.setattr(timezone, "now", lambda: later)
    expired = hr.get("/events", {"cursor": cursor})
    assert (expired.status_code, expired.json()["code"]) == (410, "cursor_expired")


def test_a_reader_halfway_through_is_told_what_was_forgotten(hr, monkeypatch):
    cursor = now(hr)
    for name in "AB":
        make_skill(name)
    FeedEvent.objects.update(at=timezone.now() - timedelta(days=29, hours=23))
    told, cursor = after(hr, cursor, limit=1)
    assert len(told) == 1
    later = timezone.now() + timedelta(hours=2)
    forget_old(now=later)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert hr.get("/events", {"cursor": cursor}).status_code == 410


def test_a_cursor_of_another_database_is_refused(hr):
    ahead = encode_cursor(timezone.now(), horizon() + 1_000_000, 5)
    refused = hr.get("/events", {"cursor": ahead})
    assert (refused.status_code, refused.json()["code"]) == (410, "cursor_expired")
    assert after(hr, now(hr))[0] == []  # where things stand is no such cursor


@pytest.mark.parametrize(
    "parameters",
    [{"cursor": "x"}, {"kind": "feedback"}, {"start": "then"}, {"limit": 201}, {"since": "1"}],
)
def test_wrong_parameters_are_named(hr, parameters):
    response = hr.get("/events", parameters)
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] in parameters


def test_goals_are_told_to_those_who_read_them_without_a_reason(people, hr):
    readers = {name: Api(people.people[name].user) for name in ("bob", "carol", "dave", "frank")}
    readers |= {"hr": hr, "program": client_of(people, None)}
    readers["no scope"] = Api(people.carol.user, [Scope.GOALS_WRITE])
    cursor = now(hr)
    goal = make_goal(people.carol, people.soft)
    key = str(goal.public_id)
    told = {name for name, api in readers.items() if after(api, cursor)[0]}
    assert told == {"bob", "carol"}
    assert after(readers["bob"], cursor)[0] == [("goal", key, "changed")]
    goal.delete()
    told = {name: after(api, cursor, kind="goal")[0][-1:] for name, api in readers.items()}
    assert {name for name, last in told.items() if last} == {"bob", "carol"}
    assert told["bob"] == [("goal", key, "deleted")]
