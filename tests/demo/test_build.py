"""The demo organisation in the database, made once for this module and rolled back after it."""

import json
import re
from collections import Counter
from io import StringIO
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from assessments.models import (
    Attempt,
    Evidence,
    Exercise,
    FeedbackAnswer,
    Quiz,
    Scenario,
    ScenarioAttempt,
    SkillProfile,
)
from assessments.queries.certificates import compliance_rows, waiting_certificates
from assessments.queries.levels import levels_of
from employees.models import Employee, RoleProfile, RoleSuggestion, Site
from employees.queries import titles_without_role, with_roles_alike
from employees.services.log_ins import hand_out_code
from reviews.models import Goal
from skillmap.core.models import Job, Organisation, User
from skillmap.core.tokens import digest
from skillmap.demo import personas
from skillmap.demo.budgets import CENTS
from skillmap.demo.build import build_demo
from skillmap.demo.people import build_people
from skillmap.devstack.state import PROJECT
from skills.enums import SkillKind
from skills.models import Skill
from skills.queries import open_pairs
from tests.screens.routes import begin_work, routes
from training.enums import Mode, PlanState, StepState
from training.models import (
    Activity,
    BudgetRun,
    Completion,
    DevelopmentPlan,
    PathTemplate,
    PlanStep,
    Programme,
    ProgrammeMember,
)
from training.queries.budgets import result_of
from training.queries.meetings import meetings_of
from training.queries.names import unmatched_names
from training.queries.parked import unmatched_numbers, with_people_alike
from training.queries.programmes import who_meets
from training.rules import can_approve_plan

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def norvane(django_db_setup, django_db_blocker, tmp_path_factory):
    target = tmp_path_factory.mktemp("demo") / "demo.json"
    said: list[str] = []
    with django_db_blocker.unblock(), transaction.atomic():
        build_demo(now=timezone.now(), log_ins=target, say=said.append)
        seats = {one.key: one.number for one in build_people() if one.status != "left"}
        yield SimpleNamespace(log_ins=json.loads(target.read_text()), seats=seats, said=said)
        transaction.set_rollback(True)


@pytest.fixture
def levels(norvane):
    def of(key):
        profile = SkillProfile.objects.get(employee__number=norvane.seats[key])
        found = levels_of([profile])[profile.employee_id]
        return {one.skill.code: one for one in found}

    return of


@pytest.fixture
def person(norvane):
    return lambda key: Employee.objects.get(number=norvane.seats[key])


def test_demo_has_the_promised_size(norvane):
    assert Employee.objects.count() == 300
    assert Site.objects.exclude(time_zone="").count() == 6
    assert RoleProfile.objects.count() == 26
    assert 60 <= Skill.objects.count() <= 80
    assert Activity.objects.count() > 100
    assert set(Activity.objects.values_list("mode", flat=True)) == set(Mode.values)
    assert Evidence.objects.count() > 15_000
    assert Completion.objects.count() > 200


def test_demo_skills_have_a_text_for_each_of_five_levels(norvane):
    """All but those that wait for HR to say which kind they are."""
    texts = Counter(Skill.objects.values_list("code").filter(level_texts__rank__in=range(1, 6)))

    assert set(texts.values()) == {5}
    assert len(texts) == Skill.objects.exclude(kind=SkillKind.UNCLASSIFIED).count()


def test_demo_evidence_was_recorded_when_it_came(norvane):
    days = [(row.recorded_at.date() - row.observed_on).days for row in Evidence.objects.all()]

    assert min(days) >= 0
    assert max(days) <= 31


def test_demo_leaves_no_work_for_the_workers(norvane):
    assert not Job.objects.exists()
    assert not SkillProfile.objects.filter(stale=True).exists()


def test_customer_success_manager_has_gaps_of_both_kinds_and_a_plan_for_both(levels, person):
    own = levels(personas.EMPLOYEE)
    plan = DevelopmentPlan.objects.get(employee=person(personas.EMPLOYEE), state=PlanState.ACTIVE)
    taught = {code for step in plan.steps.all() for code in step.why_skills}

    assert own["PRODUCT_KNOWLEDGE"].p_gap > 0.8
    assert own["DIFFICULT_CONVERSATIONS"].p_gap > 0.8
    assert {"PRODUCT_KNOWLEDGE", "DIFFICULT_CONVERSATIONS"} <= taught
    assert plan.steps.filter(state=StepState.DONE).exists()
    assert plan.steps.filter(state=StepState.PLANNED).exists()


def test_flawless_engineer_fits_on_hard_skills_only(person):
    profile = SkillProfile.objects.get(employee=person(personas.FLAWLESS_ENGINEER))

    assert profile.fit_hard > 950
    assert profile.fit_soft < 750


