"""Learning platforms tell by xAPI who finished what: what comes of it, and what is refused."""

import base64
import json
from copy import deepcopy
from datetime import timedelta
from hashlib import sha1

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Evidence
from skillmap.core.models import ExternalId
from skillmap.core.tokens import issue_token
from tests.data_folder import real_data
from tests.factories import day, make_activity, make_employee, make_plan, make_profile
from training.enums import PlanState, StepState, Strength
from training.models import Completion, LearningStatement, ParkedCompletion
from training.services.parking import drop_expired, match_parked
from training.services.statements import match_statements

pytestmark = pytest.mark.django_db
ADDRESS = "/xapi/statements"
ID = "7ccd3322-e1a5-411a-a67d-6a735c76f119"
LAUNCH = "https://lms.example/course/7"
VERSION = {"X-Experience-API-Version": "1.0.3"}


def told(verb="completed", **changes):
    return {
        "id": ID,
        "actor": {"mbox": "mailto:dave@example.org"},
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": LAUNCH},
        "timestamp": f"{day(-1)}T12:00:00Z",
        **changes,
    }


def scored(scaled, verb="scored", **changes):
    return told(verb, result={"score": {"scaled": scaled}}, **changes)


@pytest.fixture
def course(cast):
    """Teaches the hard skill from 1 to 3; the simulation that closes Dave's running plan."""
    return make_activity("Simulation", {cast.hard: (1, 3), cast.soft: (0, 2)}, url=LAUNCH)


@pytest.fixture
def plan(cast, course):
    cast.dave.email = "dave@example.org"
    cast.dave.save()
    return make_plan(cast.dave, [course, make_activity()], state=PlanState.ACTIVE)


@pytest.fixture
def platform(cast, plan):
    """The learning manager's token, which may tell completions."""
    _token, secret = issue_token(cast.grace.user, name="LMS", scopes=["completions:write"])
    return Client(headers={"authorization": f"Bearer {secret}", **VERSION})


def post(client, body, **extra):
    return client.post(ADDRESS, json.dumps(body), content_type="application/json", **extra)


def put(client, body, **parameters):
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    return client.put(f"{ADDRESS}?{query}", json.dumps(body), content_type="application/json")


def results_of(person):
    rows = Evidence.objects.filter(employee=person, source=Source.TEST)
    return {row.skill.name: row.level for row in rows.select_related("skill")}


def test_completed_ticks_the_step_and_proves_no_level(cast, plan, platform):
    answer = post(platform, told())
    assert (answer.status_code, answer.json()) == (200, [ID])
    assert answer.headers["X-Experience-API-Version"] == "1.0.3"
    step = plan.steps.get(position=0)
    assert (step.state, step.done_on) == (StepState.DONE, day(-1))
    assert LearningStatement.objects.get().strength == Strength.NONE
    assert set(Evidence.objects.values_list("source", "value")) == {(Source.COMPLETION, None)}


def test_score_is_evidence_of_source_test_between_entry_and_exit_level(cast, plan, platform):
    post(platform, scored(0.75))
    assert {name: float(level) for name, level in results_of(cast.dave).items()} == {
        "Spreadsheets": 2.5
    }
    assert LearningStatement.objects.get().strength == Strength.ASSESSED
    assert not Completion.objects.exists()
    assert plan.steps.get(position=0).state == StepState.PLANNED


def test_passed_with_a_score_finishes_and_proves(cast, plan, platform):
    post(platform, scored(0.5, "passed"))
    assert plan.steps.get(position=0).state == StepState.DONE
    assert float(results_of(cast.dave)["Spreadsheets"]) == 2.0
    assert LearningStatement.objects.get().completion == Completion.objects.get()


def test_passed_without_a_score_is_weak_evidence(cast, plan, platform):
    post(platform, told("passed"))
    assert LearningStatement.objects.get().strength == Strength.WEAK
    row = Evidence.objects.get(skill=cast.hard)
    assert (row.source, float(row.level)) == (Source.COMPLETION, 3.0)
    assert Evidence.objects.get(skill=cast.soft).value is None


