"""The rating form: cards, drafts, sending, and who may."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from assessments.models import Evidence, Rating
from skillmap.core.models import Job
from tests.factories import (
    assign,
    make_employee,
    make_plan,
    make_role,
    make_skill,
    make_soft_skill,
)
from training.enums import PlanState

pytestmark = pytest.mark.django_db


@pytest.fixture
def skills():
    return [make_skill("SQL"), make_soft_skill("Listening"), make_soft_skill("Patience")]


@pytest.fixture
def carol(skills):
    bob = make_employee("Bob Manager", user=True)
    assign(bob)
    carol = make_employee("Carol Report", user=True)
    assign(carol, role=make_role("Analyst", dict.fromkeys(skills, 3)), manager=bob)
    return carol


def form_url(person) -> str:
    return reverse("pages:rating_form", args=[person.public_id])


def draft_url(person, skill) -> str:
    return reverse("pages:rating_draft", args=[person.public_id, skill.public_id])


def test_three_self_ratings_sent_become_evidence(client, carol, skills):
    client.force_login(carol.user)
    answers = {f"{skill.public_id}-answer": "2.5" for skill in skills}

    assert client.post(form_url(carol), answers).status_code == 302

    rows = Evidence.objects.filter(employee=carol)
    assert {(row.skill, float(row.level), row.source) for row in rows} == {
        (skill, 2.5, "self") for skill in skills
    }


def test_draft_kept_while_typing_is_shown_again_and_only_to_its_writer(client, carol, skills):
    client.force_login(carol.user)
    key = f"{skills[0].public_id}"
    kept = client.post(
        draft_url(carol, skills[0]), {f"{key}-answer": "4", f"{key}-comment": "Seen"}
    )

    assert "kept" in kept.content.decode()
    assert "Seen" in client.get(form_url(carol)).content.decode()
    assert not Evidence.objects.exists()
    manager = carol.assignments.get().manager
    client.force_login(manager.user)
    assert "Seen" not in client.get(form_url(carol)).content.decode()


def test_one_rating_is_kept_in_at_most_ten_queries(client, carol, skills, settings):
    """The first time, which writes a row, and the second, which changes it; with the second
    factor on, as an organisation runs it."""
    settings.SECOND_FACTOR = True
    client.force_login(carol.user)
    for level in ("4", "3.5"):
        with CaptureQueriesContext(connection) as captured:
            kept = client.post(
                draft_url(carol, skills[0]), {f"{skills[0].public_id}-answer": level}
            )
        assert "kept" in kept.text
        assert len([query for query in captured if "SAVEPOINT" not in query["sql"]]) <= 10
    assert [float(rating.level) for rating in Rating.objects.all()] == [3.5]


def test_cannot_judge_sent_leaves_no_evidence_and_no_zero(client, carol, skills):
    client.force_login(carol.user)
    client.post(form_url(carol), {f"{skills[0].public_id}-answer": "cannot_judge"})

    assert not Evidence.objects.exists()
    assert Rating.objects.get().cannot_judge


@pytest.mark.parametrize("answer", ["9", "-1", "2.3", "NaN", "lots", "1e9"])
def test_answer_off_the_scale_is_explained_and_the_others_are_kept(client, carol, skills, answer):
    client.force_login(carol.user)
    posted = {f"{skills[0].public_id}-answer": answer, f"{skills[1].public_id}-answer": "3"}

    page = client.post(form_url(carol), posted)

    assert page.status_code == 422
    assert "text-danger" in page.content.decode()
    assert [draft.skill for draft in Rating.objects.drafts()] == [skills[1]]
    assert not Evidence.objects.exists()


def test_form_sent_empty_says_what_to_do(client, carol):
    client.force_login(carol.user)
    page = client.post(form_url(carol), {})
    assert page.status_code == 422
    assert "nothing to send" in page.content.decode()


def test_manager_rates_a_report_and_a_colleague_finds_no_page(client, carol, skills):
    client.force_login(carol.assignments.get().manager.user)
    client.post(form_url(carol), {f"{skills[0].public_id}-answer": "4"})
    assert Evidence.objects.get().source == "manager"

    frank = make_employee("Frank Outsider", user=True)
    client.force_login(frank.user)
    assert client.get(form_url(carol)).status_code == 404
    assert client.post(draft_url(carol, skills[0]), {}).status_code == 404


def test_manager_of_the_manager_sees_levels_but_may_not_rate(client, carol):
    bob = carol.assignments.get().manager
    boss = make_employee("Greta Boss", user=True)
    bob.assignments.update(manager=boss)
    client.force_login(boss.user)
    assert client.get(form_url(carol)).status_code == 403


def test_at_most_eight_skills_are_asked_with_three_of_each_kind(client):
    hard = [make_skill(f"Hard {n}") for n in range(12)]
    soft = [make_soft_skill(f"Soft {n}") for n in range(4)]
    dave = make_employee("Dave Many", user=True)
    role = make_role("Engineer", dict.fromkeys([*hard, *soft], 3))
    role.versions.get().requirements.filter(skill__in=hard).update(importance=5, essential=True)
    assign(dave, role=role)
    client.force_login(dave.user)

    cards = [card for card, _fault, _url in client.get(form_url(dave)).context["cards"]]
    everything = client.get(form_url(dave) + "?all").context["cards"]

    kinds = [card.skill.kind for card in cards]
    assert (len(cards), kinds.count("soft")) == (8, 3)
    assert len(everything) == 16


def test_ratings_sent_start_a_recommendation_unless_a_plan_is_open(client, carol, skills):
    client.force_login(carol.user)
    answers = {f"{skill.public_id}-answer": "2.5" for skill in skills}

    client.post(form_url(carol), answers)
    assert [job.name for job in Job.objects.filter(name__startswith="training.")] == [
        "training.recommend_paths"
    ]

    Job.objects.update(state="done")
    make_plan(carol, [], state=PlanState.ACTIVE)
    client.post(form_url(carol), answers)
    assert not Job.objects.filter(name__startswith="training.", state="queued").exists()
