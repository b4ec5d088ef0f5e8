"""Programmes in the browser: writing one, its cohorts, levels before and after, circles."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from employees.enums import EmployeeStatus
from tests.factories import day, make_activity, make_employee, make_plan, make_profile
from training.enums import PlanState
from training.models import (
    CircleMeeting,
    Cohort,
    PeerCircle,
    PlanStep,
    Programme,
    ProgrammeMember,
    TemplateResult,
    TemplateUse,
)
from training.services.circle_meetings import arrange_meetings
from training.services.library import StepContent, put_template
from training.services.template_uses import use_template

pytestmark = pytest.mark.django_db


@pytest.fixture
def template(cast):
    activity = make_activity("Peers", {cast.soft: (0, 4)})
    return put_template(
        actor=None, code="T", name="First quarter", steps=[StepContent(activity=activity)]
    )


@pytest.fixture
def programme(cast, template):
    return Programme.objects.create(
        name="New managers",
        template=template,
        leads=True,
        owner=cast.alice.user,
        meeting=template.steps.get().activity,
        agendas="A hard talk",
    )


def join(cast, cohort, *people, state=PlanState.ACTIVE, **member):
    """Members with a plan of the programme, whose soft skill was at 1.5 before."""
    use = use_template(
        actor=cast.alice.user,
        template=cohort.programme.template,
        people=[person.pk for person in people],
        scope="x",
    )
    levels = {"before": 1.5, "before_low": 1.0, "before_high": 2.0, "expected_after": 2}
    for person in people:
        plan = make_plan(person, [cohort.programme.meeting], state=state)
        plan.report = {"skills": [{"skill_code": cast.soft.code, "weight": 1, **levels}]}
        plan.save()
        TemplateResult.objects.create(use=use, employee=person, plan=plan)
        ProgrammeMember.objects.create(cohort=cohort, employee=person, use=use, **member)
        make_profile(person, {cast.soft: {"mean": 2500}})


def test_hr_writes_a_programme_adds_a_cohort_and_takes_people_in(client, cast, template):
    client.force_login(cast.alice.user)
    answer = client.post(
        reverse("pages:programme_new"),
        {"name": "All sellers", "template": template.public_id, "unit": cast.sales.public_id},
    )
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "in Acme/Sales" in page
    assert "3 people wait for a cohort" in page

    client.post(answer["Location"], {"starts_on": day(2).isoformat()})
    programme = Programme.objects.get()
    done = client.post(
        reverse("pages:programme_take_in", args=[programme.public_id]), follow=True
    ).content.decode()
    assert "3 people joined." in done
    assert "is being made" in done


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Say who gets it"),
        ({"leads": "on", "new_days": "-3"}, "greater than or equal to 1"),
        ({"leads": "on", "name": "New managers"}, "There is a programme of this name"),
        ({"role": "x"}, "is not a valid"),
    ],
)
def test_faulty_programme_is_refused_at_its_field(client, cast, programme, fields, sentence):
    client.force_login(cast.alice.user)
    posted = {"name": "Another", "template": programme.template.public_id, **fields}
    answer = client.post(reverse("pages:programme_new"), posted)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Programme.objects.count() == 1


def test_cohort_in_the_past_is_refused(client, cast, programme):
    client.force_login(cast.alice.user)
    url = reverse("pages:programme_detail", args=[programme.public_id])
    for wrong in (day(-40).isoformat(), "soon"):
        assert client.post(url, {"starts_on": wrong}).status_code == 422
    assert not Cohort.objects.exists()


def test_manager_sees_own_people_of_a_cohort_and_no_figure_of_a_small_group(
    client, cast, programme
):
    cohort = Cohort.objects.create(programme=programme, starts_on=day(-30))
    join(cast, cohort, cast.dave, cast.frank)
    client.force_login(cast.carol.user)
    page = client.get(
        reverse("pages:programme_detail", args=[programme.public_id])
    ).content.decode()
    assert "Dave Indirect" in page
    assert "Frank Outsider" not in page
    assert "fewer than 5 people measured before and after" in page
    assert "Add a cohort" not in page


def test_levels_before_and_after_have_intervals_from_five_people_on(client, cast, programme):
    cohort = Cohort.objects.create(programme=programme, starts_on=day(-30))
    join(cast, cohort, *(make_employee() for _ in range(5)))
    client.force_login(cast.alice.user)
    page = client.get(
        reverse("pages:programme_detail", args=[programme.public_id])
    ).content.decode()
    row = page.partition("Levels before and after")[2]
    assert "1.50" in row
    assert "(1.28–1.72)" in row  # 1.5 +- 0.5 each: divided by the root of five
    assert "2.50" in row


def test_circle_page_is_for_its_members_and_those_above_them(client, cast, programme):
    cohort = Cohort.objects.create(programme=programme, starts_on=day(0))
    circle = PeerCircle.objects.create(cohort=cohort, number=1, hours=6, language="en")
    join(cast, cohort, cast.dave, cast.frank, cast.heidi, circle=circle)
    arrange_meetings(circle, timezone.now())
    url = reverse("pages:circle_detail", args=[circle.public_id])
    for reader, status in (("dave", 200), ("carol", 200), ("alice", 200), ("grace", 404)):
        client.force_login(cast.viewer(reader))
        assert client.get(url).status_code == status, reader
    client.force_login(cast.dave.user)
    page = client.get(url).content.decode()
    assert "A hard talk" in page
    assert "not by you yet" in page
    assert "of 3" not in page
    assert "Frank Outsider" in page
    assert "All speak English" in page
    assert "New managers" in client.get(reverse("pages:programme_list")).content.decode()


def test_partner_reads_the_programme_of_somebody_else_and_cannot_change_it(client, cast, programme):
    client.force_login(cast.erin.user)
    key = [programme.public_id]
    url = reverse("pages:programme_detail", args=key)
    page = client.get(url).content.decode()
    assert "New managers" in page
    assert "Add a cohort" not in page
    assert "End the programme" not in page
    assert client.get(reverse("pages:programme_edit", args=key)).status_code == 403
    assert client.post(url, {"starts_on": day(2).isoformat()}).status_code == 403
    for name in ("edit", "take_in", "end"):
        assert client.post(reverse(f"pages:programme_{name}", args=key)).status_code == 403, name


def test_ticks_of_others_are_counted_only_for_who_may_read_all_their_plans(client, cast, programme):
    cohort = Cohort.objects.create(programme=programme, starts_on=day(0))
    circle = PeerCircle.objects.create(cohort=cohort, number=1, hours=6)
    join(cast, cohort, cast.dave, cast.frank, cast.heidi, circle=circle)
    arrange_meetings(circle, timezone.now())
    step = PlanStep.objects.get(plan__employee=cast.frank)
    step.ticked_on = [day(0)]
    step.save()
    seen = {"frank": "by you", "dave": "not by you yet", "alice": "1 of 3", "carol": None}
    for reader, words in seen.items():
        client.force_login(cast.viewer(reader))
        page = client.get(reverse("pages:circle_detail", args=[circle.public_id])).text
        cell = page.partition('data-label="Ticked off">')[2].partition("</td>")[0]
        assert (words or "–") in cell, reader
        assert (" of " in cell) == (reader == "alice"), reader


def test_who_has_left_is_in_no_list_and_no_count_of_the_circle(client, cast, programme):
    cohort = Cohort.objects.create(programme=programme, starts_on=day(0))
    circle = PeerCircle.objects.create(cohort=cohort, number=1, hours=6)
    join(cast, cohort, cast.dave, cast.frank, cast.heidi, circle=circle)
    arrange_meetings(circle, timezone.now())
    cast.heidi.status = EmployeeStatus.LEFT
    cast.heidi.save()
    url = reverse("pages:circle_detail", args=[circle.public_id])
    for reader in ("dave", "alice"):
        client.force_login(cast.viewer(reader))
        page = client.get(url).text
        assert "Frank Outsider" in page
        assert "Heidi" not in page, reader
    assert "0 of 2" in page


def test_employee_outside_finds_no_programme(client, cast, programme):
    client.force_login(cast.frank.user)
    assert "No programme runs" in client.get(reverse("pages:programme_list")).content.decode()
    url = reverse("pages:programme_detail", args=[programme.public_id])
    assert client.get(url).status_code == 404
    assert not TemplateUse.objects.exists()


def test_who_reads_no_plan_of_a_cohort_reads_how_many_were_proposed(client, cast, template):
    programme = Programme.objects.create(
        name="Everywhere", template=template, leads=True, owner=cast.grace.user,
        meeting=template.steps.get().activity,
    )  # fmt: skip
    cohort = Cohort.objects.create(programme=programme, starts_on=day(-30))
    url = reverse("pages:programme_detail", args=[programme.public_id])
    client.force_login(cast.grace.user)
    join(cast, cohort, *(make_employee() for _ in range(4)))
    page = client.get(url).text
    assert "4 more people are in it" in page
    assert "proposed to" not in page.partition("4 more people")[2]  # too few to say
    join(cast, cohort, make_employee())
    TemplateResult.objects.filter(employee=ProgrammeMember.objects.last().employee).update(
        plan=None, why_not="No gap"
    )
    page = client.get(url).text
    assert "5 more people are in it" in page
    assert "Plans were proposed to 4 of them." in page
    assert "No gap" not in page


def test_results_that_nobody_lets_one_read_are_not_promised_for_later(client, cast, programme):
    cohort = Cohort.objects.create(programme=programme, starts_on=day(-30))
    join(cast, cohort, cast.dave)
    use = TemplateUse.objects.get()
    use.run.actor, use.run.state = cast.grace.user, "done"
    use.run.save()
    client.force_login(cast.grace.user)
    page = client.get(reverse("pages:template_use", args=[use.public_id])).text
    assert "No results that you may read" in page
    assert "one by one" not in page


def test_member_moves_a_meeting_for_all_and_a_bad_moment_keeps_what_was_typed(
    client, cast, programme
):
    cohort = Cohort.objects.create(programme=programme, starts_on=day(0))
    circle = PeerCircle.objects.create(cohort=cohort, number=1, hours=6)
    join(cast, cohort, cast.dave, cast.frank, cast.heidi, circle=circle)
    wednesday = day(7) + dt.timedelta(days=(2 - day(7).weekday()) % 7)
    thursday, sunday = (str(wednesday + dt.timedelta(days=n)) for n in (1, 4))
    begins = dt.datetime.combine(wednesday, dt.time(12), dt.UTC)
    meeting = CircleMeeting.objects.create(circle=circle, number=1, starts_at=begins)
    url = reverse("pages:meeting_move", args=[meeting.public_id])
    client.force_login(cast.dave.user)
    detail = reverse("pages:circle_detail", args=[circle.public_id])
    assert url in client.get(detail).text
    wanted = {"day": sunday, "time": "11:00", "version": 1}
    answer = client.post(url, wanted)
    assert answer.status_code == 422
    assert "Choose a working day." in answer.text
    assert f'value="{sunday}"' in answer.text
    for wrong in ({"day": "31.02.2030"}, {"time": "25:00"}, {"version": ""}):
        assert client.post(url, wanted | wrong).status_code == 422
    answer = client.post(url, wanted | {"day": thursday})
    assert answer.status_code == 302
    meeting.refresh_from_db()
    assert str(meeting.starts_at.date()) == thursday
    client.force_login(cast.carol.user)  # reads the circle as Dave's manager
    assert url not in client.get(detail).text
    assert client.post(url, wanted).status_code == 403
