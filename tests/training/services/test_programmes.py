"""Who joins a programme and when, what is proposed to them, and their circles."""

import datetime as dt
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from employees.enums import EmployeeStatus
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.factories import (
    assign,
    day,
    make_activity,
    make_employee,
    make_plan,
    make_profile,
    since,
)
from training.enums import CIRCLE_DAYS, PlanState
from training.models import DevelopmentPlan, Programme, ProgrammeMember, TemplateUse
from training.queries.meetings import meetings_of
from training.queries.programmes import member_lines
from training.services.library import StepContent, put_template
from training.services.programmes import (
    ProgrammeContent,
    add_cohort,
    end_programme,
    place_in_circles,
    run_programmes,
    save_programme,
    take_in,
)
from training.services.template_uses import use_template
from training.services.templates import apply_template

pytestmark = pytest.mark.django_db
NOW = timezone.now


@pytest.fixture
def meeting(cast):
    title, teaches = "Peers", {cast.soft: (0, 4)}
    return make_activity(title, teaches, mode="peer_coaching", hours_per_session=1)


@pytest.fixture
def template(meeting):
    step = StepContent(activity=meeting, cadence="monthly", times=3)
    return put_template(actor=None, code="T", name="First quarter", steps=[step])


@pytest.fixture
def programme(cast, template, meeting):
    return save_programme(
        actor=cast.alice.user,
        programme=Programme(),
        content=ProgrammeContent(
            name="New managers",
            template=template,
            leads=True,
            new_days=60,
            meeting=meeting,
            agendas="Getting to know each other\nA hard talk",
        ),
    )


def new_manager(name: str, *, days: int = 5, **fields: object):
    person = make_employee(name, user=True, languages=["en"], **fields)
    assign(person, f"Acme/{name}")
    assign(make_employee(), f"Acme/{name}", manager=person, valid=since(-days))
    return person


def open_cohort(cast, programme, offset: int = 3):
    return add_cohort(
        actor=cast.alice.user, programme=programme, starts_on=day(offset), today=day(0)
    )


def members(programme):
    found = ProgrammeMember.objects.filter(cohort__programme=programme)
    return {str(member.employee) for member in found}


def test_only_who_is_new_to_leading_joins_and_only_once(cast, programme):
    new_manager("Nina New")
    new_manager("Otto Old", days=61)
    open_cohort(cast, programme)

    assert [run_programmes(NOW()), run_programmes(NOW())] == [1, 0]

    assert members(programme) == {"Nina New"}
    use = TemplateUse.objects.get()
    assert (use.scope, use.run.actor) == ("New managers", cast.alice.user)
    assert use.run.parameters["start"] == day(3).isoformat()


def test_renewed_place_does_not_make_somebody_new(cast, programme):
    person = new_manager("Otto Old", days=2)
    assign(make_employee(), "Acme/Before", manager=person, valid=since(-400, until=-300))
    open_cohort(cast, programme)
    assert run_programmes(NOW()) == 0


def test_people_wait_until_there_is_a_cohort(cast, programme):
    new_manager("Nina New")
    assert run_programmes(NOW()) == 0
    open_cohort(cast, programme, offset=-10)  # began, but it is not too late
    assert run_programmes(NOW()) == 1


def test_role_and_unit_are_both_asked_for(cast, template):
    programme = save_programme(
        actor=cast.alice.user,
        programme=Programme(),
        content=ProgrammeContent(name="P", template=template, role=cast.role, unit=cast.sales),
    )
    open_cohort(cast, programme)
    run_programmes(NOW())
    assert members(programme) == {"Bob Boss", "Carol Report", "Dave Indirect"}


def test_partner_of_one_unit_reaches_nobody_else(cast, template):
    programme = save_programme(
        actor=cast.erin.user,
        programme=Programme(),
        content=ProgrammeContent(name="P", template=template, role=cast.role),
    )
    open_cohort(cast, programme)
    run_programmes(NOW())
    assert members(programme) == {"Bob Boss", "Carol Report", "Dave Indirect", "Erin Partner"}


def test_plan_is_proposed_and_followed_with_hours_and_late_steps(cast, programme):
    person = new_manager("Nina New")
    assign(person, "Acme/Second", role=cast.role, is_primary=False)
    cohort = open_cohort(cast, programme)
    run_programmes(NOW())
    apply_template(TemplateUse.objects.get(), NOW())

    [line] = member_lines([cohort], cast.alice.user, day(0))[cohort.pk]
    assert (line.plan.state, line.hours, line.hours_done) == (PlanState.PROPOSED, 3.0, 0.0)

    step = line.plan.steps.get()
    step.ticked_on = [day(0)]
    step.save()
    line.plan.state = PlanState.ACTIVE
    line.plan.save()
    later = line.plan.week_zero + dt.timedelta(weeks=step.weeks[1] + 2)
    [line] = member_lines([cohort], cast.alice.user, later)[cohort.pk]
    assert (line.hours_done, line.late_steps) == (1.0, 1)
    assert member_lines([cohort], cast.frank.user, later) == {}


