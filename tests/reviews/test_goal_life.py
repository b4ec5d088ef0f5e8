"""What happens to a goal after it is set: changes, figures, comments, readers, its end."""

import csv
import io
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from employees.enums import Grant
from reviews import services
from reviews.enums import GoalState, GoalVisibility
from reviews.models import Goal, GoalComment, GoalFigure, UnitGoal
from reviews.queries.goal_history import history_of
from reviews.services import GoalContent, UnitGoalContent
from skillmap.core.errors import ConflictError, DomainError, ManyErrors, NotAllowedError
from skillmap.core.history import acting
from skillmap.core.models import Notification
from tests.factories import (
    assign,
    day,
    grant,
    make_certificate_type,
    make_employee,
    make_profile,
    make_skill,
    make_soft_skill,
    make_unit,
    make_user,
)
from tests.reviews.season import make_goal, make_unit_goal
from tests.reviews.test_racing import in_parallel

pytestmark = pytest.mark.django_db


@pytest.fixture
def bob():
    bob = make_employee("Bob Manager", user=True)
    assign(bob, "Acme/Sales")
    return bob


@pytest.fixture
def carol(bob):
    carol = make_employee("Carol Report", user=True)
    assign(carol, "Acme/Sales/North", manager=bob)
    return carol


@pytest.fixture
def goal(carol):
    return make_goal(carol, make_soft_skill("Listening"), title="Listen")


@pytest.fixture
def figure_goal(carol):
    return services.add_goal(
        actor=carol.user,
        employee=carol,
        kind="kpi",
        content=GoalContent(title="Renewals", kpi_start=Decimal(80), kpi_target=Decimal(90)),
    )


def page_of(goal):
    return reverse("reviews:goal_detail", args=[goal.public_id])


def act(client, goal, what, **posted):
    address = reverse(f"reviews:goal_{what}", args=[goal.public_id])
    return client.post(address, {"version": goal.version} | posted, follow=True)


def test_goal_says_who_changed_what(client, carol, goal):
    client.force_login(carol.user)
    posted = {"title": "Listen twice", "target_level": "4", "weight": "2", "visibility": "leaders"}
    after = act(client, goal, "edit", **posted)
    assert "Listen twice" in after.text
    assert "Goal: Listen → Listen twice" in after.text
    assert "Level to reach: 3 → 4" in after.text
    with acting(carol.user):
        services.change_goal(
            actor=carol.user,
            goal=Goal.objects.get(),
            content=GoalContent(title="Listen thrice", target_level=Decimal(4), weight=2),
            version=2,
        )
    assert history_of(goal)[0].actor == str(carol.user)


def test_change_from_a_stale_page_keeps_what_was_typed(client, carol, goal):
    client.force_login(carol.user)
    Goal.objects.update(version=7)
    answer = act(client, goal, "edit", title="Mine", target_level="4")
    assert answer.status_code == 422
    assert 'value="Mine"' in answer.text
    assert "changed this meanwhile" in answer.text
    assert Goal.objects.get().title == "Listen"


def test_closed_goal_is_opened_before_it_is_changed(carol, goal):
    services.set_goal_state(actor=carol.user, goal=goal, state=GoalState.REACHED, version=1)
    with pytest.raises(ConflictError):
        services.change_goal(
            actor=carol.user, goal=goal, content=GoalContent.of(goal), version=goal.version
        )


def test_goal_is_dropped_with_a_reason_only(client, carol, goal):
    client.force_login(carol.user)
    assert "Say why the goal is dropped" in act(client, goal, "state", state="dropped").text
    assert Goal.objects.get().state == GoalState.OPEN
    after = act(client, goal, "state", state="dropped", reason="New role")
    assert "New role" in after.text
    assert Goal.objects.get().closed_on == timezone.localdate()
    after = act(client, Goal.objects.get(), "state", state="open")
    assert Goal.objects.get().closed_on is None


def test_goal_is_carried_over_to_a_day_to_come(client, carol, goal):
    client.force_login(carol.user)
    services.set_goal_state(
        actor=carol.user, goal=goal, state=GoalState.DROPPED, version=1, reason="No time"
    )
    assert "still to come" in act(client, goal, "carry", due_on=day(-1)).text
    act(client, goal, "carry", due_on=day(90))
    kept = Goal.objects.get()
    assert (kept.state, kept.due_on, kept.reason) == (GoalState.OPEN, day(90), "")


