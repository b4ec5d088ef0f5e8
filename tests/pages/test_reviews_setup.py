"""What HR prepares: templates with both kinds of skill, cycles, and how far they are."""

import pytest
from django.urls import reverse

from reviews.models import Review, ReviewCycle, ReviewTemplate
from tests.factories import day, make_employee
from tests.reviews.season import (
    make_question,
    make_review,
    make_review_cycle,
    make_template,
)

pytestmark = pytest.mark.django_db

NEW_TEMPLATE = "/reviews/templates/new/"
NEW_CYCLE = "/reviews/cycles/new/"


@pytest.fixture
def hr(client, cast):
    client.force_login(cast.alice.user)
    return client


def sections(**changes):
    values = {"name": "Half-year", "hard_by": "both", "soft_by": "both", "has_goals": "on"}
    return values | changes


def terms(template, **changes):
    values = {
        "name": "Spring",
        "template": template.public_id,
        "period_start": day(-180),
        "period_end": day(0),
        "prepare_by": day(7),
        "sign_by": day(21),
        "gate": "both",
    }
    return values | changes


def test_template_is_kept_with_its_questions(hr):
    question = make_question("What did you build in {period}?")
    hr.post(NEW_TEMPLATE, sections(questions=[str(question.public_id)]))
    template = ReviewTemplate.objects.get()
    assert [row.question for row in template.questions.all()] == [question]
    assert "Half-year" in hr.get("/reviews/templates/").text


def test_retired_question_stays_where_it_is_asked_and_is_offered_nowhere_else(hr):
    question = make_question("What did you build?", retired_on="2026-01-01")
    template = make_template(questions=[question])
    assert question.text not in hr.get(NEW_TEMPLATE).text
    address = reverse("pages:review_template_edit", args=[template.public_id])
    assert "What did you build? (retired)" in hr.get(address).text
    kept = sections(version=template.version, questions=[str(question.public_id)])
    assert hr.post(address, kept).status_code == 302
    assert [row.question for row in template.questions.all()] == [question]
    assert hr.post(NEW_TEMPLATE, kept).status_code == 422


def test_questions_stand_by_who_answers_them(hr):
    for phase, kind in (("manager", "soft"), ("self", "both"), ("both", "hard")):
        make_question(f"For {phase} in {{period}}?", phase=phase, kind=kind)
    form = hr.get(NEW_TEMPLATE).context["form"]
    shown = {who: [box.choice_label for box in boxes] for who, boxes in form.question_groups}
    assert shown == {
        "employee": ["For self in (the period)?"],
        "manager": ["For manager in (the period)?"],
        "both": ["For both in (the period)?"],
    }


@pytest.mark.parametrize(("field", "word"), [("hard_by", "hard"), ("soft_by", "soft")])
def test_template_without_one_kind_of_skill_is_refused_with_a_sentence(hr, field, word):
    answer = hr.post(NEW_TEMPLATE, sections(**{field: ""}))
    assert answer.status_code == 422
    assert f"without {word} skills would leave half of the work unseen" in answer.text
    assert not ReviewTemplate.objects.exists()


def test_template_of_a_started_cycle_gets_a_new_edition(hr):
    template = make_template()
    make_review_cycle(template=template)
    address = reverse("pages:review_template_edit", args=[template.public_id])
    hr.post(address, sections(name="Better", version=template.version))
    template.refresh_from_db()
    assert template.name == "Yearly review"
    assert str(template.following) == "Better (2)"


def test_cycle_is_started_and_everybody_gets_a_review_with_the_skills_of_the_role(hr, cast):
    hr.post(NEW_CYCLE, terms(make_template()))
    cycle = ReviewCycle.objects.get()
    address = reverse("pages:review_cycle_detail", args=[cycle.public_id])
    numbers = f"{cast.carol.number} {cast.dave.email} nobody@example.org"
    answer = hr.post(address, {"add": "1", "numbers": numbers}, follow=True)
    assert "2 people were added." in answer.text
    assert "nobody@example.org" in answer.text
    hr.post(reverse("pages:review_cycle_act", args=[cycle.public_id]), {"act": "start"})
    reviews = Review.objects.order_by("employee__first_name")
    assert [review.employee for review in reviews] == [cast.carol, cast.dave]
    assert {line.skill for line in reviews[0].skills.all()} == {cast.hard, cast.soft}
    page = hr.get(address).text
    assert "How far 2 reviews are" in page


def test_cycle_without_people_is_not_started(hr):
    cycle = make_review_cycle(state="draft")
    act = reverse("pages:review_cycle_act", args=[cycle.public_id])
    answer = hr.post(act, {"act": "start"}, follow=True)
    assert "Nobody takes part yet" in answer.text
    assert ReviewCycle.objects.get().state == "draft"


def test_person_who_left_before_the_start_gets_no_review(hr, cast):
    cycle = make_review_cycle(state="draft")
    gone = make_employee("Gone Person", status="left")
    cycle.people.add(gone, cast.carol)
    hr.post(reverse("pages:review_cycle_act", args=[cycle.public_id]), {"act": "start"})
    assert [review.employee for review in Review.objects.all()] == [cast.carol]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"template": "x"}, "template"),
        ({"period_end": "2001-01-01"}, "period_end"),
        ({"sign_by": "2001-01-01"}, "sign_by"),
        ({"gate": "never"}, "gate"),
        ({"name": "a\x00"}, "name"),
    ],
)
def test_bad_terms_are_refused_at_their_field(hr, change, field):
    answer = hr.post(NEW_CYCLE, terms(make_template()) | change)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not ReviewCycle.objects.exists()


def test_cycle_closes_when_nothing_is_left_and_not_before(hr, cast):
    cycle = make_review_cycle()
    review = make_review(cast.carol, [cast.hard], cycle=cycle)
    act = reverse("pages:review_cycle_act", args=[cycle.public_id])
    assert "not finished" in hr.post(act, {"act": "close"}, follow=True).text
    Review.objects.filter(pk=review.pk).update(state="archived")
    hr.post(act, {"act": "close"})
    assert ReviewCycle.objects.get().state == "closed"


def test_hr_partner_adds_people_of_the_own_units_only(client, cast):
    cycle = make_review_cycle(state="draft", created_by=cast.erin.user)
    client.force_login(cast.erin.user)
    numbers = f"{cast.carol.number},{cast.frank.number}"
    address = reverse("pages:review_cycle_detail", args=[cycle.public_id])
    client.post(address, {"add": "1", "numbers": numbers})
    assert list(cycle.people.all()) == [cast.carol]