def test_member_without_plan_gets_another_proposal_after_a_week(cast, programme):
    person = new_manager("Nina New")
    busy = make_plan(person, [make_activity()], state=PlanState.ACTIVE)
    open_cohort(cast, programme)
    run_programmes(NOW())
    apply_template(TemplateUse.objects.get(), NOW())
    TemplateUse.objects.update(created_at=NOW() - dt.timedelta(days=8))

    run_programmes(NOW())
    assert TemplateUse.objects.count() == 1  # the open plan still stands in the way
    busy.state = PlanState.DISMISSED
    busy.save()
    run_programmes(NOW())
    assert TemplateUse.objects.count() == 2


def test_circles_begin_with_the_cohort_and_name_who_is_left_over(cast, programme):
    for name in ("Ann A", "Bea B", "Cem C", "Dan D", "Eva E"):
        new_manager(name, time_zone="Europe/Madrid")
    cohort = open_cohort(cast, programme, offset=0)
    run_programmes(NOW())

    circle = cohort.circles.get()
    assert (circle.members.count(), circle.hours, circle.language) == (4, 10, "en")
    alone = cohort.members.get(circle=None)
    assert alone.why_alone == "number"
    note = circle.members.first().employee.user.notifications.get()
    assert str(circle.public_id) in note.link
    assert place_in_circles(cohort=cohort, now=NOW()) == []


def test_late_one_takes_the_free_place_of_a_circle_of_three(cast, programme):
    for name in ("Ann A", "Bea B", "Cem C"):
        new_manager(name, time_zone="Europe/Madrid")
    cohort = open_cohort(cast, programme, offset=0)
    run_programmes(NOW())
    new_manager("Dan D", time_zone="America/Sao_Paulo")
    with CaptureQueriesContext(connection) as asked:
        run_programmes(NOW())
    touched = [row["sql"] for row in asked if '"training_peercircle"' in row["sql"]]
    writes = ['UPDATE "training_peercircle"' in sql for sql in touched if "UPDATE" in sql]
    assert (writes[0], any(writes)) == (False, True)  # who writes holds the circles first
    circle = cohort.circles.get()
    assert circle.members.count() == 4
    assert circle.hours < 10
    dan = ProgrammeMember.objects.get(employee__last_name="D")
    assert "circle" in dan.employee.user.notifications.get().link


def test_who_waits_for_a_circle_is_written_once_and_not_for_ever(cast, programme):
    new_manager("Ann A")
    cohort = open_cohort(cast, programme, offset=0)
    run_programmes(NOW())
    alone = cohort.members.get()
    run_programmes(NOW() + dt.timedelta(days=1))
    assert cohort.members.get().version == alone.version

    for name in ("Bea B", "Cem C"):
        ProgrammeMember.objects.create(cohort=cohort, employee=new_manager(name))
    run_programmes(NOW() + dt.timedelta(days=CIRCLE_DAYS + 1))
    assert not cohort.circles.exists()
    run_programmes(NOW() + dt.timedelta(days=CIRCLE_DAYS))
    assert cohort.circles.exists()


def test_who_left_is_in_no_new_circle_and_gets_no_new_plan(cast, programme):
    people = [new_manager(name) for name in ("Ann A", "Bea B", "Cem C")]
    cohort = open_cohort(cast, programme)
    run_programmes(NOW())
    people[0].status = EmployeeStatus.LEFT
    people[0].save()
    later = NOW() + dt.timedelta(days=8)
    run_programmes(later)
    assert place_in_circles(cohort=cohort, now=later) == []
    used = TemplateUse.objects.latest("pk").run.shards.get()
    assert sorted(used.employees) == [person.pk for person in people[1:]]


def test_member_of_a_closed_cohort_gets_another_proposal(cast, programme):
    new_manager("Nina New")
    open_cohort(cast, programme)
    run_programmes(NOW())
    assert TemplateUse.objects.count() == 1
    run_programmes(NOW() + dt.timedelta(days=40))  # nobody joins this cohort any more
    assert TemplateUse.objects.count() == 2


def test_meetings_of_a_circle_are_one_step_with_an_agenda_each(cast, programme):
    for name in ("Ann A", "Bea B", "Cem C"):
        assign(new_manager(name), "Acme/Second", role=cast.role, is_primary=False)
    cohort = open_cohort(cast, programme, offset=0)
    run_programmes(NOW())
    apply_template(TemplateUse.objects.get(), NOW())

    meetings = meetings_of(cohort.circles.get(), cast.alice.user)

    assert [meeting.agenda for meeting in meetings] == [
        "Getting to know each other",
        "A hard talk",
        "A hard talk",
    ]
    assert [(meeting.members, meeting.held_by) for meeting in meetings] == [(3, 0)] * 3
    gaps = {b.row.starts_at - a.row.starts_at for a, b in pairwise(meetings)}
    assert gaps == {dt.timedelta(weeks=4)}


