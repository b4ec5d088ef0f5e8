"""The inbox: what waits for whom, the worst first, decided in the list."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from assessments.enums import (
    CertificateState,
    CyclePurpose,
    CycleState,
    RaterKind,
    RequestState,
    Source,
)
from assessments.models import (
    AssessmentCycle,
    Contest,
    Exercise,
    FeedbackInvitation,
    Observer,
    Rating,
    RatingRequest,
)
from employees.enums import EmployeeStatus
from skillmap.core.models import Notification
from tests.factories import (
    assign,
    day,
    make_activity,
    make_certificate,
    make_delegation,
    make_employee,
    make_evidence,
    make_plan,
    make_skill,
    since,
)
from training.enums import DecisionKind, PlanState
from training.models import PlanDecision

pytestmark = pytest.mark.django_db
URL = "/inbox/"


@pytest.fixture
def titles(client):
    """What waits for a person, as the page lists it."""

    def read(person, address=URL):
        client.force_login(person.user)
        return [item.title for item in client.get(address).context["waiting"]]

    return read


@pytest.fixture
def cycle(cast):
    def make(state=CycleState.OPEN, closes_on=None):
        return AssessmentCycle.objects.create(
            name="Autumn",
            state=state,
            purpose=CyclePurpose.EVALUATIVE,
            opens_on=day(-9),
            closes_on=closes_on or day(9),
            created_by=cast.alice.user,
        )

    return make


def ask(cycle, rater, ratee, skills, kind=RaterKind.MANAGER, state=RequestState.APPROVED):
    """Somebody is asked about so many skills of somebody, by name."""
    participant = cycle.participants.create(employee=ratee)
    for position, skill in enumerate(skills):
        participant.skills.create(skill=skill, position=position)
    return cycle.requests.create(rater=rater, ratee=ratee, rater_kind=kind, state=state)


def contest(person, skill, rater, due_on):
    evidence = make_evidence(person, skill, 2, Source.MANAGER, rater=rater)
    return Contest.objects.create(evidence=evidence, reason="Not so", due_on=due_on)


def late_plan(person, *titles):
    """A plan that began five weeks ago, nothing of which is done."""
    monday = day(-timezone.localdate().weekday() - 35)
    activities = [make_activity(title) for title in titles]
    return make_plan(person, activities, state=PlanState.ACTIVE, week_zero=monday)


def accepted_plan(person, *, days=1, **fields):
    """A plan that costs something and waits for approval."""
    now = timezone.now() - timedelta(days=days)
    return make_plan(
        person,
        [make_activity(cost_cents=50_000)],
        state=PlanState.PROPOSED,
        proposed_at=now,
        accepted_at=now,
        **fields,
    )


def test_nothing_waits_for_somebody_without_duties(client, cast):
    client.force_login(cast.frank.user)
    assert "Nothing waits for you" in client.get(URL).text


def test_request_of_a_cycle_says_whom_and_how_long(titles, cast, cycle):
    skills = [cast.hard, cast.soft, *(make_skill() for _ in range(5))]
    ask(cycle(), cast.bob, cast.carol, skills)
    assert titles(cast.bob) == ["Rate Carol Report: 4 minutes"]
    assert titles(cast.carol) == []


def test_minutes_of_a_request_are_those_of_what_is_left(titles, cast, cycle):
    asked = ask(cycle(), cast.carol, cast.carol, [cast.hard, cast.soft], RaterKind.SELF)
    answer = {"rater": cast.carol, "ratee": cast.carol, "rater_kind": RaterKind.SELF, "level": 3}
    sent = {"cycle": asked.cycle, "submitted_at": timezone.now()}
    Rating.objects.create(skill=cast.hard, **answer, **sent)
    assert titles(cast.carol) == ["Rate yourself: 1 minute"]
    Rating.objects.create(skill=cast.soft, **answer, **sent)
    assert titles(cast.carol) == []


@pytest.mark.parametrize("state", [CycleState.DRAFT, CycleState.CLOSED, CycleState.RELEASED])
def test_cycle_that_is_not_open_asks_nobody(titles, cast, cycle, state):
    ask(cycle(state), cast.bob, cast.carol, [cast.hard])
    assert titles(cast.bob) == []


def test_single_request_and_anonymous_feedback_wait_for_who_is_asked(titles, cast, cycle):
    about = {"ratee": cast.dave, "rater_kind": RaterKind.PEER}
    approved = {"state": RequestState.APPROVED, "skill": cast.hard}
    RatingRequest.objects.create(rater=cast.frank, **about, **approved)
    round_ = cycle()
    participant = round_.participants.create(employee=cast.dave)
    participant.skills.create(skill=cast.soft, position=0)
    FeedbackInvitation.objects.create(cycle=round_, rater=cast.frank, **about)
    assert sorted(titles(cast.frank)) == [
        "Feedback on Dave Indirect, without your name: 1 minute",
        "Rate Dave Indirect: 1 minute",
    ]
    for other in (cast.dave, cast.carol, cast.bob, cast.alice):
        assert titles(other) == []
    cast.dave.status = EmployeeStatus.LEFT
    cast.dave.save()
    assert titles(cast.frank) == [], "nobody waits for words about somebody who left"


def test_observer_is_asked_until_the_scores_are_sent(titles, cast):
    played = Exercise.objects.create(
        employee=cast.dave, kind="role_play", title="Angry client", held_on=day(-1)
    )
    observer = Observer.objects.create(exercise=played, observer=cast.frank)
    assert titles(cast.frank) == ["Say what you saw of Dave Indirect"]
    observer.submitted_at = timezone.now()
    observer.save()
    assert titles(cast.frank) == []


def test_contested_rating_waits_for_the_line_manager_and_not_further_up(titles, cast):
    contest(cast.dave, cast.hard, cast.frank, day(5))
    words = "Dave Indirect contests a rating: Spreadsheets"
    assert titles(cast.carol) == [words]
    for other in (cast.bob, cast.dave, cast.frank, cast.alice, cast.erin):
        assert titles(other) == []


def test_contested_rating_by_the_manager_waits_for_hr_of_the_unit(titles, cast):
    contest(cast.dave, cast.hard, cast.carol, day(5))
    assert titles(cast.carol) == []
    assert len(titles(cast.erin)) == len(titles(cast.alice)) == 1


def test_contested_rating_that_nobody_decided_in_time_waits_for_hr_too(titles, cast):
    contest(cast.dave, cast.hard, cast.frank, day(-1))
    assert len(titles(cast.carol)) == len(titles(cast.alice)) == 1


def test_late_step_is_ticked_off_in_the_list(client, titles, cast):
    plan = late_plan(cast.carol, "A film")
    assert titles(cast.carol) == ["A film"]
    page = client.get(URL).text
    action = re.search(r'<form method="post" action="(/plans/[^"]+)"', page)
    assert action is not None
    client.post(action[1], {"session": "1"})
    assert plan.steps.get().state == "done"
    assert titles(cast.carol) == []


def test_late_steps_of_a_report_are_one_line_for_the_manager(titles, cast):
    late_plan(cast.carol, "A film", "A talk")
    assert titles(cast.bob) == ["Carol Report: 2 steps are late"]
    assert titles(cast.alice) == []


def test_step_of_this_week_is_not_late(titles, cast):
    make_plan(cast.carol, [make_activity()], state=PlanState.ACTIVE)
    assert titles(cast.carol) == titles(cast.bob) == []


def test_cost_is_approved_in_the_list(client, titles, cast):
    plan = accepted_plan(cast.carol)
    assert titles(cast.bob) == ["The plan of Carol Report waits for your approval"]
    page = client.get(URL).text
    assert "500 EUR" in page
    action = re.search(r'action="(/plans/[^"]+/decide/)"', page)
    assert action is not None
    client.post(action[1], {"decision": "approve", "version": plan.version})
    plan.refresh_from_db()
    assert plan.state == PlanState.ACTIVE
    assert titles(cast.bob) == []


DOUBTS = {
    "weeks passed": (-14, None, {}),
    "the date passed with its week": (-14, day(-8), {}),
    "the date has begun": (0, day(-1), {}),
    "the date is cancelled": (0, day(9), {"cancelled_at": timezone.now()}),
    "the date is full": (0, day(9), {}),
}


@pytest.mark.parametrize("case", DOUBTS)
def test_plan_with_doubtful_dates_is_not_approved_in_the_list(client, titles, cast, case):
    shift, starts_on, fields = DOUBTS[case]
    monday = day(-timezone.localdate().weekday() + shift)
    plan = accepted_plan(cast.carol, week_zero=monday)
    step = plan.steps.get()
    if starts_on:
        step.session = step.activity.dates.create(starts_on=starts_on, **fields)
        step.waits_since = timezone.now() if case == "the date is full" else None
        step.save()
    assert titles(cast.bob) == ["The plan of Carol Report waits for your approval"]
    for address in (URL, "/"):
        text = client.get(address).text
        assert "Look at the dates first" in text
        assert "Approve the cost" not in text
    page = client.get(f"/people/{cast.carol.public_id}/plan/")
    assert len(page.context["doubts"]) == 1
    assert "Approve the cost" in page.text


def test_plan_with_dates_to_come_is_approved_in_the_list(client, titles, cast):
    plan = accepted_plan(cast.carol)
    step = plan.steps.get()
    step.session = step.activity.dates.create(starts_on=day(0))
    step.save()
    assert titles(cast.bob) == ["The plan of Carol Report waits for your approval"]
    assert "Approve the cost" in client.get(URL).text
    assert client.get(f"/people/{cast.carol.public_id}/plan/").context["doubts"] == []


def test_plan_that_costs_waits_for_the_manager_alone_at_first(titles, cast):
    accepted_plan(cast.dave)
    assert len(titles(cast.carol)) == 1
    for other in (cast.bob, cast.dave, cast.alice, cast.erin, cast.frank):
        assert titles(other) == []


def test_plan_waits_for_the_stand_in_and_after_ten_days_for_the_next_manager(titles, cast):
    make_delegation(cast.carol, cast.frank, days=since(-1, until=1))
    accepted_plan(cast.dave, days=11)
    assert len(titles(cast.frank)) == len(titles(cast.bob)) == len(titles(cast.carol)) == 1


def test_second_approval_waits_for_the_next_manager_and_no_more_for_the_first(titles, cast):
    plan = accepted_plan(cast.dave)
    PlanDecision.objects.create(
        plan=plan,
        kind=DecisionKind.APPROVE,
        actor=cast.carol.user,
        method_version="1",
        decided_at=timezone.now(),
    )
    assert len(titles(cast.bob)) == 1
    assert titles(cast.carol) == []


def test_plan_of_somebody_without_manager_waits_for_hr(titles, cast):
    accepted_plan(cast.bob)
    assert len(titles(cast.alice)) == len(titles(cast.erin)) == 1
    assert titles(cast.carol) == []


def test_proposed_plan_waits_for_the_person(titles, cast):
    make_plan(cast.carol, [make_activity()], state=PlanState.PROPOSED)
    assert titles(cast.carol) == ["A plan waits for your answer"]
    assert titles(cast.bob) == []


def test_certificate_and_proposed_raters_wait_for_the_manager(titles, cast, cycle):
    make_certificate(cast.carol, title="First aid", type=None, state=CertificateState.SUBMITTED)
    draft = cycle(CycleState.DRAFT)
    for rater in (cast.frank, cast.grace):
        draft.requests.create(rater=rater, ratee=cast.carol, rater_kind=RaterKind.PEER)
    assert sorted(titles(cast.bob)) == [
        "Carol Report proposes 2 raters",
        "Certificate of Carol Report: First aid",
    ]
    assert titles(cast.carol) == titles(cast.alice) == []


def test_proposed_people_from_outside_wait_with_the_colleagues(titles, cast, cycle):
    draft = cycle(CycleState.DRAFT)
    draft.requests.create(rater=cast.frank, ratee=cast.carol, rater_kind=RaterKind.PEER)
    draft.external_raters.create(ratee=cast.carol, name="Vera", email="vera@customer.example")
    assert titles(cast.bob) == ["Carol Report proposes 2 raters"]
    assert titles(cast.carol) == titles(cast.alice) == []


def test_worst_comes_first_and_at_most_seven_are_shown(client, titles, cast, cycle):
    soon, later = cycle(closes_on=day(2)), cycle(closes_on=day(8))
    for n in range(4):
        person = make_employee(f"Person {n}", user=True)
        assign(person, cast.sales, manager=cast.bob)
        ask(soon if n % 2 else later, cast.bob, person, [cast.hard])
    accepted_plan(cast.carol)
    contest(cast.carol, cast.hard, cast.frank, day(5))
    contest(cast.carol, cast.soft, cast.frank, day(-2))
    late_plan(make_report_of(cast, 9), "A film")

    shown, everything = titles(cast.bob), titles(cast.bob, URL + "?all=1")

    assert shown == everything[:7]
    assert len(everything) == 8
    assert everything[:4] == [
        "Carol Report contests a rating: Active listening",
        "Other 9: 1 step is late",
        "Carol Report contests a rating: Spreadsheets",
        "The plan of Carol Report waits for your approval",
    ]
    assert [title.startswith("Rate Person") for title in everything[4:]] == [True] * 4
    assert {everything[4], everything[5]} == {f"Rate Person {n}: 1 minute" for n in (1, 3)}
    assert "Show all 8" in client.get(URL).text


def test_inbox_costs_few_queries_however_much_waits(
    client, cast, cycle, django_assert_max_num_queries
):
    client.force_login(cast.bob.user)
    client.get(URL)
    with django_assert_max_num_queries(15) as few:
        client.get(URL)
    round_ = cycle()
    for n in range(3):
        person = make_employee(f"Person {n}", user=True)
        assign(person, cast.sales, manager=cast.bob)
        ask(round_, cast.bob, person, [cast.hard])
        late_plan(person, "A film")
        accepted_plan(make_report_of(cast, n))
        Notification.objects.create(user=cast.bob.user, kind="note", title=f"Note {n}")
    with django_assert_max_num_queries(15) as many:
        page = client.get(URL)
    assert page.context["waiting_count"] == 9
    assert len(many) - len(few) <= 1  # the page of notes is not asked for while there are none


def make_report_of(cast, n):
    person = make_employee(f"Other {n}", user=True)
    assign(person, cast.sales, manager=cast.bob)
    return person


@pytest.mark.parametrize("query", ["?all=x&page=-1", "?page=99999999999999999999", "?all=%00"])
def test_inbox_with_a_hostile_address_still_answers(client, cast, query):
    client.force_login(cast.bob.user)
    assert client.get(URL + query).status_code == 200