def test_failed_finishes_nothing_and_its_score_counts(cast, plan, platform):
    post(platform, scored(0.1, "failed"))
    assert plan.steps.get(position=0).state == StepState.PLANNED
    assert float(results_of(cast.dave)["Spreadsheets"]) == 1.2


@pytest.mark.parametrize("body", [scored(1), told("passed")])
def test_full_marks_in_something_too_easy_say_nothing(cast, plan, platform, body):
    """Somebody at level 4 is not pulled down to the exit level 3."""
    make_profile(cast.dave, {cast.hard: {"mean": 4000}})
    post(platform, body)
    assert LearningStatement.objects.get().strength == Strength.NONE
    assert results_of(cast.dave) == {}


def test_the_same_statement_again_changes_nothing(plan, platform):
    for send in (post, post, lambda c, b: put(c, b, statementId=ID)):
        assert send(platform, scored(0.5, "passed")).status_code in {200, 204}
    assert [m.objects.count() for m in (LearningStatement, Completion)] == [1, 1]
    assert Evidence.objects.filter(source=Source.TEST).count() == 1


def test_another_content_under_the_same_id_is_a_conflict(cast, plan, platform):
    post(platform, scored(0.5))
    for send in (post, lambda c, b: put(c, b, statementId=ID)):
        answer = send(platform, scored(0.9))
        assert (answer.status_code, answer.json()["code"]) == (409, "statement_conflict")
    assert float(results_of(cast.dave)["Spreadsheets"]) == 2.0


def test_put_takes_the_id_of_the_address(plan, platform):
    body = told()
    del body["id"]
    assert put(platform, body, statementId=ID).status_code == 204
    assert str(LearningStatement.objects.get().statement_id) == ID
    other = "00000000-0000-4000-8000-000000000000"
    assert put(platform, told(), statementId=other).status_code == 400
    assert put(platform, told()).status_code == 400
    assert put(platform, told(), statementId="x").status_code == 400
    assert put(platform, told(), statementId=ID, extra="1").status_code == 400


@pytest.mark.parametrize("verb", ["experienced", "answered"])
def test_other_verbs_are_acknowledged_and_lead_to_nothing(plan, platform, verb):
    assert post(platform, scored(0.9, verb)).status_code == 200
    assert LearningStatement.objects.get().verb == "other"
    assert not Evidence.objects.exists()
    assert not ParkedCompletion.objects.exists()


def test_samples_of_the_specification_are_acknowledged(plan, platform):
    paths = sorted(real_data("xapi_samples").glob("*_statement.json"))
    bodies = [json.loads(path.read_text()) for path in paths]
    whole = [body for body in bodies if body.get("objectType") != "SubStatement"]
    answers = {post(platform, body).status_code for body in whole[:-1]}
    assert answers == {200}
    assert post(platform, whole[-1]).status_code == 409  # the id of the one before, signed
    assert not Completion.objects.exists()


@pytest.mark.parametrize("known", ["number", "outside id", "sha1", "address in capitals"])
def test_people_are_found_by_each_way_of_naming_them(cast, plan, platform, known):
    account = {"homePage": "https://hr.example/people", "name": "E-17"}
    if known == "number":
        account["name"] = cast.dave.number
    ExternalId.objects.create(
        kind="employees.employee", object_id=cast.dave.pk, source="hr.example", value="E-17"
    )
    actor = {
        "sha1": {"mbox_sha1sum": sha1(b"mailto:dave@example.org").hexdigest()},  # noqa: S324
        "address in capitals": {"mbox": "mailto:DAVE@Example.org"},
    }.get(known, {"account": account})
    post(platform, told(actor=actor))
    assert Completion.objects.get().employee == cast.dave


@pytest.mark.parametrize("form", ["url/", "page", "code"])
def test_activity_is_found_by_its_address_its_page_or_its_code(plan, platform, course, form):
    iri = {
        "url/": f"{LAUNCH}/",
        "page": f"{settings.BASE_URL}/catalogue/{course.public_id}/",
        "code": f"urn:skillmap:activity:{course.code}",
    }[form]
    post(platform, told(object={"id": iri}))
    assert Completion.objects.get().activity == course