def test_ended_programme_takes_nobody_in(cast, programme):
    new_manager("Nina New")
    open_cohort(cast, programme)
    end_programme(actor=cast.alice.user, programme=programme, today=day(0))
    assert run_programmes(NOW()) == 0
    with pytest.raises(ConflictError):
        take_in(actor=cast.alice.user, programme=programme, now=NOW())
    with pytest.raises(ConflictError):
        open_cohort(cast, programme, offset=9)


def test_retired_template_stops_one_programme_and_not_the_others(cast, programme, template):
    new_manager("Nina New")
    open_cohort(cast, programme)
    template.retired_on = day(0)
    template.save()
    assert run_programmes(NOW()) == 0
    assert members(programme) == set()


@pytest.mark.parametrize("who", ["bob", "grace", "dave"])
def test_only_hr_writes_programmes(cast, programme, who):
    actor = cast.viewer(who)
    with pytest.raises(NotAllowedError):
        end_programme(actor=actor, programme=programme, today=day(0))
    with pytest.raises(NotAllowedError):
        add_cohort(actor=actor, programme=programme, starts_on=day(9), today=day(0))


def test_partner_changes_only_the_programmes_that_belong_to_them(cast, programme, template):
    content = ProgrammeContent(name="Mine", template=template, leads=True)
    erin = {"actor": cast.erin.user, "programme": programme}
    new_manager("Nina New")
    open_cohort(cast, programme)
    for refused in (
        lambda: save_programme(content=content, version=programme.version, **erin),
        lambda: add_cohort(starts_on=day(9), today=day(0), **erin),
        lambda: end_programme(today=day(0), **erin),
        lambda: take_in(now=NOW(), **erin),
    ):
        with pytest.raises(NotAllowedError):
            refused()
    stored = Programme.objects.get()
    assert (stored.name, stored.owner, stored.ended_on) == (
        "New managers",
        cast.alice.user,
        None,
    )
    assert members(stored) == set()
    own = save_programme(actor=cast.erin.user, programme=Programme(), content=content)
    add_cohort(actor=cast.erin.user, programme=own, starts_on=day(9), today=day(0))
    end_programme(actor=cast.alice.user, programme=own, today=day(0))
    assert own.ended_on == day(0)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"leads": False}, ""),
        ({"new_days": 0}, "new_days"),
        ({"new_days": 10_000}, "new_days"),
    ],
)
def test_faulty_programme_is_refused(cast, template, change, field):
    content = ProgrammeContent(**{"name": "P", "template": template, "leads": True, **change})
    with pytest.raises(DomainError) as error:
        save_programme(actor=cast.alice.user, programme=Programme(), content=content)
    assert error.value.field == field
    assert not Programme.objects.exists()


def test_name_of_another_programme_is_refused_for_new_and_changed_ones(cast, programme, template):
    content = ProgrammeContent(name="New managers", template=template, leads=True)
    other = ProgrammeContent(name="Other", template=template, leads=True)
    second = save_programme(actor=cast.alice.user, programme=Programme(), content=other)
    for wanted in (Programme(), second):
        with pytest.raises(DomainError) as error:
            save_programme(actor=cast.alice.user, programme=wanted, content=content)
        assert (error.value.code, error.value.field) == ("taken", "name")


def test_circles_for_something_outside_the_template_and_two_same_cohorts_are_refused(
    cast, programme, template
):
    content = ProgrammeContent(name="P", template=template, leads=True, meeting=make_activity())
    with pytest.raises(DomainError, match="of the template"):
        save_programme(actor=cast.alice.user, programme=Programme(), content=content)
    open_cohort(cast, programme)
    for offset, code in ((3, "taken"), (-20, "past")):
        with pytest.raises(DomainError) as error:
            open_cohort(cast, programme, offset)
        assert error.value.code == code


def test_learning_manager_runs_a_programme_for_everybody_and_reads_no_plan(cast, template, meeting):
    grace = cast.grace.user
    made = save_programme(
        actor=grace,
        programme=Programme(),
        content=ProgrammeContent(name="Everywhere", template=template, leads=True, new_days=60),
    )
    nina = new_manager("Nina New")
    nina.assignments.update(role=cast.role)
    add_cohort(actor=grace, programme=made, starts_on=day(3), today=day(0))
    assert take_in(actor=grace, programme=made, now=NOW()) == 1
    use = TemplateUse.objects.get()
    assert use.run.job.link == reverse("pages:programme_detail", args=[made.public_id])
    apply_template(use, NOW())
    result = use.results.get()
    assert (result.employee, result.why_not) == (nina, "")
    assert result.plan.state == PlanState.PROPOSED
    assert not ProgrammeMember.objects.visible_to(grace).exists()
    assert not DevelopmentPlan.objects.visible_to(grace).exists()


def test_learning_manager_proposes_a_template_by_a_programme_only(cast, template):
    make_profile(cast.carol, {cast.soft: {}})
    with pytest.raises(NotAllowedError):
        use_template(
            actor=cast.grace.user, template=template, people=[cast.carol.pk], scope="Carol"
        )
    assert not TemplateUse.objects.exists()