def test_figures_are_dated_and_the_newest_counts(client, carol, figure_goal):
    client.force_login(carol.user)
    act(client, figure_goal, "figure", current="84", measured_on=day(-30))
    assert Goal.objects.get().kpi_current == 80  # that of today, written down at the start
    after = act(client, Goal.objects.get(), "figure", current="85", measured_on=day(0))
    assert "50 %" in after.text
    assert list(GoalFigure.objects.values_list("value", flat=True)) == [85, 84]
    refused = act(client, Goal.objects.get(), "figure", current="99", measured_on=day(1))
    assert "still to come" in refused.text
    assert Goal.objects.get().kpi_current == 85


def test_comment_reaches_the_person_and_those_who_lead_them(client, bob, carol, goal):
    client.force_login(bob.user)
    text = "Gut gemacht 👏 \u202eabc <b>bold</b>"
    after = act(client, goal, "comment", text=text)
    assert "&lt;b&gt;bold" in after.text
    assert Notification.objects.get().user == carol.user
    act(client, goal, "comment", text="x" * 100_000)
    act(client, goal, "comment", text="   ")
    assert GoalComment.objects.get().text == text


def test_comment_that_is_too_long_is_not_lost(client, carol, goal):
    client.force_login(carol.user)
    answer = act(client, goal, "comment", text="y" * 4_001)
    assert answer.status_code == 422
    assert "y" * 4_001 in answer.text


def test_colleague_sees_the_shared_goal_and_nothing_else(client, bob, carol, goal):
    mate = make_employee("Mia Mate", user=True)
    assign(mate, manager=bob)
    other = make_employee("Otto Other", user=True)
    assign(other)
    make_profile(carol, {goal.skill: {}})
    GoalComment.objects.create(goal=goal, author=carol.user, text="between us")
    parent = make_goal(carol, make_skill(), title="A secret goal")
    Goal.objects.filter(pk=goal.pk).update(parent=parent)

    def text_for(person):
        client.force_login(person.user)
        answer = client.get(page_of(goal))
        return answer.text if answer.status_code == 200 else None

    assert text_for(mate) is None
    Goal.objects.filter(pk=goal.pk).update(visibility=GoalVisibility.TEAM)
    shown = text_for(mate)
    assert "Listening to level 3" in shown
    for hidden in ("between us", "A secret goal", "± ", "today"):
        assert hidden not in shown
    assert "Listen" in client.get(reverse("pages:goal_shared_list")).text
    assert text_for(other) is None
    Goal.objects.filter(pk=goal.pk).update(visibility=GoalVisibility.ALL)
    assert text_for(other)
    Goal.objects.filter(pk=goal.pk).update(state=GoalState.DROPPED)
    assert text_for(other) is None


def test_only_the_person_says_who_reads_a_goal(bob, carol, goal):
    content = GoalContent(title="x", target_level=Decimal(3), visibility=GoalVisibility.ALL)
    with pytest.raises(ManyErrors) as caught:
        services.change_goal(actor=bob.user, goal=goal, content=content, version=1)
    assert list(caught.value.fields) == ["visibility"]
    services.change_goal(actor=carol.user, goal=goal, content=content, version=1)
    assert Goal.objects.get().visibility == GoalVisibility.ALL


def test_form_of_the_manager_leaves_readers_as_they_are(client, bob, goal):
    Goal.objects.update(visibility=GoalVisibility.ALL)
    client.force_login(bob.user)
    act(client, goal, "edit", title="Listen well", target_level="3")
    kept = Goal.objects.get()
    assert (kept.title, kept.visibility) == ("Listen well", GoalVisibility.ALL)


def test_goal_is_no_part_of_its_own_parts(carol, goal):
    part = make_goal(carol, title="Part", parent=goal)
    content = GoalContent(title="x", target_level=Decimal(3), parent=part)
    with pytest.raises(ManyErrors) as caught:
        services.change_goal(actor=carol.user, goal=goal, content=content, version=1)
    assert list(caught.value.fields) == ["parent"]