def test_unknown_person_waits_and_is_matched_later(cast, plan, platform):
    post(platform, scored(0.5, "passed", actor={"mbox": "mailto:new@example.org"}))
    row = ParkedCompletion.objects.get()
    assert (row.employee_number, row.activity_code) == ("new@example.org", LAUNCH)
    assert match_statements(now=row.created_at) == 0
    newcomer = make_employee("New Comer", email="new@example.org")
    assert match_parked(now=row.created_at) == 0
    assert match_statements(now=row.created_at) == 1
    assert Completion.objects.get().employee == newcomer
    assert float(results_of(newcomer)["Spreadsheets"]) == 2.0
    assert not ParkedCompletion.objects.exists()
    assert LearningStatement.objects.get().told is None


def test_unknown_activity_waits_and_is_forgotten_in_the_end(plan, platform):
    post(platform, told(object={"id": "https://lms.example/unknown"}))
    row = ParkedCompletion.objects.get()
    assert LearningStatement.objects.get().told is not None
    ParkedCompletion.objects.update(created_at=timezone.now() - timedelta(days=40))
    assert drop_expired(now=row.updated_at) == 1
    assert LearningStatement.objects.get().told is None


def test_two_people_of_one_address_are_nobody(cast, plan, platform):
    make_employee("Other Dave", email="dave@example.org")
    post(platform, told())
    assert not Completion.objects.exists()
    assert ParkedCompletion.objects.count() == 1


def test_one_bad_statement_keeps_all_of_the_request_out(plan, platform):
    good, bad = told(), told(actor={}, id="00000000-0000-4000-8000-000000000000")
    answer = post(platform, [good, bad])
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/actor"
    assert not LearningStatement.objects.exists()
    assert post(platform, [good, deepcopy(good)]).status_code == 400
    assert post(platform, [good] * 501).status_code == 400


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"7", b'"x"', b"[[]]", b'{"id": NaN}', b"[" * 100_000, b"\xff\xfe", b"null"],
)
def test_body_that_is_no_statement_is_a_bad_request(plan, platform, raw):
    answer = platform.post(ADDRESS, raw, content_type="application/json")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"


def test_statements_with_attachments_of_their_own_are_not_taken(plan, platform):
    assert platform.post(ADDRESS, b"x", content_type="multipart/mixed").status_code == 415


def test_date_in_the_future_is_refused(plan, platform):
    assert post(platform, told(timestamp=f"{day(5)}T00:00:00Z")).status_code == 422
    assert not LearningStatement.objects.exists()


@pytest.mark.parametrize("version", ["", "0.95", "1.1.0", "3.0", "1.0.3, 1.0.2", "1.0.x"])
def test_version_of_the_specification_is_needed(platform, plan, version):
    answer = post(platform, told(), headers={"X-Experience-API-Version": version})
    assert answer.status_code == 400
    assert not LearningStatement.objects.exists()


def test_token_as_the_password_of_basic(cast, plan):
    _token, secret = issue_token(cast.grace.user, name="LMS", scopes=["completions:write"])
    pair = base64.b64encode(f"lms:{secret}".encode()).decode()
    client = Client(headers={"authorization": f"Basic {pair}", **VERSION})
    assert post(client, told()).status_code == 200


@pytest.mark.parametrize(
    "given", ["Basic", "Basic x", "Basic !!!", "Basic bG1zOnNtX3g=", "Bearer "]
)
def test_bad_credentials_are_refused_alike(plan, given):
    answer = post(Client(headers={"authorization": given, **VERSION}), told())
    assert answer.status_code == 401
    assert "WWW-Authenticate" in answer.headers


def test_foreign_page_cannot_use_the_session_of_a_browser(cast, plan):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.grace.user)
    assert post(client, told(), headers=VERSION).status_code == 403
    assert not LearningStatement.objects.exists()


