"""The first page, by role."""

import pytest

from skillmap.core.models import Job, Organisation
from tests.factories import (
    UNMEASURED,
    assign,
    day,
    make_activity,
    make_certificate,
    make_employee,
    make_plan,
    make_profile,
    make_skill,
    make_user,
)
from training.enums import PlanState

pytestmark = pytest.mark.django_db


def home(client, person):
    client.force_login(person.user)
    return client.get("/")


def test_home_of_somebody_new_offers_the_first_rating(client, cast):
    make_profile(cast.frank, {cast.hard: UNMEASURED}, coverage=0)
    page = home(client, cast.frank)
    assert "Start with three skills" in page.text
    assert f"/people/{cast.frank.public_id}/rate/" in page.text


def test_home_shows_this_week_with_time_and_day(client, cast):
    film = make_activity("A film a week", {cast.soft: (1, 3)}, hours_per_session=0.25)
    make_plan(cast.frank, [film], state=PlanState.ACTIVE)
    page = home(client, cast.frank)
    assert [item.step.activity.title for item in page.context["own"].due] == ["A film a week"]
    assert "15 min" in page.text


def test_home_starts_what_has_an_address_and_opens_the_rest_in_the_plan(client, cast):
    film = make_activity("Film", url="https://films.example/1")
    make_plan(cast.frank, [film], state=PlanState.ACTIVE)
    make_plan(cast.carol, [make_activity("Talk")], state=PlanState.ACTIVE)
    text = home(client, cast.frank).text
    assert 'href="https://films.example/1" rel="noopener noreferrer" target="_blank"' in text
    assert "Opens outside Skillmap, in a new tab." in text
    text = home(client, cast.carol).text
    assert "Open in the plan" in text
    assert f'/people/{cast.carol.public_id}/plan/#step-0"' in text
    assert "Opens outside Skillmap" not in text


def test_home_shows_the_three_largest_gaps_only(client, cast):
    cells = {make_skill(f"Skill {n}"): {"mean": 3000 - 200 * n} for n in range(1, 6)}
    make_profile(cast.frank, cells, coverage=1000)
    gaps = home(client, cast.frank).context["own"].gaps
    assert [row.skill.name for row in gaps] == ["Skill 5", "Skill 4", "Skill 3"]


def test_home_of_a_manager_lists_reports_and_what_they_need(client, cast):
    make_plan(cast.carol, [make_activity()], state=PlanState.PROPOSED)
    page = home(client, cast.bob)
    (report,) = page.context["team"].reports
    assert report.person == cast.carol
    assert [need.words for need in report.needs] == [
        "plan waits for an answer",
        "nothing measured yet",
    ]


def test_home_of_a_manager_prefers_the_agreed_plan_to_a_new_recommendation(client, cast):
    make_plan(cast.carol, [make_activity()], state=PlanState.ACTIVE)
    make_plan(cast.carol, [make_activity()])
    make_profile(cast.carol, coverage=1000, fit=500)
    (report,) = home(client, cast.bob).context["team"].reports
    assert (report.plan.state, report.needs) == (PlanState.ACTIVE, [])


def test_home_shows_how_far_the_plan_is(client, cast):
    plan = make_plan(cast.frank, [make_activity(), make_activity()], state=PlanState.ACTIVE)
    plan.steps.filter(position=0).update(state="done")
    assert "1 of 2 sessions done" in home(client, cast.frank).text


def test_home_of_hr_shows_what_is_left_to_set_up(client, cast):
    tasks = {task.title: task for task in home(client, cast.alice).context["organisation"].tasks}
    assert not tasks["Activities in the catalogue"].is_done
    assert tasks["People"].count == 8
    make_activity()
    make_profile(cast.carol, coverage=500)
    assert home(client, cast.alice).context["organisation"].tasks == []


def test_home_of_an_hr_partner_counts_only_the_granted_units(client, cast):
    make_profile(cast.carol, balanced=500, coverage=1000)
    make_profile(cast.frank, balanced=900, coverage=1000)
    for person in (cast.carol, cast.frank):
        make_certificate(person, expires_on=day(3))
    organisation = home(client, cast.erin).context["organisation"]
    assert organisation.fit.both.mean == 0.5
    assert [row.employee for row in organisation.certificates] == [cast.carol]
    assert organisation.departments == []


def test_home_without_an_employee_record_still_answers(client, cast):
    client.force_login(make_user("Nobody Linked"))
    assert "not linked to a person" in client.get("/").text


@pytest.mark.parametrize("who", ["alice", "bob", "frank"])
def test_home_takes_the_same_queries_with_more_of_everything(
    client, cast, who, django_assert_max_num_queries
):
    person = cast.people[who]
    assign(make_employee("Al Ways"), cast.sales, manager=cast.alice)
    make_profile(person, {cast.hard: {}}, coverage=1000)
    make_plan(person, [make_activity("First")], state=PlanState.ACTIVE)
    make_profile(cast.carol, {cast.hard: {}}, coverage=1000)
    make_plan(cast.carol, [make_activity()], state=PlanState.ACTIVE)
    client.force_login(person.user)
    with django_assert_max_num_queries(15) as few:
        client.get("/")
    for n in range(3):
        someone = make_employee(f"Report {n}")
        assign(someone, cast.sales, manager=cast.bob, role=cast.role)
        make_profile(someone, {cast.hard: {}, cast.soft: {}}, coverage=900)
        make_plan(someone, [make_activity(), make_activity()], state=PlanState.ACTIVE)
        make_certificate(someone, expires_on=day(3))
        Job.objects.create(name="core.nothing", due_at=Organisation.objects.get().created_at)
    with django_assert_max_num_queries(15) as many:
        client.get("/")
    assert len(many) == len(few)


def test_home_of_a_manager_names_what_the_team_lacks_and_what_hangs_on_one(client, cast):
    other = make_employee("Oskar Other")
    assign(other, manager=cast.carol)
    for person in (cast.dave, other):
        gap = {"status": 3, "required": 4000}
        able = {"status": 1, "required": 3000} if person == cast.dave else gap
        make_profile(person, {cast.hard: able, cast.soft: gap})
    page = home(client, cast.carol).text
    lacks = page.index("What the team lacks together")
    single = page.index("Known by one person only")
    assert lacks < page.index(str(cast.soft), lacks) < single
    assert single < page.index(str(cast.hard), single) < page.index(str(cast.dave), single)
