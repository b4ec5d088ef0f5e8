"""While a round is open, nobody can tell from any page that, when or what a colleague answered."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments.enums import RaterKind
from assessments.services.feedback_funnel import count_answers
from employees.enums import Grant
from tests import factories as make
from tests.assessments.feedback_rounds import (
    ask_about,
    give,
    make_raters,
    make_round,
)

pytestmark = pytest.mark.django_db
_TOKENS = re.compile(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"')


@pytest.fixture
def skill(db):
    make.make_organisation()
    return make.make_skill()


@pytest.fixture
def raters(db):
    return make_raters(6)


@pytest.fixture
def person(skill, raters):
    manager, ratee = make_raters(2)
    ratee.assignments.update(manager=manager)
    return ask_about(make_round(), ratee, [skill], {RaterKind.PEER: raters})


@pytest.fixture
def viewers(person, raters):
    """A browser for everybody who could be curious."""
    admin, partner, auditor, outsider = make_raters(4)
    make.grant(admin.user, Grant.HR_ADMIN)
    make.grant(partner.user, Grant.HR_PARTNER, make.make_unit("Acme/Sales"))
    make.grant(auditor.user, Grant.AUDITOR)
    manager = person.employee.assignments.get().manager
    found = {"ratee": person.employee, "manager": manager, "rater": raters[-1]}
    found |= {"admin": admin, "partner": partner, "auditor": auditor, "outsider": outsider}
    browsers = {}
    for name, employee in found.items():
        browsers[name] = Client()
        browsers[name].force_login(employee.user)
    return browsers


def paths(person, skill):
    both = [person.cycle.public_id, person.employee.public_id]
    for name in ("feedback_form", "feedback_report", "cycle_result", "cycle_raters"):
        yield reverse(f"pages:{name}", args=both)
    yield reverse("pages:cycle_detail", args=both[:1])
    for name in (
        "feedback_list",
        "cycle_list",
        "home",
        "inbox_list",
        "job_list",
        "audit_list",
    ):
        yield reverse(f"pages:{name}")
    for name in ("person_detail", "person_evidence"):
        yield reverse(f"pages:{name}", args=both[1:])
    yield reverse("pages:person_skill", args=[both[1], skill.public_id])
    yield from ("/api/v1/levels", "/api/v1/gaps", "/api/v1/ratings", "/api/v1/jobs")


def seen(browsers, person, skill):
    """What everybody sees everywhere, without the tokens that are new on each page."""
    return {
        (name, path): _TOKENS.sub("", browser.get(path).content.decode())
        for name, browser in browsers.items()
        for path in paths(person, skill)
    }


def changed(before, after):
    return [where for where, body in before.items() if after[where] != body]


def test_answer_of_a_colleague_changes_no_page_of_anybody(viewers, person, skill, raters):
    give(raters[0], person, {skill: 2})  # the first answer freezes the terms, which may show
    count_answers(timezone.localdate())
    before = seen(viewers, person, skill)
    give(raters[1], person, {skill: 5}, comment="Words")
    count_answers(timezone.localdate())
    assert changed(before, seen(viewers, person, skill)) == []


def test_being_reminded_by_hand_tells_nothing_about_an_answer(viewers, person, skill, raters):
    act = reverse("pages:cycle_act", args=[person.cycle.public_id])
    give(raters[0], person, {skill: 2})
    before = viewers["admin"].post(act, {"act": "remind"}, follow=True).content.decode()
    give(raters[1], person, {skill: 2})
    after = viewers["admin"].post(act, {"act": "remind"}, follow=True).content.decode()
    assert "reminded" in before
    assert _TOKENS.sub("", before) == _TOKENS.sub("", after)


def test_comparison_notices_ones_own_answer(viewers, person, skill, raters):
    give(raters[0], person, {skill: 2})
    before = seen(viewers, person, skill)
    give(raters[-1], person, {skill: 5})
    places = changed(before, seen(viewers, person, skill))
    assert {name for name, _path in places} == {"rater"}
    assert ("rater", reverse("pages:feedback_list")) in places
