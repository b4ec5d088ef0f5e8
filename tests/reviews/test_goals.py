"""Goals of three kinds, and the guard that wants both kinds of skill."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reviews import services
from reviews.enums import GoalState
from reviews.models import Goal
from reviews.queries import goals as queries
from skillmap.core.errors import ConflictError, ManyErrors, NotAllowedError
from tests.factories import assign, make_employee, make_skill, make_soft_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob():
    bob = make_employee("Bob Manager", user=True)
    assign(bob)
    return bob


@pytest.fixture
def carol(bob):
    carol = make_employee("Carol Report", user=True)
    assign(carol, manager=bob)
    return carol


def skill_goal(actor, employee, skill, level="3") -> Goal:
    return services.add_goal(
        actor=actor.user,
        employee=employee,
        kind="skill",
        title=f"Improve {skill}",
        skill=skill,
        target_level=Decimal(level),
    )


def test_goals_of_one_kind_warn_and_of_both_kinds_do_not(bob, carol):
    skill_goal(carol, carol, make_skill())
    skill_goal(bob, carol, make_skill())
    goals = list(queries.goals_of(carol, carol.user))
    assert queries.goal_balance(goals).lopsided

    skill_goal(carol, carol, make_soft_skill())
    goals = list(queries.goals_of(carol, carol.user))
    assert not queries.goal_balance(goals).lopsided


def test_goal_level_off_the_scale_is_refused_at_its_field(carol):
    with pytest.raises(ManyErrors) as caught:
        skill_goal(carol, carol, make_skill(), level="5.5")
    assert list(caught.value.fields) == ["target_level"]


def test_goal_added_by_a_stranger_is_refused(carol):
    frank = make_employee("Frank Outsider", user=True)
    with pytest.raises(NotAllowedError):
        skill_goal(frank, carol, make_skill())
    assert not Goal.objects.exists()


def test_goal_changed_twice_from_the_same_page_conflicts(carol):
    goal = skill_goal(carol, carol, make_skill())
    seen = goal.version
    services.set_goal_state(actor=carol.user, goal=goal, state=GoalState.REACHED, version=seen)
    with pytest.raises(ConflictError):
        services.set_goal_state(actor=carol.user, goal=goal, state=GoalState.DROPPED, version=seen)
    assert Goal.objects.get().state == GoalState.REACHED


def test_goal_page_posts_a_goal_and_shows_it(client, carol):
    client.force_login(carol.user)
    skill = make_soft_skill("Listening")
    url = reverse("reviews:goal_list", args=[carol.public_id])

    answer = client.post(
        url,
        {"kind": "skill", "title": "Listen", "skill": skill.public_id, "target_level": "3.5"},
    )

    assert answer.status_code == 302
    assert "Listening to level 3.5" in client.get(url).content.decode()


def test_goal_page_of_a_colleague_is_hidden(client, carol):
    frank = make_employee("Frank Outsider", user=True)
    client.force_login(frank.user)
    url = reverse("reviews:goal_list", args=[carol.public_id])
    assert client.get(url).status_code == 404
    assert client.post(url, {"kind": "kpi", "title": "x"}).status_code == 404
