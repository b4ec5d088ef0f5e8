"""Closing a round, and what of its answers becomes evidence."""

import logging
from collections import Counter

import pytest
from django.db import connection
from django.utils import timezone

from assessments import tasks
from assessments.analysis.evidence import Source as SourceCode
from assessments.analysis.evidence import recorded_variance
from assessments.enums import CyclePurpose, CycleState, RaterKind, Source
from assessments.models import Evidence, FeedbackAnswer
from assessments.queries.feedback import daily_funnel, own_answer
from assessments.services.feedback import close
from assessments.services.feedback_closing import record_group_feedback, rewrite_answers
from assessments.services.feedback_funnel import count_answers
from skillmap.core.enums import JobState
from skillmap.core.errors import ConflictError
from skillmap.core.models import Job
from tests import factories as make
from tests.assessments.feedback_rounds import (
    ask_about,
    close_round,
    give,
    make_raters,
    make_round,
    release_round,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def skills(db):
    return [make.make_soft_skill("Active listening"), make.make_skill("Spreadsheets")]


def asked(skills, counts, purpose=CyclePurpose.EVALUATIVE, **fields):
    """Somebody asked about by so many raters of each kind, and those raters."""
    raters = {kind: make_raters(count) for kind, count in counts.items()}
    person = ask_about(make_round(purpose), make.make_employee(user=True), skills, raters, **fields)
    return person, raters


def payloads():
    rows = FeedbackAnswer.objects.values_list("rater_kind", "payload")
    return Counter((kind, *sorted(payload.items())) for kind, payload in rows)


# --- mixing -------------------------------------------------------------------------------------


def test_close_takes_answers_apart_and_keeps_all_that_was_said(skills):
    person, raters = asked(skills, {RaterKind.PEER: 2, RaterKind.REPORT: 1})
    hard, soft = skills[1], skills[0]
    first, second = raters[RaterKind.PEER]
    give(first, person, {soft: 3, hard: None}, comment="Thanks", texts={soft: "Listens"})
    give(second, person, {soft: 3, hard: 4.5})
    give(raters[RaterKind.REPORT][0], person, {soft: 1})
    close_round(person.cycle)
    assert payloads() == Counter(
        {
            ("peer", ("level", 3), ("skill", soft.pk)): 2,
            ("peer", ("level", 4.5), ("skill", hard.pk)): 1,
            ("peer", ("comment", "Listens"), ("skill", soft.pk)): 1,
            ("peer", ("comment", "Thanks"), ("skill", None)): 1,
            ("report", ("level", 1), ("skill", soft.pk)): 1,
        }
    )
    assert not FeedbackAnswer.objects.open().exists()
    assert set(FeedbackAnswer.objects.values_list("cycle", "ratee")) == {
        (person.cycle_id, person.employee_id)
    }


def test_close_gives_new_ids_and_ends_the_authors_sight(skills):
    person, raters = asked(skills, {RaterKind.PEER: 1})
    (rater,) = raters[RaterKind.PEER]
    token = give(rater, person, {skills[0]: 3})
    before = set(FeedbackAnswer.objects.values_list("pk", flat=True))
    close_round(person.cycle)
    assert before.isdisjoint(FeedbackAnswer.objects.values_list("pk", flat=True))
    person.cycle.refresh_from_db()
    assert own_answer(rater.user, [token], person) is None


def test_order_of_the_rows_is_not_that_of_the_answers(skills):
    person, raters = asked(skills, {RaterKind.PEER: 60})
    for number, rater in enumerate(raters[RaterKind.PEER]):
        give(rater, person, {skills[0]: None}, comment=f"{number:02}")
    close_round(person.cycle)
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload ->> 'comment' FROM assessments_feedbackanswer ORDER BY ctid")
        stored = [text for (text,) in cursor.fetchall()]
    listed = [row.payload["comment"] for row in FeedbackAnswer.objects.order_by("pk")]
    for order in (stored, listed):
        in_place = sum(text == f"{place:02}" for place, text in enumerate(order))
        assert sorted(order) != order
        assert in_place < 12, "a random order has one in its place, more than eleven never"


def test_open_round_is_not_mixed(skills):
    person, raters = asked(skills, {RaterKind.PEER: 1})
    give(raters[RaterKind.PEER][0], person, {skills[0]: 3})
    with pytest.raises(ConflictError):
        rewrite_answers(person.cycle)
    assert FeedbackAnswer.objects.open().count() == 1


def test_mixing_again_changes_nothing(skills):
    person, raters = asked(skills, {RaterKind.PEER: 2})
    for rater in raters[RaterKind.PEER]:
        give(rater, person, {skills[0]: 3})
    close_round(person.cycle)
    before = set(FeedbackAnswer.objects.values_list("pk", flat=True))
    assert rewrite_answers(person.cycle) == 0
    assert set(FeedbackAnswer.objects.values_list("pk", flat=True)) == before


def test_other_rounds_are_left_alone(skills):
    person, raters = asked(skills, {RaterKind.PEER: 1})
    other, others = asked(skills, {RaterKind.PEER: 1})
    token = give(others[RaterKind.PEER][0], other, {skills[0]: 2})
    give(raters[RaterKind.PEER][0], person, {skills[0]: 3})
    close_round(person.cycle)
    assert own_answer(others[RaterKind.PEER][0].user, [token], other) is not None


@pytest.mark.django_db(transaction=True)
def test_closing_is_a_job_that_mixes_vacuums_and_shows_progress(skills, caplog):
    person, raters = asked(skills, {RaterKind.PEER: 3})
    for rater in raters[RaterKind.PEER]:
        give(rater, person, {skills[0]: 3}, comment="Secret words")
    person.cycle.state = CycleState.CLOSED
    person.cycle.save()
    job = close(person.cycle)
    with caplog.at_level(logging.DEBUG):
        tasks.mix_answers(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 6, 6)
    assert job.arguments == {"cycle_id": person.cycle_id}
    assert not FeedbackAnswer.objects.open().exists()
    assert "Secret words" not in caplog.text


def test_closing_twice_is_one_job(skills):
    person, _raters = asked(skills, {})
    assert close(person.cycle) == close(person.cycle)
    assert Job.objects.filter(name="assessments.mix_answers").count() == 1


# --- evidence -----------------------------------------------------------------------------------


def answered(skills, levels_by_kind, purpose=CyclePurpose.EVALUATIVE, **fields):
    counts = {kind: len(levels) for kind, levels in levels_by_kind.items()}
    person, raters = asked(skills, counts, purpose, **fields)
    for kind, levels in levels_by_kind.items():
        for rater, level in zip(raters[kind], levels, strict=True):
            give(rater, person, {skills[0]: level})
    return person


def test_group_is_one_row_with_the_variance_of_its_mean(skills):
    person = answered(skills, {RaterKind.PEER: [2, 3, 3.5, 4, 1]})
    release_round(person.cycle)
    row = Evidence.objects.get()
    assert (row.employee, row.skill, row.source) == (person.employee, skills[0], Source.PEER)
    assert (row.rater, row.rater_kind, row.recorded_by) == (None, RaterKind.PEER, None)
    assert float(row.level) == pytest.approx(2.7)
    assert row.variance == pytest.approx(recorded_variance(SourceCode.PEER, 5))
    assert row.observed_on == timezone.localdate()


def test_source_follows_the_kind_of_rater(skills):
    person = answered(skills, {RaterKind.REPORT: [2, 3, 3, 4]})
    release_round(person.cycle)
    row = Evidence.objects.get()
    assert (row.source, row.rater_kind) == (Source.REPORT, RaterKind.REPORT)


def test_kinds_below_the_floor_are_no_evidence_even_where_they_stand_together(skills):
    person = answered(skills, {RaterKind.PEER: [2, 3, 3], RaterKind.REPORT: [4, 4]})
    release_round(person.cycle)
    assert not Evidence.objects.exists()


def test_bound_counts_as_a_bound_and_never_as_the_mean_it_hides(skills):
    person = answered(skills, {RaterKind.PEER: [5, 5, 5, 5]})
    release_round(person.cycle)
    assert float(Evidence.objects.get().level) == 4.25


def test_cannot_judge_never_counts(skills):
    person = answered(skills, {RaterKind.PEER: [2, 3, 3, None]})
    release_round(person.cycle)
    assert not Evidence.objects.exists()


def test_developmental_round_is_evidence_only_where_the_person_shares(skills):
    levels = {RaterKind.PEER: [2, 3, 3, 4]}
    private = answered(skills, levels, CyclePurpose.DEVELOPMENTAL)
    shares = {"shares_evidence": True, "shares_decided_at": timezone.now()}
    shared = answered(skills, levels, CyclePurpose.DEVELOPMENTAL, **shares)
    release_round(private.cycle)
    assert not Evidence.objects.exists()
    release_round(shared.cycle)
    assert Evidence.objects.get().employee == shared.employee


def test_person_taken_out_gets_no_evidence(skills):
    person = answered(skills, {RaterKind.PEER: [2, 3, 3, 4]})
    person.withdrawn_at = timezone.now()
    person.save()
    release_round(person.cycle)
    assert not Evidence.objects.exists()


def test_rounds_are_rows_of_their_own_and_never_added(skills):
    for levels in ([2, 3, 3, 4], [1, 1, 2]):
        release_round(answered(skills, {RaterKind.PEER: levels}).cycle)
    assert Evidence.objects.count() == 1


def test_release_mixes_what_is_not_mixed_yet(skills):
    person = answered(skills, {RaterKind.PEER: [2, 3, 3, 4]})
    person.cycle.state = CycleState.CLOSED
    person.cycle.save()
    assert record_group_feedback(cycle=person.cycle, actor=None, now=timezone.now()) == 1
    assert not FeedbackAnswer.objects.open().exists()


# --- the funnel ---------------------------------------------------------------------------------


def test_funnel_counts_once_a_day_by_unit_and_hides_small_units(skills):
    north, south = make_raters(4, "Acme/North"), make_raters(2, "Acme/South")
    person = ask_about(
        make_round(), make.make_employee(), skills, {RaterKind.PEER: [*north, *south]}
    )
    give(north[0], person, {skills[0]: 3})
    today = timezone.localdate()
    assert daily_funnel(person.cycle) == []
    assert count_answers(today) == 1
    give(north[1], person, {skills[0]: 3})
    assert count_answers(today) == 0
    lines = daily_funnel(person.cycle)
    assert [(line.unit.path, line.invited, line.answered) for line in lines] == [
        ("Acme/North", 4, 1)
    ]
    count_answers(make.day(1))
    assert [line.answered for line in daily_funnel(person.cycle)] == [2]


def test_small_units_stand_together_in_the_funnel(skills):
    raters = [*make_raters(2, "Acme/North"), *make_raters(2, "Acme/South")]
    person = ask_about(make_round(), make.make_employee(), skills, {RaterKind.PEER: raters})
    count_answers(timezone.localdate())
    (line,) = daily_funnel(person.cycle)
    assert (line.unit, line.invited, line.answered) == (None, 4, 0)
