"""Role-plays and simulations scored by observers."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.enums import ExerciseKind, Source
from assessments.models import Evidence, Exercise, Observer
from assessments.services.exercises import (
    ExerciseContent,
    Score,
    score_exercise,
    set_up_exercise,
)
from employees.enums import EmployeeStatus
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.assessments.instruments import make_exercise, observe
from tests.factories import day, make_employee, make_soft_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def exercise(cast):
    """Carol plays; Dave and Frank observe."""
    return make_exercise(cast.carol, cast.bob.user, [cast.dave, cast.frank], [cast.soft])


def test_scores_count_once_two_observers_have_handed_in(cast, exercise):
    observe(exercise, cast.dave, "2.5")
    assert not Evidence.objects.exists()
    assert Exercise.objects.get().released_at is None
    observe(exercise, cast.frank, "3.5")
    rows = {(row.rater, row.source, row.level) for row in Evidence.objects.all()}
    assert rows == {
        (cast.dave, Source.WORK_SAMPLE, Decimal("2.500")),
        (cast.frank, Source.WORK_SAMPLE, Decimal("3.500")),
    }
    assert {row.observed_on for row in Evidence.objects.all()} == {day(-1)}
    assert Exercise.objects.get().released_at is not None


def test_third_observer_counts_at_once_and_nobody_twice(cast):
    people = [cast.dave, cast.frank, cast.heidi]
    exercise = make_exercise(cast.carol, cast.bob.user, people, [cast.soft, make_soft_skill()])
    for count, person in enumerate(people, start=1):
        observe(exercise, person, "3")
        assert Evidence.objects.count() == (0 if count == 1 else 2 * count)


def test_cannot_judge_is_an_answer_without_evidence(cast, exercise):
    observe(exercise, cast.dave, "3")
    scores = {cast.soft.pk: Score(cannot_judge=True)}
    score_exercise(
        actor=cast.frank.user, exercise=exercise, scores=scores, submit=True, now=timezone.now()
    )
    assert Evidence.objects.get().rater == cast.dave


def test_draft_scores_are_kept_and_do_not_count(cast, exercise):
    observe(exercise, cast.dave, "3", submit=False)
    observe(exercise, cast.frank, "3", submit=False)
    assert Observer.objects.filter(submitted_at=None, scores__level=3).count() == 2
    assert not Evidence.objects.exists()


def test_scores_handed_in_cannot_be_changed(cast, exercise):
    observe(exercise, cast.dave, "3")
    with pytest.raises(ConflictError):
        observe(exercise, cast.dave, "5")


def test_handing_in_needs_every_skill(cast, exercise):
    with pytest.raises(DomainError, match="Still to score"):
        score_exercise(
            actor=cast.dave.user, exercise=exercise, scores={}, submit=True, now=timezone.now()
        )


@pytest.mark.parametrize("level", ["5.5", "-1", "2.2", "NaN"])
def test_score_outside_the_scale_is_refused(cast, exercise, level):
    with pytest.raises(DomainError):
        observe(exercise, cast.dave, level)
    assert not Observer.objects.exclude(scores=None).exists()


def test_score_of_a_skill_that_was_not_observed_is_left_out(cast, exercise):
    scores = {make_soft_skill().pk: Score(Decimal(3)), cast.soft.pk: Score(Decimal(3))}
    score_exercise(
        actor=cast.dave.user, exercise=exercise, scores=scores, submit=True, now=timezone.now()
    )
    assert Observer.objects.get(observer=cast.dave).scores.count() == 1


def test_whoever_was_not_asked_cannot_score(cast, exercise):
    for person in (cast.carol, cast.bob, cast.alice):
        with pytest.raises(NotAllowedError):
            observe(exercise, person, "5")


def test_manager_and_hr_set_up_exercises_and_nobody_for_themselves(cast):
    observers = [cast.dave, cast.frank]
    for person in (cast.bob, cast.erin, cast.alice):
        make_exercise(cast.carol, person.user, observers, [cast.soft])
    for person in (cast.carol, cast.dave, cast.frank, cast.grace, cast.heidi):
        with pytest.raises(NotAllowedError):
            make_exercise(cast.carol, person.user, observers, [cast.soft])
    with pytest.raises(NotAllowedError):
        make_exercise(cast.alice, cast.alice.user, observers, [cast.soft])


def test_exercise_that_cannot_be_is_refused(cast):
    left = make_employee(status=EmployeeStatus.LEFT)
    content = ExerciseContent(
        kind=ExerciseKind.SIMULATION,
        title="Crisis",
        held_on=day(0),
        skills=[cast.soft],
        observers=[cast.dave, cast.frank],
    )
    for field, change in (
        ("title", {"title": " "}),
        ("held_on", {"held_on": day(3)}),
        ("skills", {"skills": []}),
        ("observers", {"observers": [cast.dave]}),
        ("observers", {"observers": [cast.dave, cast.dave]}),
        ("observers", {"observers": [cast.dave, cast.carol]}),
        ("observers", {"observers": [cast.dave, left]}),
    ):
        with pytest.raises(DomainError) as refused:
            set_up_exercise(
                actor=cast.bob.user,
                employee=cast.carol,
                content=replace(content, **change),
                now=timezone.now(),
            )
        assert refused.value.field == field
    assert not Exercise.objects.exists()


def test_observers_find_a_note_in_their_inbox(cast, exercise):
    titles = [note.title for note in cast.dave.user.notifications.all()]
    assert titles == ["Please score: A hard talk"]


def test_exercise_is_seen_by_the_person_those_who_read_levels_and_observers(cast, exercise):
    seen = {name for name in cast.people if Exercise.objects.visible_to(cast.viewer(name)).exists()}
    assert seen == {"carol", "bob", "erin", "alice", "dave", "frank"}
    scorers = {
        name for name in cast.people if Observer.objects.visible_to(cast.viewer(name)).exists()
    }
    assert scorers == {"dave", "frank"}
