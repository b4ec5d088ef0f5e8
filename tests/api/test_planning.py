"""Plan options, duties, programmes, budgets over REST: as in the browser, by the same services."""

from uuid import uuid4

import pytest

from assessments.models import AnalysisRun
from employees.enums import Grant
from skillmap.core.models import Job
from tests.api.conftest import V1
from tests.factories import (
    day,
    grant,
    make_activity,
    make_duty,
    make_option,
    make_plan,
    make_profile,
    make_refusal,
    make_unit,
)
from training.enums import PlanState
from training.models import (
    Cohort,
    DevelopmentPlan,
    MandatoryActivity,
    PathTemplate,
    PlanOption,
    Programme,
    ProgrammeMember,
    RefusedActivity,
    TemplateUse,
)


@pytest.fixture
def course(cast):
    return make_activity("Course", {cast.hard: (1, 3)}, cost_cents=12_000)


@pytest.fixture
def draft(cast, course):
    slow = make_activity("Slow course", {cast.hard: (1, 3)})
    return make_plan(cast.carol, [slow], report={"wish": "recommended"})


@pytest.fixture
def option(cast, draft, course):
    return make_option(cast.carol, [course])


@pytest.fixture
def template(course):
    path = PathTemplate.objects.create(code="onboarding", name="Onboarding")
    path.steps.create(position=0, activity=course, cadence="monthly", times=3)
    path.steps.create(position=0, edition=2, activity=course)  # of another edition
    return path


def delete(api, path, tag):
    headers = {"If-Match": tag} if tag else {}
    return api.client.delete(f"{V1}{path}", headers=headers)


def patch(api, path, values, tag='"1"'):
    headers = {"If-Match": tag} if tag else {}
    return api.client.patch(f"{V1}{path}", values, content_type="application/json", headers=headers)


# --- ways to plan -------------------------------------------------------------------------------


def test_option_shows_its_figures_and_steps(cast, api_of, option):
    (row,) = api_of(cast.bob).walk("/plan-options", person=str(cast.carol.public_id))
    assert (row["wish"], row["cost"], row["is_stale"]) == ("fast", 120, False)
    (step,) = row["steps"]
    assert (step["activity"]["title"], step["weeks"], step["cost"]) == ("Course", [0], 120)
    assert "state" not in step


def test_chosen_option_is_the_plan_that_the_page_would_make_of_it(cast, api_of, draft, option):
    path = f"/plan-options/{option.public_id}/choose"
    chosen = api_of(cast.bob).post(path, {"plan_version": 1}, if_match='"1"')
    assert chosen.status_code == 200
    assert (chosen.json()["id"], chosen["ETag"]) == (str(draft.public_id), '"2"')
    assert draft.steps.get().activity.title == "Course"
    assert draft.decisions.get().reason == "Chosen: Fast"


@pytest.mark.parametrize(
    ("body", "tag", "status"),
    [
        ({"plan_version": 7}, "*", 412),
        ({}, '"7"', 412),
        ({}, "seven", 400),
        ({"plan_version": 0}, "*", 400),
        ({"plan": "x"}, "*", 400),
    ],
)
def test_option_is_not_chosen_over_what_the_client_has_not_seen(
    cast, api_of, draft, option, body, tag, status
):
    path = f"/plan-options/{option.public_id}/choose"
    assert api_of(cast.carol).post(path, body, if_match=tag).status_code == status
    assert draft.steps.get().activity.title == "Slow course"


def test_option_of_other_levels_is_marked_and_not_chosen(cast, api_of, draft, option):
    make_profile(cast.carol, {cast.hard: {}}, stale=True)
    api = api_of(cast.carol)
    assert api.get(f"/plan-options/{option.public_id}").json()["is_stale"] is True
    refused = api.post(f"/plan-options/{option.public_id}/choose", {})
    assert (refused.status_code, refused.json()["code"]) == (409, "stale_option")
    assert draft.steps.get().activity.title == "Slow course"