@pytest.mark.parametrize("name", ["dave", "bob", "erin", "heidi"])
def test_only_hr_and_the_learning_manager_tell(cast, plan, name):
    _token, secret = issue_token(cast.viewer(name), name="x", scopes=["completions:write"])
    client = Client(headers={"authorization": f"Bearer {secret}", **VERSION})
    assert post(client, told()).status_code == 403
    assert not LearningStatement.objects.exists()


# --- taking back ------------------------------------------------------------------------------

VOIDING = "9e13cefd-53d3-4eac-b5ed-2cf6693903bb"


def voiding(target=ID, **changes):
    """The specification's own example, about our statement."""
    return {
        "id": VOIDING,
        "actor": {"objectType": "Agent", "mbox": "mailto:admin@example.org"},
        "verb": {"id": "http://adlnet.gov/expapi/verbs/voided"},
        "object": {"objectType": "StatementRef", "id": target},
        **changes,
    }


def test_voided_completion_opens_the_step_again_and_keeps_no_evidence(cast, plan, platform):
    post(platform, scored(0.75, "passed"))
    assert plan.steps.get(position=0).state == StepState.DONE
    assert post(platform, voiding()).status_code == 200
    step = plan.steps.get(position=0)
    assert (step.state, step.done_on) == (StepState.PLANNED, None)
    assert not Completion.objects.exists()
    assert not Evidence.objects.standing().exists()
    assert Evidence.objects.exists()  # rows stay, and no longer count


def test_voided_statement_stays_taken_back_when_it_is_sent_again(cast, plan, platform):
    body = told()
    for sent in (body, voiding(), body, voiding()):
        assert post(platform, sent).status_code == 200
    assert not Completion.objects.exists()


def test_voiding_may_arrive_first(cast, plan, platform):
    post(platform, voiding())
    post(platform, scored(0.5))
    assert not Evidence.objects.exists()
    assert LearningStatement.objects.get(statement_id=ID).voided_at is not None


def test_voiding_drops_what_waits(cast, plan, platform):
    post(platform, told(actor={"mbox": "mailto:nobody@example.org"}))
    assert ParkedCompletion.objects.exists()
    post(platform, voiding())
    assert not ParkedCompletion.objects.exists()
    assert match_statements(now=timezone.now()) == 0


def test_voiding_leaves_what_others_told(cast, course, plan, platform):
    other = "0e13cefd-53d3-4eac-b5ed-2cf6693903bb"
    for body in (told(), told(id=other), voiding()):
        assert post(platform, body).status_code == 200
    assert plan.steps.get(position=0).state == StepState.DONE
    assert Completion.objects.get().reference == f"xapi/{other}"


def test_voided_last_step_takes_the_plan_up_again(cast, plan, platform):
    plan.steps.filter(position=1).update(state=StepState.DONE, done_on=day(-3))
    post(platform, told())
    plan.refresh_from_db()
    assert plan.state == PlanState.COMPLETE
    post(platform, voiding())
    plan.refresh_from_db()
    assert (plan.state, plan.ended_at, plan.frozen) == (PlanState.ACTIVE, None, None)


def test_voiding_keeps_the_persons_own_ticks(cast, plan, platform):
    step = plan.steps.get(position=0)
    step.ticked_on = [day(-2)] * len(step.weeks)
    step.save()
    for body in (told(), voiding()):
        post(platform, body)
    assert plan.steps.get(position=0).state == StepState.DONE


def test_voiding_of_a_voiding_is_refused(cast, plan, platform):
    for body in (told(), voiding()):
        post(platform, body)
    again = voiding(VOIDING, id="1e13cefd-53d3-4eac-b5ed-2cf6693903bb")
    answer = post(platform, again)
    assert answer.status_code == 422
    assert LearningStatement.objects.count() == 2


@pytest.mark.parametrize(
    "thing",
    [
        {"objectType": "Activity", "id": LAUNCH},
        {"id": ID},
        {"objectType": "StatementRef"},
        {"objectType": "StatementRef", "id": "x"},
        "x",
    ],
)
def test_voiding_of_no_statement_is_refused(cast, plan, platform, thing):
    answer = post(platform, voiding(object=thing))
    assert answer.status_code == 400
    assert not LearningStatement.objects.exists()
