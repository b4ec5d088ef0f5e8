"""Rows that must not change, and the trail of those that may."""

import pytest
from django.apps import apps
from django.db import DataError, ProgrammingError, connection, models, transaction
from django.utils import timezone
from pghistory.models import Context

from assessments.models import Evidence, Retraction
from skillmap.core import history
from skillmap.core.models import ApiToken, User
from tests.cast import Cast
from tests.factories import make_evidence, make_user

pytestmark = pytest.mark.django_db
EVENTS = [model for model in apps.get_models() if hasattr(model, "pgh_tracked_model")]
UNCHANGING = [Evidence, Retraction, *EVENTS]
REFUSED = "cannot be changed or removed"


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.fixture
def evidence(cast: Cast) -> Evidence:
    return make_evidence(cast.carol, cast.hard)


def table(model: type[models.Model]) -> str:
    return model._meta.db_table


def test_every_app_keeps_a_trail():
    """Else the parametrised tests below would be about nothing."""
    assert {model._meta.app_label for model in EVENTS} == {
        "core", "skills", "employees", "assessments", "training", "reviews",
    }  # fmt: skip


@pytest.mark.parametrize("model", UNCHANGING, ids=lambda model: model.__name__)
def test_truncate_of_an_unchanging_table_is_refused(model: type[models.Model]):
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        run(f"TRUNCATE {table(model)} CASCADE")


@pytest.mark.parametrize("model", UNCHANGING, ids=lambda model: model.__name__)
def test_unchanging_table_guards_updates_and_deletes(model: type[models.Model]):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgtype::int FROM pg_trigger WHERE tgrelid = %s::regclass"
            " AND NOT tgisinternal AND tgname LIKE '%%no_change%%' AND tgenabled = 'O'",
            [table(model)],
        )
        kinds = [kind for (kind,) in cursor.fetchall()]
    row_before, delete, update = 0b11, 0b1000, 0b10000
    assert kinds == [row_before | delete | update]


def test_evidence_refuses_change_and_removal(evidence: Evidence):
    rows = Evidence.objects.filter(pk=evidence.pk)
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        rows.update(value=5)
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        rows.delete()
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        run("DELETE FROM assessments_evidence")
    assert rows.get().value == evidence.value


def test_retraction_refuses_change_and_removal(evidence: Evidence):
    row = Retraction.objects.create(evidence=evidence, reason="typo", retracted_at=timezone.now())
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        Retraction.objects.update(reason="never")
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        row.delete()


def test_trail_refuses_change_and_removal():
    make_user("Alice")
    events = apps.get_model("core.UserEvent").objects.all()
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        events.update(name="Nobody")
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        events.delete()
    assert events.get().name == "Alice"


def test_purge_may_change_and_remove_and_ends_with_its_block(evidence: Evidence):
    with history.purging("erasure of a person"):
        Evidence.objects.update(reference="erased")
    assert Evidence.objects.get().reference == "erased"
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        Evidence.objects.update(reference="again")
    with history.purging("erasure of a person"):
        Evidence.objects.all().delete()
    assert not Evidence.objects.exists()


def test_purge_that_fails_changes_nothing_and_leaves_the_guard_up(evidence: Evidence):
    with pytest.raises(DataError), history.purging("erasure"):
        Evidence.objects.update(reference="erased" * 100)
    assert Evidence.objects.get().reference == evidence.reference
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic():
        Evidence.objects.update(reference="again")


def test_purge_without_a_reason_is_refused():
    with pytest.raises(ValueError, match="reason"), history.purging(" "):
        pass


def test_bulk_writes_leave_a_trail_too():
    User.objects.bulk_create([User(email=f"user{number}@example.org") for number in range(3)])
    User.objects.update(name="Everybody")
    events = apps.get_model("core.UserEvent").objects
    assert events.filter(pgh_label="insert").count() == 3
    assert events.filter(pgh_label="update", name="Everybody").count() == 3


def test_trail_names_actor_and_request_and_no_address():
    alice, bob = make_user("Alice"), make_user("Bob")
    with history.acting(alice, request_id="r-1"):
        User.objects.filter(pk=bob.pk).update(name="Robert")
    event = apps.get_model("core.UserEvent").objects.get(name="Robert")
    assert event.pgh_context.metadata == {"actor": alice.pk, "request_id": "r-1"}
    assert Context.objects.count() == 1


def test_trail_of_the_system_names_nobody():
    with history.acting(None):
        make_user("Alice")
    event = apps.get_model("core.UserEvent").objects.get()
    assert event.pgh_context.metadata["actor"] is None


def test_trail_holds_no_passwords():
    event = apps.get_model("core.UserEvent")
    names = {field.name for field in event._meta.get_fields()}
    assert "password" not in names
    assert "last_login" not in names


def test_using_a_token_leaves_no_trail():
    """A write a day for each client would say when people work, and nothing else."""
    token = ApiToken.objects.create(user=make_user(), name="x", prefix="sm_", digest="0")
    events = apps.get_model("core.ApiTokenEvent").objects
    before = events.count()
    ApiToken.objects.filter(pk=token.pk).update(last_used_on="2026-11-22")
    assert events.count() == before