def test_what_if_of_somebody_else_is_nowhere(cast, api_of, course):
    asked = make_option(cast.carol, [course], wish="what_if", asked_by=cast.carol.user)
    assert [row["id"] for row in api_of(cast.carol).walk("/plan-options")] == [str(asked.public_id)]
    assert api_of(cast.bob).walk("/plan-options") == []
    path = f"/plan-options/{asked.public_id}/choose"
    assert api_of(cast.bob).post(path, {}).status_code == 404


def test_answer_takes_the_place_of_no_plan_that_is_not_named(cast, api_of, draft, course):
    asked = make_option(cast.carol, [course], wish="what_if", asked_by=cast.carol.user)
    api, path = api_of(cast.carol), f"/plan-options/{asked.public_id}/choose"
    assert api.post(path, {}).status_code == 412
    assert draft.steps.get().activity.title == "Slow course"
    assert api.post(path, {"plan_version": draft.version}).status_code == 200


def test_what_if_is_asked_once_and_answers_the_job(cast, api_of):
    api, path = api_of(cast.carol), f"/people/{cast.carol.public_id}/what-if"
    body = {"hours_per_week": "3.5", "without_modes": ["project"], "weeks": 12}
    answers = [api.post(path, body, idempotency_key="k") for _ in range(2)]
    assert [one.status_code for one in answers] == [202, 202]
    job = Job.objects.get(name="training.answer_what_if")
    assert answers[0]["Location"] == f"{V1}/jobs/{job.public_id}" == answers[1]["Location"]
    assert answers[0].json()["job"] == str(job.public_id)
    run = AnalysisRun.objects.get(job=job)
    asked = {name: run.parameters[name] for name in ("hours_per_week", "weeks", "without_modes")}
    assert asked == {"hours_per_week": 3.5, "weeks": 12, "without_modes": ["project"]}


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"hours_per_week": -1}, "/hours_per_week"),
        ({"hours_per_week": 169}, "/hours_per_week"),
        ({"hours_per_week": "NaN"}, "/hours_per_week"),
        ({"weeks": 0}, "/weeks"),
        ({"budget": "-0.01"}, "/budget"),
        ({"without_modes": ["telepathy"]}, "/without_modes"),
        ({"target_role": "NONE"}, "/target_role"),
        ({"target_role": "a\0b"}, "/target_role"),
        ({"person": str(uuid4())}, "/person"),
    ],
)
def test_wish_at_fault_is_named_and_nothing_starts(cast, api_of, wrong, pointer):
    answer = api_of(cast.carol).post(f"/people/{cast.carol.public_id}/what-if", wrong)
    assert answer.status_code in {400, 422}
    assert answer.json()["errors"][0]["pointer"].startswith(pointer)
    assert not Job.objects.exists()


@pytest.mark.parametrize("path", ["what-if", "recommend"])
def test_only_who_may_recommend_starts_the_search(cast, api_of, path):
    address = f"/people/{cast.carol.public_id}/{path}"
    statuses = {name: api_of(cast.people[name]).post(address, {}).status_code
                for name in ("carol", "bob", "erin", "dave", "grace")}  # fmt: skip
    assert statuses == {"carol": 202, "bob": 202, "erin": 202, "dave": 404, "grace": 404}


# --- what is mandatory, what is refused ---------------------------------------------------------


