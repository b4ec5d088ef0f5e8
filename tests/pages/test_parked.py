"""Completions of nobody: who may be meant, said once, recorded, remembered."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from skillmap.core.models import ExternalId, Job
from tests.factories import day, make_activity, make_employee
from training.enums import Verb
from training.models import Completion, ParkedCompletion
from training.queries.statements import Learner, Statement
from training.services.parking import match_parked
from training.services.reports import Report, report_completions
from training.services.statements import match_statements, record_statements

pytestmark = pytest.mark.django_db
URL = "/imports/unmatched/"


@pytest.fixture
def course(cast):
    return make_activity("Knots", {cast.hard: (0, 3)})


@pytest.fixture
def as_alice(client, cast):
    client.force_login(cast.alice.user)
    return client


@pytest.fixture
def anna():
    return make_employee("Anna Berg", number="NV-1042")


def tell(actor, number, code, reference=""):
    told = Report(
        employee_number=number, activity_code=code, completed_on=day(-3), reference=reference
    )
    return report_completions(actor=actor, reports=[told], now=timezone.now())


def say(client, number, person="", other=""):
    return client.post(URL, {"number": number, "person": person, "other": other})


def test_numbers_are_listed_most_waited_for_first_with_people_alike(as_alice, cast, course, anna):
    for reference in ("a", "b"):
        tell(cast.grace.user, "1042", course.code, reference)
    tell(cast.grace.user, "anna.berg", course.code)

    lines = [line for line, _other in as_alice.get(URL).context["lines"]]

    assert [(line.number, line.waiting) for line in lines] == [("1042", 2), ("anna.berg", 1)]
    assert [line.suggestions[0].code for line in lines] == ["NV-1042", "NV-1042"]
    assert "also called “NV-1042”" in lines[0].suggestions[0].words
    assert "also called “Anna Berg”" in lines[1].suggestions[0].words


def test_what_other_systems_call_somebody_is_a_suggestion(as_alice, cast, course, anna):
    ExternalId.objects.create(
        kind="employees.employee", source="lms", value="crane-driver", object_id=anna.pk
    )
    tell(cast.grace.user, "cranedriver", course.code)
    ((line, _other),) = as_alice.get(URL).context["lines"]
    assert line.suggestions[0].label == "crane-driver"


def test_who_is_meant_is_recorded_and_remembered(as_alice, cast, course, anna):
    tell(cast.grace.user, "1042", course.code)
    say(as_alice, "1042", person=anna.number)
    assert Job.objects.filter(name="training.match_completions").exists()
    assert match_parked(now=timezone.now()) == 1
    assert Completion.objects.get().employee == anna
    (told,) = tell(cast.grace.user, "1042", course.code, "again")
    assert not told.is_parked
    assert not ParkedCompletion.objects.exists()
    assert "1042" in as_alice.get(URL).text  # under what is remembered


def test_several_are_confirmed_at_once_and_typed_names_count_first(as_alice, cast, course, anna):
    for number in ("1042", "77", "88"):
        tell(cast.grace.user, number, course.code)
    body = {"number": ["1042", "77", "88"], "person": [anna.number] * 2 + [""]}
    as_alice.post(URL, body | {"other": ["", "Frank Outsider", ""]})
    meant = dict(ExternalId.objects.values_list("value", "object_id"))
    assert meant == {"1042": anna.pk, "77": cast.frank.pk}
    assert [line.number for line, _other in as_alice.get(URL).context["lines"]] == ["88"]


@pytest.mark.parametrize("other", ["Nobody Such", "a\x00b", "' OR 1=1 --"])
def test_what_is_nobody_leaves_the_number_waiting(as_alice, cast, course, anna, other):
    tell(cast.grace.user, "1042", course.code)
    answer = as_alice.post(
        URL, {"number": "1042", "person": anna.number, "other": other}, follow=True
    )
    assert "Nobody here has the name" in answer.text
    assert not ExternalId.objects.exists()


@pytest.mark.parametrize("number", ["", "a\x00b", "9" * 61])
def test_number_that_cannot_be_is_not_remembered(as_alice, anna, number):
    say(as_alice, number, person=anna.number)
    assert not ExternalId.objects.exists()


def test_forgotten_number_waits_again(as_alice, cast, course, anna):
    say(as_alice, "1042", person=anna.number)
    as_alice.post(reverse("pages:parked_forget"), {"number": "1042"})
    (told,) = tell(cast.grace.user, "1042", course.code)
    assert told.is_parked


def test_whoever_comes_with_the_number_is_meant_from_then_on(as_alice, cast, course, anna):
    say(as_alice, "1042", person=anna.number)
    newcomer = make_employee("New Comer", number="1042")
    tell(cast.grace.user, "1042", course.code)
    assert Completion.objects.get().employee == newcomer


def test_code_of_an_activity_is_said_once_and_remembered(as_alice, cast, course):
    tell(cast.grace.user, cast.dave.number, "KNOTS-2026")
    page = reverse("pages:foreign_list")
    assert "KNOTS-2026" in as_alice.get(page).text
    as_alice.post(page, {"address": "KNOTS-2026", "code": course.code, "title": ""})
    assert match_parked(now=timezone.now()) == 1
    tell(cast.grace.user, cast.carol.number, "KNOTS-2026")
    assert set(Completion.objects.values_list("activity", flat=True)) == {course.pk}
    assert Completion.objects.count() == 2


def test_list_is_filtered_by_a_part_of_the_number(as_alice, cast, course):
    for number in ("1042", "77"):
        tell(cast.grace.user, number, course.code)
    page = as_alice.get(URL, {"q": "104"})
    assert [row.employee_number for row in page.context["page"]] == ["1042"]
    assert not as_alice.get(URL, {"q": "%"}).context["lines"]


def test_only_hr_admins_say_who_is_meant(client, cast, course, anna):
    tell(cast.grace.user, "1042", course.code)
    for person in (cast.grace, cast.erin, cast.bob):
        client.force_login(person.user)
        assert client.get(URL).status_code == 403
        assert say(client, "1042", person=anna.number).status_code == 403
    assert not ExternalId.objects.exists()


def test_learner_who_is_known_is_not_asked_about(as_alice, cast):
    """A statement that waits for its activity shows the learner's address."""
    learner = Learner(email=cast.dave.email.upper())
    statement = Statement(
        id=uuid4(), digest="x", verb=Verb.COMPLETED, learner=learner,
        activity="https://lms.example/unknown", told_at=timezone.now(),
    )  # fmt: skip
    record_statements(actor=cast.grace.user, statements=[statement], now=timezone.now())
    page = as_alice.get(URL)
    assert page.context["lines"] == []
    assert cast.dave.email.upper() in page.text


def test_learner_who_is_nobody_is_told_once(as_alice, cast, course, anna):
    def tell_of(email):
        statement = Statement(
            id=uuid4(), digest="x", verb=Verb.COMPLETED, learner=Learner(email=email),
            activity=f"urn:skillmap:activity:{course.code}", told_at=timezone.now(),
        )  # fmt: skip
        record_statements(actor=cast.grace.user, statements=[statement], now=timezone.now())

    tell_of("a.berg@old.example")
    say(as_alice, "a.berg@old.example", person=anna.number)
    assert match_statements(now=timezone.now()) == 1
    tell_of("a.berg@old.example")
    assert set(Completion.objects.values_list("employee", flat=True)) == {anna.pk}
    assert Completion.objects.count() == 2
