"""What the demo measured with tests and scenarios; uses the organisation of `test_build`."""

from assessments.models import Attempt, Evidence, Exercise, Quiz, Scenario, ScenarioAttempt
from skillmap.demo import personas
from tests.demo.test_build import norvane, person, pytestmark  # noqa: F401 - fixtures


def test_demo_has_two_tests_taken_by_many(norvane):  # noqa: F811
    assert {quiz.state for quiz in Quiz.objects.all()} == {"published"}
    for quiz in Quiz.objects.all():
        taken = quiz.attempts.filter(state="scored")
        assert taken.count() >= 12, quiz
        assert {attempt.method for attempt in taken} == {"eap"}
        assert max(float(a.level) for a in taken) - min(float(a.level) for a in taken) > 0.6


def test_demo_scenarios_are_keyed_and_played(norvane):  # noqa: F811
    assert Scenario.objects.published().count() == 2
    assert ScenarioAttempt.objects.filter(state="scored").count() >= 10


def test_employee_has_a_test_a_scenario_and_a_role_play_to_look_at(person):  # noqa: F811
    one = person(personas.EMPLOYEE)
    assert Attempt.objects.open().filter(employee=one).exists()
    assert set(ScenarioAttempt.objects.filter(employee=one).values_list("state", flat=True)) == {
        "open",
        "scored",
    }
    exercise = Exercise.objects.get(employee=one)
    assert exercise.released_at is not None
    reference = f"exercise {exercise.public_id}"
    assert Evidence.objects.filter(employee=one, reference__startswith=reference).count() == 2
    assert exercise.observers.get(submitted_at=None).observer == person(personas.MANAGER)
