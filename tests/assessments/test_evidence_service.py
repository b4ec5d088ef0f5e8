"""Recording, replacing and retracting observations."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Evidence, Retraction, SkillProfile
from assessments.services import (
    NewEvidence,
    plan_evidence,
    record_evidence,
    retract_evidence,
    undo_evidence,
)
from skillmap.core.enums import ImportKind, RowAction
from skillmap.core.errors import ConflictError, DomainError
from skillmap.core.models import ImportBatch, Job
from tests.factories import day, make_employee, make_evidence, make_scale, make_skill

pytestmark = pytest.mark.django_db
CREATE, UPDATE, UNCHANGED = RowAction.CREATE, RowAction.UPDATE, RowAction.UNCHANGED


@pytest.fixture
def row(db):
    return NewEvidence(
        employee=make_employee(),
        skill=make_skill(),
        source=Source.TEST,
        level=Decimal("3.5"),
        observed_on=day(-3),
        reference="exam 7",
    )


def record(*rows, batch=None):
    now = timezone.now() if batch is None else batch.applied_at
    results = record_evidence(rows=rows, actor=None, now=now, batch=batch)
    return [result.action for result in results]


def refreshes():
    return Job.objects.filter(name="assessments.refresh_profiles").count()


def test_observation_is_stored_with_its_value_and_variance(row):
    (recorded,) = record_evidence(rows=[row], actor=None, now=timezone.now())
    evidence = Evidence.objects.get()
    assert recorded.evidence == evidence
    assert (evidence.level, evidence.value) == (Decimal("3.500"), 3.5)
    assert evidence.variance == pytest.approx(0.45**2)
    assert evidence.scale == row.skill.scale
    assert evidence.reference == "exam 7"


def test_score_with_a_computed_variance_keeps_it(row):
    record(replace(row, variance=0.31))
    assert Evidence.objects.get().variance == 0.31


def test_level_of_another_scale_is_mapped_to_the_common_metric(row):
    scale = make_scale("four", top_rank=4)
    record(replace(row, level=Decimal(3), scale=scale))
    assert Evidence.objects.get().value == pytest.approx(3.75)


@pytest.mark.parametrize(
    ("source", "variance"),
    [(Source.SELF, 1.3125), (Source.PEER, 1.22), (Source.AGREED, 0.16), (Source.COMPLETION, 1.21)],
)
def test_variance_follows_the_source(row, source, variance):
    record(replace(row, source=source))
    evidence = Evidence.objects.get()
    assert evidence.variance == pytest.approx(variance)
    assert evidence.rater == (row.employee if source == Source.SELF else None)
    assert evidence.rater_kind == (source if source in {Source.SELF, Source.PEER} else "")


def test_completion_without_a_level_is_kept_without_a_value(row):
    record(replace(row, source=Source.COMPLETION, level=None))
    evidence = Evidence.objects.get()
    assert (evidence.level, evidence.value, evidence.variance) == (None, None, None)


def test_same_row_twice_is_one_observation(row):
    assert record(row) == [CREATE]
    assert record(replace(row, level=Decimal("3.50"))) == [UNCHANGED]
    assert Evidence.objects.count() == 1
    assert refreshes() == 1


def test_same_row_twice_in_one_call_is_one_observation(row):
    assert record(row, row) == [CREATE, UNCHANGED]
    assert Evidence.objects.count() == 1


def test_level_with_many_decimals_is_the_same_the_second_time(row):
    assert record(replace(row, level=Decimal("3.33333333"))) == [CREATE]
    assert record(replace(row, level=Decimal("3.33333333"))) == [UNCHANGED]


@pytest.mark.parametrize(
    "change", [{"level": Decimal(4)}, {"observed_on": day(-2)}, {"expires_on": day(9)}]
)
def test_other_content_under_the_same_key_retracts_the_old_row_and_adds_one(row, change):
    record(row)
    assert record(replace(row, **change)) == [UPDATE]
    old, new = Evidence.objects.order_by("pk")
    assert Retraction.objects.get().evidence == old
    assert list(Evidence.objects.standing()) == [new]
    for name, value in change.items():
        assert getattr(new, name) == value


def test_last_of_several_rows_under_one_key_stands(row):
    actions = record(row, replace(row, level=Decimal(4)), replace(row, level=Decimal(1)))
    assert actions == [CREATE, UPDATE, UPDATE]
    assert Evidence.objects.get().level == 1


def test_return_to_the_first_level_within_one_call_changes_nothing(row):
    record(row)
    assert record(replace(row, level=Decimal(4)), row) == [UPDATE, UPDATE]
    assert Evidence.objects.standing().get().level == row.level


@pytest.mark.parametrize("part", ["source", "reference", "employee", "skill"])
def test_each_part_of_the_natural_key_makes_another_observation(row, part):
    others = {"source": Source.AGREED, "reference": "exam 8"}
    others |= {"employee": make_employee(), "skill": make_skill()}
    record(row)
    assert record(replace(row, **{part: others[part]})) == [CREATE]
    assert Evidence.objects.standing().count() == 2


def test_empty_reference_is_derived_from_rater_and_date(row):
    manager = make_employee()
    first = replace(row, source=Source.MANAGER, rater=manager, reference="")
    record(first)
    assert record(replace(first, level=Decimal(1))) == [UPDATE]
    assert record(replace(first, observed_on=day(-9))) == [CREATE]
    assert record(replace(first, rater=make_employee())) == [CREATE]


def test_retracted_row_can_be_recorded_again(row):
    record(row)
    evidence = Evidence.objects.get()
    assert retract_evidence(evidence=[evidence], reason="x", actor=None, now=timezone.now()) == 1
    assert record(row) == [CREATE]
    assert Evidence.objects.standing().count() == 1


def test_retracting_twice_counts_once(row):
    record(row)
    evidence = Evidence.objects.all()
    for expected in (1, 0):
        count = retract_evidence(evidence=evidence, reason="x", actor=None, now=timezone.now())
        assert count == expected
    assert Retraction.objects.count() == 1


def test_plan_tells_what_would_happen_and_writes_nothing(row):
    make_evidence(row.employee, row.skill, 2, Source.TEST, reference="exam 7")
    assert plan_evidence([row, replace(row, reference="exam 8")]) == [UPDATE, CREATE]
    assert Evidence.objects.count() == 1
    assert refreshes() == 0


def test_change_marks_the_profile_and_asks_a_worker(row):
    record(row)
    assert SkillProfile.objects.get(pk=row.employee.pk).stale
    assert refreshes() == 1


def test_undo_of_an_import_restores_what_stood_before(row):
    record(row)
    batch = make_batch()
    assert record(
        replace(row, level=Decimal(5)), replace(row, reference="exam 9"), batch=batch
    ) == [UPDATE, CREATE]
    undo_evidence(batch=batch, actor=None, now=timezone.now())
    standing = Evidence.objects.standing().get()
    assert (standing.level, standing.reference) == (Decimal("3.5"), "exam 7")
    assert record(row) == [UNCHANGED]


def imported(*rows):
    batch = make_batch()
    record(*rows, batch=batch)
    return batch


def make_batch():
    named = {"kind": ImportKind.EVIDENCE, "file_name": "e.csv", "sha256": "0" * 64}
    return ImportBatch.objects.create(**named, applied_at=timezone.now())


def test_undo_of_an_older_import_is_refused_and_changes_nothing(row):
    record(row)
    older = imported(replace(row, level=Decimal(5)))
    imported(replace(row, level=Decimal(1)))
    with pytest.raises(ConflictError) as refused:
        undo_evidence(batch=older, actor=None, now=timezone.now())
    assert refused.value.code == "changed_since"
    assert Evidence.objects.standing().get().level == 1


def test_undo_of_the_newer_import_then_of_the_older_restores_the_first_row(row):
    record(row)
    older = imported(replace(row, level=Decimal(5)))
    newer = imported(replace(row, level=Decimal(1)))
    undo_evidence(batch=newer, actor=None, now=timezone.now())
    assert Evidence.objects.standing().get().level == 5
    undo_evidence(batch=older, actor=None, now=timezone.now())
    assert Evidence.objects.standing().get().level == Decimal("3.5")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"level": Decimal("5.5")}, "level"),
        ({"level": Decimal("-0.1")}, "level"),
        ({"level": Decimal("NaN")}, "level"),
        ({"level": Decimal("Infinity")}, "level"),
        ({"level": None}, "level"),
        ({"observed_on": day(3)}, "observed_on"),
        ({"expires_on": day(-4)}, "expires_on"),
        ({"reference": "x" * 201}, "reference"),
        ({"variance": 0.0}, "variance"),
        ({"variance": -1.0}, "variance"),
        ({"variance": float("nan")}, "variance"),
        ({"variance": float("inf")}, "variance"),
    ],
)
def test_row_that_cannot_be_is_refused_and_nothing_is_written(row, change, field):
    with pytest.raises(DomainError) as refused:
        record(row, replace(row, **change))
    assert refused.value.field == field
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("source", [Source.MANAGER, Source.PEER, Source.REPORT])
def test_nobody_is_their_own_manager_peer_or_report(row, source):
    with pytest.raises(DomainError, match="own manager"):
        record(replace(row, source=source, rater=row.employee))


def test_self_rating_of_somebody_else_is_refused(row):
    with pytest.raises(DomainError, match="only come from the person"):
        record(replace(row, source=Source.SELF, rater=make_employee()))


def test_observation_of_today_in_the_far_east_is_accepted(row):
    evening = dt.datetime(2026, 3, 1, 23, 0, tzinfo=dt.UTC)
    tomorrow = replace(row, observed_on=dt.date(2026, 3, 2))
    assert record_evidence(rows=[tomorrow], actor=None, now=evening)[0].action == CREATE


def test_evidence_refuses_to_be_changed_or_removed(row):
    record(row)
    for change in (lambda: Evidence.objects.update(value=1), Evidence.objects.all().delete):
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            change()


def test_nothing_to_record_asks_no_worker():
    assert record() == []
    assert refreshes() == 0
