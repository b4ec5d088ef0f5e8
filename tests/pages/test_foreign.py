"""Addresses of learning platforms: listed, given a meaning, remembered, applied."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from skillmap.core.models import Job
from tests.factories import make_activity
from training.enums import Verb
from training.models import Completion, ForeignActivity, LearningStatement, ParkedCompletion
from training.queries.statements import Learner, Statement
from training.services.statements import match_statements, record_statements

pytestmark = pytest.mark.django_db
ADDRESS = "https://lms.example/course/listening-in-practice"


@pytest.fixture
def course(cast):
    return make_activity("Listening in practice", {cast.soft: (0, 3)})


def tell(cast, person, address=ADDRESS):
    statement = Statement(
        id=uuid4(),
        digest=uuid4().hex,
        verb=Verb.COMPLETED,
        learner=Learner(email=person.email),
        activity=address,
        told_at=timezone.now(),
    )
    record_statements(actor=cast.grace.user, statements=[statement], now=timezone.now())


def page(client, person):
    client.force_login(person.user)
    return client.get(reverse("pages:foreign_list"))


def say(client, person, **values):
    client.force_login(person.user)
    return client.post(reverse("pages:foreign_list"), values)


def test_unknown_address_is_listed_with_its_count_and_a_suggestion(client, cast, course):
    for person in (cast.dave, cast.carol):
        tell(cast, person)
    tell(cast, cast.dave, "https://lms.example/other")
    text = page(client, cast.grace).text
    assert text.index(ADDRESS) < text.index("https://lms.example/other")
    assert "2 results wait" in text
    assert "Listening in practice (name alike" in text


def test_meaning_is_remembered_and_what_waits_is_applied(client, cast, course):
    tell(cast, cast.dave)
    assert not Completion.objects.exists()
    say(client, cast.grace, address=ADDRESS, code=course.code, title="")
    assert Job.objects.filter(name="training.match_completions").exists()
    assert match_statements(now=timezone.now()) == 1
    assert Completion.objects.get().activity == course
    assert not ParkedCompletion.objects.exists()
    tell(cast, cast.carol)  # known from now on
    assert Completion.objects.count() == 2
    text = page(client, cast.grace).text
    assert "Every address is known" in text
    assert ADDRESS in text


def test_statement_whose_person_is_unknown_is_not_the_addresses_fault(client, cast, course):
    ForeignActivity.objects.create(address=ADDRESS, activity=course)
    cast.dave.email = "nobody@example.org"
    tell(cast, cast.dave)
    assert ParkedCompletion.objects.exists()
    assert "Every address is known" in page(client, cast.grace).text


def test_title_typed_counts_before_the_suggestion(client, cast, course):
    other = make_activity("Another one")
    tell(cast, cast.dave)
    say(client, cast.grace, address=ADDRESS, code=course.code, title="Another one")
    assert ForeignActivity.objects.get().activity == other


@pytest.mark.parametrize("title", ["No such", "Twice", "a\x00b"])
def test_title_that_is_no_single_activity_leaves_it_waiting(client, cast, course, title):
    make_activity("Twice")
    make_activity("Twice")
    tell(cast, cast.dave)
    say(client, cast.grace, address=ADDRESS, code=course.code, title=title)
    assert not ForeignActivity.objects.exists()


def test_forgotten_address_waits_again(client, cast, course):
    row = ForeignActivity.objects.create(address=ADDRESS, activity=course)
    client.force_login(cast.grace.user)
    client.post(reverse("pages:foreign_forget", args=[row.public_id]))
    tell(cast, cast.dave)
    assert LearningStatement.objects.get().told is not None
    assert ADDRESS in page(client, cast.grace).text


def test_address_from_outside_is_escaped(client, cast, course):
    tell(cast, cast.dave, "https://lms.example/<script>alert(1)</script>")
    assert "<script>alert(1)" not in page(client, cast.grace).text


def test_nobody_else_says_what_an_address_means(client, cast, course):
    for person in (cast.carol, cast.bob):
        assert page(client, person).status_code == 403
        assert say(client, person, address=ADDRESS, code=course.code).status_code == 403
    assert not ForeignActivity.objects.exists()
