"""Goals of three kinds, and the guard that wants both kinds of skill."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reviews import services
from reviews.enums import GoalState, ReviewState
from reviews.models import Goal
from reviews.queries import goals as queries
from reviews.services import GoalContent
from skillmap.core.errors import ConflictError, ManyErrors, NotAllowedError
from tests.factories import (
    make_certificate,
    make_certificate_type,
    make_employee,
    make_profile,
    make_skill,
    make_soft_skill,
)
from tests.reviews.season import make_review

pytestmark = pytest.mark.django_db


def skill_goal(actor, employee, skill, level="3") -> Goal:
    return services.add_goal(
        actor=actor.user,
        employee=employee,
        kind="skill",
        skill=skill,
        content=GoalContent(title=f"Improve {skill}", target_level=Decimal(level)),
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
        services.set_goal_state(
            actor=carol.user, goal=goal, state=GoalState.DROPPED, version=seen, reason="moved on"
        )
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


def goals_page(carol):
    return reverse("reviews:goal_list", args=[carol.public_id])


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("skill", {"skill", "target_level"}),
        ("certification", {"certificate_type"}),
        ("kpi", {"kpi_unit", "kpi_start", "kpi_target"}),
        ("nonsense", set()),
    ],
)
def test_form_asks_what_the_chosen_kind_needs_and_nothing_else(client, carol, kind, asked):
    client.force_login(carol.user)
    form = client.get(goals_page(carol) + f"?kind={kind}").context["form"]
    always = {"kind", "title", "weight", "parent", "aligned_to", "due_on", "visibility"}
    assert set(form.fields) == always | asked


def test_kind_comes_first(client, carol):
    client.force_login(carol.user)
    page = client.get(goals_page(carol))
    assert page.context["form"] is None
    assert "?kind=certification" in page.text


def test_gap_becomes_a_goal_in_one_step(client, carol):
    client.force_login(carol.user)
    soft, met = make_soft_skill("Listening"), make_skill("Sums")
    make_profile(carol, {soft: {}, met: {"status": 1, "mean": 4000, "p_gap": 10}})
    page = client.get(goals_page(carol))
    (gap,) = page.context["gaps"]
    posted = {
        "kind": "skill",
        "skill": gap.skill.public_id,
        "title": "Improve: Listening",
        "target_level": "3.00",
    }
    after = client.post(goals_page(carol), posted, follow=True)
    assert "Listening to level 3" in after.text
    assert "2.5" in after.text  # the level today, with its interval
    assert after.context["gaps"] == []


def test_figure_is_written_down_and_shows_its_share_of_the_way(client, carol):
    client.force_login(carol.user)
    posted = {
        "kind": "kpi",
        "title": "Renewals",
        "kpi_unit": "%",
        "kpi_start": 80,
        "kpi_target": 90,
    }
    client.post(goals_page(carol), posted)
    goal = Goal.objects.get()
    address = reverse("reviews:goal_figure", args=[goal.public_id])
    answer = client.post(address, {"current": "85", "version": goal.version}, follow=True)
    assert "50 %" in answer.text
    stale = client.post(address, {"current": "99", "version": goal.version}, follow=True)
    assert "changed this meanwhile" in stale.text
    assert Goal.objects.get().kpi_current == 85
    for bad in ("", "x", "NaN", "1e400"):
        client.post(address, {"current": bad, "version": 2})
    assert Goal.objects.get().kpi_current == 85


def test_what_evidence_knows_is_never_typed_in(client, carol):
    client.force_login(carol.user)
    goal = skill_goal(carol, carol, make_skill())
    address = reverse("reviews:goal_figure", args=[goal.public_id])
    answer = client.post(address, {"current": "5", "version": goal.version}, follow=True)
    assert "measured by evidence" in answer.text
    assert Goal.objects.get().kpi_current is None


def test_certificate_shows_progress_to_those_who_may_see_certificates(client, bob, carol):
    kind = make_certificate_type()
    services.add_goal(
        actor=carol.user,
        employee=carol,
        kind="certification",
        certificate_type=kind,
        content=GoalContent(title="Get it"),
    )
    client.force_login(carol.user)
    assert "no valid certificate yet" in client.get(goals_page(carol)).text
    make_certificate(carol, type=kind)
    assert "no valid certificate yet" not in client.get(goals_page(carol)).text


def test_weights_count_in_the_balance(carol):
    for skill, weight in ((make_skill(), 4), (make_soft_skill(), 1)):
        goal = skill_goal(carol, carol, skill)
        Goal.objects.filter(pk=goal.pk).update(weight=weight)
    balance = queries.goal_balance(list(queries.goals_of(carol, carol.user)))
    assert balance.share_soft == 0.2


def test_goal_agreed_in_a_meeting_leads_back_to_it(client, bob, carol):
    review = make_review(carol, [], ReviewState.MEETING, manager=bob.user)
    client.force_login(bob.user)
    posted = {"kind": "certification", "title": "PM", "review": review.public_id}
    answer = client.post(goals_page(carol), posted)
    meeting = reverse("pages:review_meeting", args=[review.public_id])
    assert answer["Location"] == f"{meeting}#goals-title"
    foreign = make_review(bob, [], ReviewState.MEETING, manager=bob.user)
    answer = client.post(goals_page(carol), posted | {"review": foreign.public_id})
    assert answer["Location"] == goals_page(carol)


def test_goal_is_no_part_of_somebody_elses(carol, bob):
    foreign = skill_goal(bob, bob, make_skill())
    with pytest.raises(ManyErrors) as caught:
        services.add_goal(
            actor=carol.user,
            employee=carol,
            kind="certification",
            content=GoalContent(title="x", parent=foreign),
        )
    assert list(caught.value.fields) == ["parent"]