def test_hr_requires_an_activity_of_a_unit_and_takes_it_back(cast, api_of, course):
    api = api_of(cast.alice)
    body = {
        "activity": str(course.public_id),
        "org_unit": str(cast.sales.public_id),
        "due_on": str(day(30)),
        "reason": "the law",
    }
    made = api.post("/mandatory-activities", body)
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    assert made.json()["org_unit"]["path"] == cast.sales.path
    address = f"/mandatory-activities/{made.json()['id']}"
    assert delete(api, address, "").status_code == 428
    assert delete(api, address, '"9"').status_code == 412
    assert MandatoryActivity.objects.get().ended_at is None
    assert delete(api, address, '"1"').status_code == 204
    assert MandatoryActivity.objects.get().ended_at is not None


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"due_on": str(day(-1))}, 422),
        ({"org_unit": None, "person": str(uuid4())}, 400),
        ({"activity": str(uuid4())}, 400),
        ({"reason": " "}, 400),
        ({"ended_at": "2026-01-01"}, 400),
    ],
)
def test_duty_with_a_fault_is_not_written(cast, api_of, course, change, status):
    body = {
        "activity": str(course.public_id),
        "org_unit": str(cast.sales.public_id),
        "due_on": str(day(30)),
        "reason": "the law",
    } | change
    body = {name: value for name, value in body.items() if value is not None}
    assert api_of(cast.alice).post("/mandatory-activities", body).status_code == status
    assert not MandatoryActivity.objects.exists()


@pytest.mark.parametrize("viewer", ["bob", "carol", "erin", "grace", "heidi"])
def test_duties_are_for_hr_admins(cast, api_of, course, viewer):
    duty = make_duty(course, unit=make_unit("Acme"))
    api, path = api_of(cast.people[viewer]), f"/mandatory-activities/{duty.public_id}"
    assert api.get("/mandatory-activities").status_code == 403
    assert api.get(path).status_code == 403
    assert delete(api, path, '"1"').status_code == 403
    assert MandatoryActivity.objects.get().ended_at is None


def test_person_refuses_an_activity_says_another_reason_and_takes_it_back(cast, api_of, course):
    api, path = api_of(cast.carol), f"/people/{cast.carol.public_id}/refused-activities"
    first = api.post(path, {"activity": str(course.public_id), "reason": "too long"})
    again = api.post(path, {"activity": str(course.public_id), "reason": "done elsewhere"})
    assert (first["ETag"], again["ETag"]) == ('"1"', '"2"')
    (row,) = api_of(cast.bob).walk("/refused-activities", person=str(cast.carol.public_id))
    assert row["reason"] == "done elsewhere"
    address = f"/refused-activities/{row['id']}"
    assert delete(api_of(cast.bob), address, '"2"').status_code == 403
    assert delete(api, address, first["ETag"]).status_code == 412
    assert RefusedActivity.objects.exists()
    assert delete(api, address, again["ETag"]).status_code == 204
    assert not RefusedActivity.objects.exists()


def test_nobody_refuses_for_somebody_else(cast, api_of, course):
    path = f"/people/{cast.carol.public_id}/refused-activities"
    body = {"activity": str(course.public_id), "reason": "no"}
    assert api_of(cast.bob).post(path, body).status_code == 403
    assert api_of(cast.frank).post(path, body).status_code == 404
    make_refusal(cast.carol, course)
    assert api_of(cast.frank).walk("/refused-activities") == []


# --- templates and programmes -------------------------------------------------------------------


def test_template_shows_the_steps_of_its_edition(cast, api_of, template):
    (row,) = api_of(cast.frank).walk("/path-templates", code="onboarding")
    (step,) = row["steps"]
    assert (step["activity"]["title"], step["cadence"], step["times"]) == ("Course", "monthly", 3)


def test_template_is_proposed_to_ones_own_people_only(cast, api_of, template):
    path = f"/path-templates/{template.public_id}/propose"
    api = api_of(cast.bob)
    hidden = api.post(path, {"people": [str(cast.carol.public_id), str(cast.frank.public_id)]})
    assert (hidden.status_code, TemplateUse.objects.count()) == (400, 0)
    assert str(cast.frank.public_id) in hidden.json()["errors"][0]["detail"]
    answer = api.post(path, {"people": [str(cast.carol.public_id)], "start": str(day(7))})
    assert answer.status_code == 202
    assert answer["Location"].startswith(f"{V1}/jobs/")
    use = TemplateUse.objects.get()
    assert use.run.shards.get().employees == [cast.carol.pk]
    assert api_of(cast.frank).post(path, {"people": [str(cast.frank.public_id)]}).status_code == 403