def test_manager_who_avoids_conflict_has_a_likely_gap_there(levels):
    assert levels(personas.AVOIDING_MANAGER)["CONFLICT_RESOLUTION"].p_gap > 0.8


def test_new_hire_is_not_measured_in_anything(levels):
    assert {one.p_gap for one in levels(personas.NEW_HIRE).values()} == {None}


def test_manager_has_nine_direct_reports_and_plans_to_approve(person):
    manager = person(personas.MANAGER)
    proposed = DevelopmentPlan.objects.filter(
        employee__in=Employee.objects.in_line_of(manager.user), state=PlanState.PROPOSED
    )
    now = timezone.now()

    assert Employee.objects.in_line_of(manager.user).count() == 9
    assert any(plan.accepted_at and can_approve_plan(manager.user, plan, now) for plan in proposed)
    assert any(plan.accepted_at is None for plan in proposed)


def test_inbox_of_the_manager_has_only_plans_that_still_wait(person):
    manager = person(personas.MANAGER)
    proposed = DevelopmentPlan.objects.filter(
        employee__in=Employee.objects.in_line_of(manager.user),
        state=PlanState.PROPOSED,
        accepted_at__isnull=False,
    )
    now = timezone.now()
    waiting = [plan for plan in proposed if can_approve_plan(manager.user, plan, now)]
    new = manager.user.notifications.filter(read_at=None, kind="plan_to_approve")

    assert new.count() == len(waiting) >= 1


def test_manager_recognises_growth_in_soft_skills_beside_certificates(person, client):
    client.force_login(person(personas.MANAGER).user)
    found = client.get(reverse("pages:recognition_list")).context["found"]
    assert {one.is_growth for one in found} == {True, False}


def test_payroll_rests_on_one_person(person):
    holders = Employee.objects.filter(evidence__skill__code="PAYROLL").distinct()

    assert list(holders) == [person(personas.ONLY_PAYROLL)]


def test_expired_certificate_ended_before_today(person):
    ended = Evidence.objects.filter(
        employee=person(personas.EXPIRED_CERTIFICATE),
        source="certificate",
        expires_on__lt=timezone.localdate(),
    )

    assert ended.exists()


def test_plans_are_recommended_proposed_active_complete_and_dismissed(norvane):
    assert set(DevelopmentPlan.objects.values_list("state", flat=True)) == set(PlanState.values)
    assert PlanStep.objects.filter(state=StepState.DONE).count() > 20


def test_new_manager_template_is_a_video_a_week_a_talk_a_month_and_a_simulation(norvane):
    steps = PathTemplate.objects.get(code="NEW_MANAGER").steps.select_related("activity")

    assert [(step.activity.mode, step.cadence) for step in steps if step.activity] == [
        ("microlearning", "weekly"),
        ("mentoring", "monthly"),
        ("simulation", "once"),
    ]
    assert steps[2].activity.url


def test_goals_are_of_three_kinds(norvane):
    assert set(Goal.objects.values_list("kind", flat=True)) == {"skill", "certification", "kpi"}


def test_log_ins_and_the_readme_name_the_same_clicks(norvane):
    readme = re.sub(r"[*`]", "", (PROJECT / "README.md").read_text())
    for one in norvane.log_ins:
        assert one["email"] in readme
        assert [click for click in one["clicks"] if click not in readme] == []


def test_log_ins_open_three_doors_with_their_tokens(norvane):
    assert [one["who"].split(" ")[0] for one in norvane.log_ins] == ["HR", "Manager", "Employee"]
    for one in norvane.log_ins:
        user = User.objects.get(email=one["email"])
        assert user.check_password(one["password"])
        assert user.api_tokens.get().digest == digest(one["token"].encode())
        assert len(one["clicks"]) == 3


@pytest.mark.parametrize("visitor", [0, 1, 2])
def test_home_page_of_each_visitor_opens(norvane, client, visitor):
    client.force_login(User.objects.get(email=norvane.log_ins[visitor]["email"]))

    assert client.get("/").status_code == 200


def test_prepare_demo_again_keeps_what_is_there(norvane):
    Organisation.objects.update(name="Changed by a visitor")
    out = StringIO()
    call_command("prepare_demo", stdout=out)

    assert "Changed by a visitor is there already" in out.getvalue()
    assert Employee.objects.count() == 300


def test_most_people_hold_what_their_role_needs_and_some_do_not(norvane):
    rows = compliance_rows(Employee.objects.working(), timezone.localdate())
    counts = Counter(rows.values_list("standing", flat=True))
    assert {"valid", "expiring", "missing"} <= set(counts)
    assert 0.5 < counts["valid"] / counts.total() < 0.95