@pytest.mark.django_db(transaction=True)
def test_two_who_make_two_goals_parts_of_each_other_at_once_make_no_circle(carol, bob):
    goals = [make_goal(carol, make_skill(), title="A"), make_goal(carol, make_skill(), title="B")]

    def put_below(number):
        goal, other = goals[number], goals[1 - number]
        content = GoalContent(title="x", target_level=Decimal(3), parent=other)
        actor = (carol, bob)[number].user
        try:
            services.change_goal(actor=actor, goal=goal, content=content, version=goal.version)
        except ManyErrors as error:
            return list(error.fields)
        return []

    assert sorted(in_parallel(put_below, 2)) == [[], ["parent"]]


def test_goals_that_are_parts_of_each_other_already_hold_nobody_up(carol):
    first = make_goal(carol, make_skill())
    second = make_goal(carol, make_skill(), parent=first)
    Goal.objects.filter(pk=first.pk).update(parent=second)
    with pytest.raises(ManyErrors) as caught:
        services.add_goal(
            actor=carol.user,
            employee=carol,
            kind="certification",
            content=GoalContent(title="x", parent=second),
        )
    assert list(caught.value.fields) == ["parent"]


@pytest.mark.parametrize(("current", "shown"), [(Decimal(0), "0 of 90"), (None, "– of 90")])
def test_figure_of_nothing_is_not_a_figure_that_is_not_known(
    client, carol, figure_goal, current, shown
):
    Goal.objects.update(kpi_current=current)
    client.force_login(carol.user)
    assert shown in client.get(page_of(figure_goal)).text


def test_what_belongs_to_a_goal_is_read_by_whoever_reads_the_goal(bob, carol, figure_goal):
    services.comment_goal(actor=bob.user, goal=figure_goal, text="well done")
    for rows in (GoalComment.objects, GoalFigure.objects):
        assert rows.visible_to(bob.user).count() == 1
        assert not rows.visible_to(make_user()).exists()


def test_figure_of_a_closed_goal_stays_as_it_was(carol, figure_goal):
    version = figure_goal.version
    services.set_goal_state(
        actor=carol.user, goal=figure_goal, state=GoalState.DROPPED, version=version, reason="no"
    )
    with pytest.raises(ConflictError):
        services.measure_goal(
            actor=carol.user, goal=figure_goal, current=Decimal(89), version=figure_goal.version
        )
    assert Goal.objects.get().kpi_current == 80


def test_goal_serves_a_unit_above_and_no_other(client, bob, carol, goal):
    above = make_unit_goal(bob, title="Answer within a day")
    elsewhere = make_unit_goal(bob, unit=make_unit("Acme/Sales/South"), title="Elsewhere")
    closed = make_unit_goal(bob, title="Closed", state=GoalState.REACHED)
    client.force_login(carol.user)
    offered = client.get(reverse("reviews:goal_edit", args=[goal.public_id])).text
    assert "Answer within a day" in offered
    assert "Elsewhere" not in offered
    for wrong in (elsewhere, closed):
        content = GoalContent(title="x", target_level=Decimal(3), aligned_to=wrong)
        with pytest.raises(ManyErrors) as caught:
            services.change_goal(actor=carol.user, goal=goal, content=content, version=1)
        assert list(caught.value.fields) == ["aligned_to"]
    after = act(client, goal, "edit", title="Listen", target_level="3", aligned_to=above.public_id)
    assert "serves “Answer within a day” of Sales" in after.text
    listed = client.get(reverse("pages:unit_goals"))
    assert listed.context["page"][0].served == 1


def test_goals_of_a_unit_are_set_by_who_leads_there_and_hr(bob, carol):
    sales, top = make_unit("Acme/Sales"), make_unit("Acme")
    partner = make_user("Erin Partner")
    grant(partner, Grant.HR_PARTNER, sales)
    content = UnitGoalContent(title="Win back customers", owner=bob)
    for actor in (bob.user, partner):
        services.add_unit_goal(actor=actor, unit=sales, content=content)
    for actor, unit in ((carol.user, sales), (bob.user, top), (partner, top)):
        with pytest.raises(NotAllowedError):
            services.add_unit_goal(actor=actor, unit=unit, content=content)
    assert UnitGoal.objects.count() == 2