def test_programme_is_written_changed_filled_and_ended(cast, api_of, template):
    api = api_of(cast.alice)
    body = {"name": "New managers", "template": str(template.public_id), "leads": True}
    made = api.post("/programmes", body)
    assert made.status_code == 201
    path = f"/programmes/{made.json()['id']}"
    assert patch(api, path, {"agendas": "Hello"}, "").status_code == 428
    assert patch(api, path, {"agendas": "Hello"}, '"9"').status_code == 412
    changed = patch(api, path, {"agendas": "Hello", "new_days": 60}, made["ETag"])
    assert (changed.json()["agendas"], changed.json()["leads"]) == ("Hello", True)
    assert patch(api, path, {"new_days": None}, changed["ETag"]).json()["new_days"] is None
    cohort = api.post(f"{path}/cohorts", {"starts_on": str(day(3))})
    assert cohort.json()["cohorts"][0]["starts_on"] == str(day(3))
    assert api.post(f"{path}/take-in", {}).json() == {"joined": ProgrammeMember.objects.count()}
    assert ProgrammeMember.objects.filter(employee=cast.bob).exists()
    people = {row["person"]["employee_number"] for row in api.walk(f"{path}/members")}
    assert cast.bob.number in people
    assert api.post(f"{path}/end", {}).json()["ended_on"] == str(day(0))
    assert api.post(f"{path}/take-in", {}).status_code == 409
    assert api.walk("/programmes", running="true") == []


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"template": str(uuid4())}, "/template"),
        ({"leads": False}, ""),
        ({"new_days": 0}, "/new_days"),
        ({"role": str(uuid4())}, "/role"),
        ({"owner": "me"}, "/owner"),
        ({"name": "a\0b"}, "/name"),
    ],
)
def test_programme_with_a_fault_is_not_written(cast, api_of, template, change, pointer):
    body = {"name": "New managers", "template": str(template.public_id), "leads": True} | change
    answer = api_of(cast.alice).post("/programmes", body)
    assert answer.status_code in {400, 422}
    if pointer:
        assert answer.json()["errors"][0]["pointer"] == pointer
    assert not Programme.objects.exists()


def test_members_are_those_whose_plans_one_may_read(cast, api_of, template):
    programme = Programme.objects.create(
        name="P", template=template, leads=True, owner=cast.alice.user
    )
    cohort = Cohort.objects.create(programme=programme, starts_on=day(0))
    for person in (cast.carol, cast.frank):
        ProgrammeMember.objects.create(cohort=cohort, employee=person)
    path = f"/programmes/{programme.public_id}/members"

    def numbers(viewer):
        return {row["person"]["employee_number"] for row in api_of(viewer).walk(path)}

    assert numbers(cast.alice) == {cast.carol.number, cast.frank.number}
    assert numbers(cast.bob) == {cast.carol.number}
    assert numbers(cast.grace) == set()  # the learning manager reads no plans
    assert api_of(cast.heidi).get(path).status_code == 404


def test_client_of_another_system_reads_and_writes_no_plan(cast, api_of, course, option, template):
    """It reads the people of its unit; planning is for people."""
    client = cast.frank.user
    client.is_client = True
    client.save()
    grant(client, Grant.CLIENT, cast.sales)
    api = api_of(cast.frank)
    assert [row["id"] for row in api.walk("/plan-options")] == [str(option.public_id)]
    carol = f"/people/{cast.carol.public_id}"
    refused = {"activity": str(course.public_id), "reason": "no"}
    for path, body in (
        (f"/plan-options/{option.public_id}/choose", {}),
        (f"{carol}/what-if", {}),
        (f"{carol}/recommend", {}),
        (f"{carol}/refused-activities", refused),
        ("/programmes", {"name": "P", "template": str(template.public_id), "leads": True}),
    ):
        assert api.post(path, body).status_code == 403, path
    assert DevelopmentPlan.objects.get(state=PlanState.DRAFT).steps.get().activity != course
    assert PlanOption.objects.count() == 1