def test_documents_wait_on_the_managers_desk(norvane, person):
    waiting = waiting_certificates(person(personas.MANAGER).user)
    assert len(waiting) == 3
    assert sum(certificate.is_badge for certificate in waiting) == 1
    papers = [certificate.file for certificate in waiting if not certificate.is_badge]
    assert all(paper.read(5) == b"%PDF-" for paper in papers)
    (refused,) = person(personas.EMPLOYEE).certificates.filter(state="rejected")
    assert "signature" in refused.reason


def test_new_managers_have_a_cohort_under_way_with_a_circle_and_one_left_over(norvane):
    programme = Programme.objects.get()
    running = programme.cohorts.earliest("starts_on")
    members = ProgrammeMember.objects.filter(cohort=running)
    assert members.count() == 5
    circle = running.circles.get()
    assert circle.members.count() in {3, 4}
    assert all(member.why_alone for member in members.filter(circle=None))
    states = Counter(result.plan.state for result in members.first().use.results.exclude(plan=None))
    assert states[PlanState.ACTIVE] >= 3
    assert len(meetings_of(circle, circle.cohort.programme.owner)) == 4
    assert who_meets(programme, timezone.localdate()).count() == 5


def test_nobody_reads_the_same_comment_twice_in_a_report(norvane):
    comments = Counter()
    for answer in FeedbackAnswer.objects.shuffled().filter(payload__has_key="comment"):
        words = answer.payload
        comments[answer.cycle_id, answer.ratee_id, words["skill"], words["comment"]] += 1
    assert len(comments) > 100
    assert set(comments.values()) == {1}


def test_budget_of_a_region_is_there_to_look_at(norvane):
    result = result_of(BudgetRun.objects.get())
    assert (result.people, result.planned) == (7, 6)
    assert 0 < result.cents <= CENTS
    assert result.closure > 0.3


def test_every_page_has_something_to_be_pictured_with(norvane, client):
    visitors = [User.objects.get(email=one["email"]) for one in norvane.log_ins]
    begin_work(visitors[0])
    client.force_login(visitors[0])
    empty = [{one.name for one in routes(who) if not one.has_example} for who in visitors]
    addresses = {one.name: one.address for one in routes(visitors[0])}
    pages = set.intersection(*empty)
    assert {name for name in pages if client.get(addresses[name]).status_code != 405} == set()


def test_demo_has_two_tests_taken_by_many(norvane):
    assert {quiz.state for quiz in Quiz.objects.all()} == {"published"}
    for quiz in Quiz.objects.all():
        taken = quiz.attempts.filter(state="scored")
        assert taken.count() >= 12, quiz
        assert {attempt.method for attempt in taken} == {"eap"}
        assert max(float(a.level) for a in taken) - min(float(a.level) for a in taken) > 0.6


def test_demo_scenarios_are_keyed_and_played(norvane):
    assert Scenario.objects.published().count() == 2
    assert ScenarioAttempt.objects.filter(state="scored").count() >= 10


def test_employee_has_a_test_a_scenario_and_a_role_play_to_look_at(person):
    one = person(personas.EMPLOYEE)
    assert Attempt.objects.open().filter(employee=one).exists()
    assert set(ScenarioAttempt.objects.filter(employee=one).values_list("state", flat=True)) == {
        "open",
        "scored",
    }
    exercise = Exercise.objects.get(employee=one)
    assert exercise.released_at is not None
    reference = f"exercise {exercise.public_id}"
    assert Evidence.objects.filter(employee=one, reference__startswith=reference).count() == 2
    assert exercise.observers.get(submitted_at=None).observer == person(personas.MANAGER)


def test_every_list_of_hr_has_a_handful_to_work_off(norvane):
    waiting = {
        "titles": titles_without_role(),
        "kinds": Skill.objects.active().filter(kind=SkillKind.UNCLASSIFIED),
        "names": unmatched_names(),
        "numbers": unmatched_numbers(),
        "pairs": open_pairs(),
        "suggestions": RoleSuggestion.objects.open(),
    }
    assert [name for name, rows in waiting.items() if not 2 <= len(rows) <= 10] == []
    (sure, *_others) = with_roles_alike(titles_without_role())
    assert (sure.people, sure.suggestions[0].name) == (3, "Machine operator")
    brandon, *_others = with_people_alike(unmatched_numbers(), Employee.objects.all())
    assert brandon.suggestions[0].percent == 100  # the number without its zero


def test_somebody_on_the_floor_logs_in_by_number_and_a_code_of_hr(norvane, client):
    hr = User.objects.get(email=norvane.log_ins[0]["email"])
    person = Employee.objects.filter(user=None, status="active").earliest("number")
    code = hand_out_code(actor=hr, employee=person, now=timezone.now())
    client.post(reverse("pages:number_log_in"), {"number": person.number, "code": code})
    assert client.get("/").wsgi_request.user.employee == person
