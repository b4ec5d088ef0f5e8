"""Hard and soft in goals, reviews and plans: the department view and the guard at the signature."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from employees.enums import Grant
from reviews.enums import GoalState, ReviewState, Side
from reviews.models import Review
from reviews.queries.balance import balance_by_unit
from reviews.queries.goal_lists import Wanted, goals_in_list
from reviews.services.life import sign_review
from skillmap.core.enums import ReadKind
from skillmap.core.errors import DomainError
from skillmap.core.services import log_read
from tests.factories import (
    assign,
    day,
    grant,
    make_activity,
    make_certificate_type,
    make_employee,
    make_organisation,
    make_plan,
    make_skill,
    make_soft_skill,
    make_unit,
)
from tests.reviews.season import make_goal, make_review, say
from training.enums import PlanState

pytestmark = pytest.mark.django_db
ADDRESS = "pages:goal_balance"


@pytest.fixture
def people():
    """Alice is HR admin, Erin HR partner of all; Bob leads Carol and Dave in two units, Frank works
    elsewhere."""
    made = {
        name: make_employee(f"{name.title()} Example", user=True)
        for name in ("alice", "bob", "carol", "dave", "erin", "frank")
    }
    grant(made["alice"].user, Grant.HR_ADMIN)
    assign(made["bob"], "Acme/Sales")
    assign(made["carol"], "Acme/Sales/North", manager=made["bob"])
    assign(made["dave"], "Acme/Sales/South", manager=made["bob"])
    assign(made["frank"], "Acme/Engineering")
    assign(made["alice"], "Acme")
    grant(made["erin"].user, Grant.HR_PARTNER, made["alice"].assignments.get().unit)
    return made


@pytest.fixture
def goals(people):
    """Carol has both kinds, Dave soft ones only, Frank a certificate nobody knows the skill of."""
    soft = make_soft_skill()
    make_goal(people["carol"], make_skill(), weight=3)
    make_goal(people["carol"], soft, weight=1)
    make_goal(people["dave"], soft, weight=2)
    make_goal(people["dave"], certificate_type=make_certificate_type(skill=make_soft_skill()))
    make_goal(people["dave"], make_skill(), state=GoalState.DROPPED)
    make_goal(people["frank"])


def balance(client, person, query=""):
    client.force_login(person.user)
    return client.get(reverse(ADDRESS) + query)


def lines(answer):
    return {one.path: one for one in answer.context["table"].units}


def test_units_are_counted_by_number_and_by_weight(client, people, goals):
    found = lines(balance(client, people["erin"]))
    sales = found["Acme/Sales"]
    assert (sales.people, sales.with_goals, sales.one_kind) == (3, 2, 1)
    assert (sales.goals.hard, sales.goals.soft) == (1, 3)
    assert (sales.goals.share_soft, sales.goals.weight_soft) == (0.75, 4 / 7)
    engineering = found["Acme/Engineering"]
    assert (engineering.goals.hard, engineering.goals.soft, engineering.one_kind) == (1, 0, 1)


def test_unit_opens_into_those_below_it(client, people, goals):
    sales = make_unit("Acme/Sales")
    unit = f"?unit={sales.public_id}"
    answer = balance(client, people["erin"], unit)
    assert set(lines(answer)) == {"Acme/Sales", "Acme/Sales/North", "Acme/Sales/South"}
    answer = balance(client, people["bob"], unit)
    assert [one.pk for one in answer.context["page"]] == [people["dave"].pk]
    assert "2 goals, none on a hard skill" in answer.text


def test_hr_reads_names_only_of_whom_they_said_why(client, people, goals):
    answer = balance(client, people["alice"])
    assert not list(answer.context["page"])
    assert "No names" in answer.text
    assert "has both kinds" not in answer.text
    log_read(
        viewer=people["alice"].user,
        subject_id=people["dave"].pk,
        kind=ReadKind.REVIEW,
        reason="asked by Dave",
    )
    assert list(balance(client, people["alice"]).context["page"]) == [people["dave"]]


def test_certificate_nobody_knows_the_skill_of_is_listed_as_a_hard_one(people, goals):
    hard = goals_in_list(people["frank"].user, Wanted(skill_kind="hard"), today=day(0))
    assert [goal.employee for goal in hard] == [people["frank"]]
    assert not goals_in_list(people["frank"].user, Wanted(skill_kind="soft"), today=day(0))


def test_manager_sees_their_own_people_only(client, people, goals):
    answer = balance(client, people["bob"])
    assert answer.context["table"].total.people == 3
    assert "Frank" not in answer.text
    assert balance(client, people["frank"]).status_code == 403


def test_levels_agreed_and_plan_steps_count_too(people):
    hard, soft = make_skill(), make_soft_skill()
    review = make_review(
        people["carol"], [hard, soft], ReviewState.MEETING, manager=people["bob"].user
    )
    say(review, Side.SHARED, None, soft, level=3)
    say(review, Side.SELF, people["carol"].user, hard, level=3)
    steps = [make_activity("", {hard: (1, 3), soft: (1, 2)}), make_activity("", {soft: (1, 3)})]
    plan = make_plan(people["carol"], steps, state=PlanState.ACTIVE)
    hours = sum(sum(map(float, step.hours_by_week.values())) for step in plan.steps.all())
    (sales,) = balance_by_unit(people["bob"].user).units
    assert (sales.reviews.hard, sales.reviews.soft) == (0, 1)
    assert (sales.plans.hard, sales.plans.soft) == (1, 1)
    assert sales.plans.hard_weight + sales.plans.soft_weight == hours


def test_table_as_a_file(client, people, goals):
    text = balance(client, people["erin"], "?format=csv").getvalue().decode()
    rows = {row["unit"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["Acme/Sales"]["goals_soft"] == "3"
    assert rows["Acme/Engineering"]["people_with_one_kind"] == "1"


def crowd(unit, n):
    """So many people in a unit, each with one goal on a hard skill."""
    skill = make_skill()
    for _ in range(n):
        person = make_employee(user=True)
        assign(person, unit)
        make_goal(person, skill)


def test_hr_admin_learns_nothing_of_one_person_nor_by_subtraction(client, people, goals):
    crowd("Acme/Sales/North", 4)  # five with Carol
    crowd("Acme/Service/Desk", 2)
    crowd("Acme/Service/Field", 3)
    table = balance(client, people["alice"]).context["table"]
    found = {one.path: one for one in table.units}
    assert {path: one.people for path, one in found.items()} == {
        "Acme": 1,  # Alice herself
        "Acme/Engineering": 0,
        "Acme/Sales": 5,
        "Acme/Service": 5,
    }
    assert (found["Acme/Sales"].goals.hard, found["Acme/Sales"].goals.soft) == (5, 1)
    assert (found["Acme/Engineering"].goals.hard, found["Acme/Engineering"].with_goals) == (0, 0)
    rest = table.total.people - sum(one.people for one in table.units)
    assert (rest, table.left_out) == (0, 3)  # Bob, Dave, Frank are fewer than the floor
    text = balance(client, people["alice"], "?format=csv").getvalue().decode()
    assert "Acme/Engineering" + "," * 13 in text.splitlines()


def test_units_below_the_floor_are_told_of_together_further_up(client, people):
    crowd("Acme/Service/Desk", 2)
    crowd("Acme/Service/Field", 3)
    unit = make_unit("Acme/Service")
    table = balance(client, people["alice"], f"?unit={unit.public_id}").context["table"]
    assert [(one.path, one.people) for one in table.units] == [
        ("Acme/Service/Desk", 0), ("Acme/Service/Field", 0),
    ]  # fmt: skip
    assert (table.total.people, table.total.goals.hard, table.left_out) == (5, 5, 5)
    desk = make_unit("Acme/Service/Desk")
    answer = balance(client, people["alice"], f"?unit={desk.public_id}")
    assert answer.context["table"].total.people == 0
    assert "too few people to tell of" in answer.text


def test_figures_of_a_person_about_whom_one_said_why_are_told(client, people, goals):
    frank = {"viewer": people["alice"].user, "subject_id": people["frank"].pk}
    log_read(**frank, kind=ReadKind.REVIEW, reason="asked by Frank")
    found = lines(balance(client, people["alice"]))
    assert found["Acme/Engineering"].goals.hard == 1
    assert found["Acme/Sales"].people == 0


def sign(people):
    review = make_review(people["dave"], [], ReviewState.MEETING, manager=people["bob"].user)
    sign_review(actor=people["bob"].user, review=review, now=timezone.now())


def test_one_kind_is_a_warning_unless_hr_makes_it_a_condition(people, goals):
    organisation = make_organisation()
    sign(people)
    organisation.goals_need_both_kinds = True
    organisation.save()
    with pytest.raises(DomainError) as caught:
        sign(people)
    assert caught.value.code == "one_kind"
    assert not Review.objects.filter(state=ReviewState.SIGNED).exclude(signed__isnull=False)
    make_goal(people["dave"], make_skill())
    sign(people)


def test_hr_sets_the_condition_where_the_organisation_is_set(client, people):
    organisation = make_organisation()
    client.force_login(people["alice"].user)
    page = client.get(reverse("pages:organisation_edit"))
    assert "goals_need_both_kinds" in page.text
    assert organisation.goals_need_both_kinds is False