def test_goal_of_a_unit_through_its_pages(client, bob, carol):
    client.force_login(bob.user)
    unit = make_unit("Acme/Sales")
    new = reverse("reviews:unit_goal_new", args=[unit.public_id])
    posted = {"title": "Answer sooner", "owner": bob.public_id, "measure": "hours"}
    assert "Answer sooner" in client.post(new, posted, follow=True).text
    goal = UnitGoal.objects.get()
    edit = reverse("reviews:unit_goal_edit", args=[goal.public_id])
    client.post(edit, posted | {"title": "Answer in a day", "version": 1})
    stale = client.post(edit, posted | {"title": "Lost", "version": 1})
    assert "changed this meanwhile" in stale.text
    state = reverse("reviews:unit_goal_state", args=[goal.public_id])
    assert "Say why" in client.post(state, {"state": "dropped", "version": 2}, follow=True).text
    client.post(state, {"state": "reached", "version": 2})
    kept = UnitGoal.objects.get()
    assert (kept.title, kept.state) == ("Answer in a day", GoalState.REACHED)
    with pytest.raises(DomainError):
        services.add_unit_goal(
            actor=bob.user, unit=unit, content=UnitGoalContent(title=" ", owner=bob)
        )


def board(client, person, query=""):
    client.force_login(person.user)
    return client.get(reverse("pages:goal_board") + query)


def test_board_lists_narrows_and_sorts_goals_of_the_people_one_leads(client, bob, carol, goal):
    stranger = make_employee("Frank Outsider", user=True)
    make_goal(stranger, make_skill(), title="Not for Bob")
    make_goal(bob, make_skill(), title="Own", due_on=day(5), weight=3)
    make_goal(carol, title="Late", due_on=day(-5))

    def titles(query=""):
        return [one.goal.title for one in board(client, bob, query).context["rows"]]

    assert titles() == ["Late", "Own", "Listen"]
    assert titles("?sort=-due") == ["Own", "Late", "Listen"]
    assert titles("?sort=weight") == ["Own", "Listen", "Late"]
    assert titles("?state=overdue") == ["Late"]
    assert titles("?skill_kind=soft") == ["Listen"]
    assert titles("?kind=certification") == ["Late"]
    assert titles("?q=carol lis") == ["Listen"]
    assert titles("?sort=nonsense&kind=nonsense&page=99") == ["Late", "Own", "Listen"]
    north = make_unit("Acme/Sales/North")
    assert titles(f"?unit={north.public_id}") == ["Late", "Listen"]


def test_board_as_a_file_holds_levels_with_their_intervals(client, bob, carol, goal):
    make_profile(carol, {goal.skill: {}})
    Goal.objects.filter(pk=goal.pk).update(title="=HYPERLINK(1)")
    answer = board(client, bob, "?format=csv")
    text = b"".join(answer).decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["goal"] == "'=HYPERLINK(1)"
    assert float(row["interval_low"]) < float(row["attained_level"]) < float(row["interval_high"])
    assert row["unit"] == "Acme/Sales/North"


def test_hr_admin_reads_goals_on_the_board_after_saying_why(client, goal, carol):
    admin = make_employee("Alice Admin", user=True)
    grant(admin.user, Grant.HR_ADMIN)
    assert board(client, admin).context["rows"] == []
    assert "Why do you need" in client.get(page_of(goal)).text
    client.post(reverse("reviews:goal_reason", args=[carol.public_id]), {"reason": "a complaint"})
    assert [one.goal for one in board(client, admin).context["rows"]] == [goal]
    assert "Who changed what" in client.get(page_of(goal)).text


def test_chain_is_not_told_that_a_certificate_they_may_not_see_is_missing(client, bob, carol):
    top = make_employee("Tara Top", user=True)
    bob.assignments.update(manager=top)
    goal = make_goal(carol, title="Get it", certificate_type=make_certificate_type())
    for person, told in ((bob, True), (top, False)):
        client.force_login(person.user)
        assert ("no valid certificate" in client.get(page_of(goal)).text) is told
