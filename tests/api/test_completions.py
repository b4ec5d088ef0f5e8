"""Completions over REST: told by number and code, parked while unknown, read by those who may."""

import pytest
from django.utils import timezone

from assessments.models import Evidence
from employees.enums import EmployeeStatus, Grant
from employees.services.clients import register_client, revoke_client
from skillmap.core.api.scopes import Scope
from skillmap.core.imports.incoming import Incoming
from skillmap.core.imports.run import bring_in
from tests.api.conftest import Api
from tests.factories import assign, day, grant, make_activity, make_employee
from training.imports.evidence_importer import EvidenceImporter
from training.models import Completion, ParkedCompletion
from training.services import record_completion
from training.services.parking import match_parked


@pytest.fixture
def course(cast):
    return make_activity("Sheets", {cast.hard: (0, 3), cast.soft: (0, 2)}, code="EXCEL-1")


def report(person, **more):
    told = {"employee_number": person, "activity_code": "EXCEL-1", "completed_on": str(day(-1))}
    return told | more


def test_completion_is_told_once_and_ticked_as_from_a_file(cast, api_of, course):
    api = api_of(cast.alice)
    first = api.post("/completions", report(cast.dave.number))
    again = api.post("/completions", report(cast.dave.number))
    later = api.post("/completions", report(cast.dave.number, completed_on=str(day(0))))

    assert [r.status_code for r in (first, again, later)] == [201, 200, 200]
    assert [r.json()["result"] for r in (first, again, later)] == [
        "created",
        "unchanged",
        "updated",
    ]
    completion = Completion.objects.get()
    assert (completion.employee, completion.completed_on) == (cast.dave, day(0))
    assert first.json()["completion"]["person"]["employee_number"] == cast.dave.number
    assert Evidence.objects.standing().filter(employee=cast.dave).count() == 2


def test_same_completion_from_a_file_changes_nothing(cast, api_of, course, tmp_path):
    api_of(cast.alice).post("/completions", report(cast.dave.number))
    path = tmp_path / "evidence.csv"
    lines = [f"{cast.dave.number},{s.code},completion,{day(-1)},EXCEL-1" for s in (cast.hard,)]
    path.write_text("\n".join(["employee_number,skill_code,source,observed_on,reference", *lines]))
    outcome = bring_in(EvidenceImporter(), Incoming(path))
    assert outcome.last_line == "created 0, updated 0, unchanged 1, rejected 0"


def test_key_of_a_request_makes_a_repeat_harmless(cast, api_of, course):
    api = api_of(cast.alice)
    told = report(cast.dave.number, reference="EXCEL-1/2026")
    first = api.post("/completions", told, Idempotency_Key="k")
    again = api.post("/completions", told, Idempotency_Key="k")
    assert (again.status_code, again["Idempotent"]) == (201, "replay")
    assert again.json() == first.json()


@pytest.mark.parametrize("unknown", ["person", "activity"])
def test_unknown_person_or_activity_is_parked_and_found_later(cast, api_of, course, unknown):
    told = report("N1") if unknown == "person" else report(cast.dave.number, activity_code="NEW-1")
    api = api_of(cast.alice)

    for _time in range(2):
        response = api.post("/completions", told)
        assert (response.status_code, response.json()["result"]) == (202, "parked")
    assert ParkedCompletion.objects.count() == 1
    assert match_parked(now=timezone.now()) == 0
    if unknown == "person":
        make_employee("New Comer", number="N1")
    else:
        make_activity("New", {cast.hard: (0, 3)}, code="NEW-1")
    assert match_parked(now=timezone.now()) == 1
    assert Completion.objects.get().activity.code == told["activity_code"]
    assert api.post("/completions", told).json()["result"] == "unchanged"


def test_somebody_the_teller_may_not_see_is_not_told_from_nobody(cast, api_of, course):
    grant(cast.grace.user, Grant.LEARNING)
    cast.frank.status = EmployeeStatus.LEFT
    cast.frank.save()
    api = api_of(cast.grace)
    left, nobody = (api.post("/completions", report(n)) for n in (cast.frank.number, "N1"))
    assert (left.status_code, left.json()) == (nobody.status_code, nobody.json())


def learning_platform(cast, unit):
    scopes = [Scope.COMPLETIONS_WRITE]
    client, _secret = register_client(actor=cast.alice.user, name="LMS", scopes=scopes, unit=unit)
    return client, Api(client.user, scopes)


def test_what_waits_never_reaches_people_outside_the_unit_of_its_teller(cast, course):
    _client, api = learning_platform(cast, cast.sales)
    told = {"completions": [report(cast.frank.number), report("N1")]}
    answer = api.post("/completions/bulk", told).json()
    assert [one["result"] for one in answer["results"]] == ["parked", "parked"]
    newcomer = make_employee("New Comer", number="N1")
    assign(newcomer, unit=cast.sales)
    assert match_parked(now=timezone.now()) == 1
    assert Completion.objects.get().employee == newcomer
    assert ParkedCompletion.objects.get().employee_number == cast.frank.number


def test_program_of_a_unit_replaces_nothing_that_somebody_else_told(cast, api_of, course):
    hr, (_client, api) = api_of(cast.alice), learning_platform(cast, cast.sales)
    told = report("N1")
    assert hr.post("/completions", told).status_code == 202
    other = {**told, "completed_on": str(day(-40))}
    assert api.post("/completions", other).json()["result"] == "parked"
    newcomer = make_employee("New Comer", number="N1")
    assign(newcomer, unit="Acme/Engineering")

    assert match_parked(now=timezone.now()) == 1

    assert str(Completion.objects.get().completed_on) == told["completed_on"]
    assert ParkedCompletion.objects.get().teller is not None


def test_program_of_a_unit_replaces_what_it_told_itself(cast, course):
    _client, api = learning_platform(cast, cast.sales)
    for offset in (-40, -30):
        api.post("/completions", {**report("N1"), "completed_on": str(day(offset))})
    assert ParkedCompletion.objects.get().completed_on == day(-30)


def test_what_a_program_told_goes_on_waiting_once_it_is_shut_out(cast, course):
    client, api = learning_platform(cast, None)
    assert api.post("/completions", report("N1")).status_code == 202
    revoke_client(actor=cast.alice.user, client=client)
    make_employee("New Comer", number="N1")
    assert match_parked(now=timezone.now()) == 0
    assert not Completion.objects.exists()


def test_dry_run_says_the_same_and_writes_nothing(cast, api_of, course):
    api = api_of(cast.alice)
    for number, result in ((cast.dave.number, "created"), ("N1", "parked")):
        response = api.post("/completions", report(number, dry_run=True))
        assert response.status_code == 200
        assert response.json() == {"result": result, "completion": None, "errors": []}
    assert not Completion.objects.exists()
    assert not ParkedCompletion.objects.exists()
    assert not Evidence.objects.exists()


def test_many_at_once_have_a_result_each_and_good_ones_stand(cast, api_of, course):
    rows = [
        report(cast.dave.number),
        report("N1"),
        report(cast.bob.number, completed_on=str(day(5))),
    ]
    answer = api_of(cast.alice).post("/completions/bulk", {"completions": rows}).json()
    assert answer["applied"]
    assert [one["result"] for one in answer["results"]] == ["created", "parked", "rejected"]
    (error,) = answer["results"][2]["errors"]
    assert (error["pointer"], error["code"]) == ("/completions/2/completed_on", "future")
    assert Completion.objects.get().employee == cast.dave


def test_atomic_many_are_all_or_nothing(cast, api_of, course):
    rows = [report(cast.dave.number), report(cast.bob.number, completed_on=str(day(5)))]
    answer = api_of(cast.alice).post("/completions/bulk", {"completions": rows, "atomic": True})
    assert (answer.status_code, answer.json()["applied"]) == (200, False)
    assert not Completion.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"employee_number": ""}, "/employee_number"),
        ({"employee_number": "a\0b"}, "/employee_number"),
        ({"activity_code": "x" * 121}, "/activity_code"),
        ({"completed_on": "31.12.2026"}, "/completed_on"),
        ({"reference": "x" * 201}, "/reference"),
        ({"level": 5}, "/level"),
    ],
)
def test_wrong_field_is_named(cast, api_of, course, wrong, pointer):
    response = api_of(cast.alice).post("/completions", report(cast.dave.number) | wrong)
    assert response.status_code == 400
    assert response.json()["errors"][0]["pointer"] == pointer
    many = api_of(cast.alice).post("/completions/bulk", {"completions": [report("1") | wrong]})
    assert many.status_code == 400


def test_future_and_too_many_are_refused(cast, api_of, course):
    api = api_of(cast.alice)
    ahead = api.post("/completions", report(cast.dave.number, completed_on="9999-12-31"))
    assert (ahead.status_code, ahead.json()["code"]) == (422, "future")
    many = api.post("/completions/bulk", {"completions": [report("1")] * 501})
    assert many.status_code == 400
    assert api.post("/completions/bulk", {"completions": []}).status_code == 400


def test_only_hr_and_the_learning_manager_tell(cast, api_of, course):
    for name in ("bob", "carol", "dave", "erin", "heidi"):
        refused = api_of(cast.people[name]).post("/completions", report(cast.dave.number))
        assert refused.status_code == 403, name
    scopes = [one for one in Scope.values if one != Scope.COMPLETIONS_WRITE]
    assert api_of(cast.alice, scopes).post("/completions", report("1")).status_code == 403
    assert not Completion.objects.exists()


def test_list_shows_the_completions_one_may_read(cast, api_of, course):
    for person in (cast.carol, cast.frank):
        record_completion(
            actor=None, employee=person, activity=course, completed_on=day(-1), now=timezone.now()
        )
    seen = {
        name: [row["person"]["name"] for row in api_of(cast.people[name]).walk("/completions")]
        for name in ("alice", "bob", "carol", "dave")
    }
    carol, frank = str(cast.carol), str(cast.frank)
    assert seen == {"alice": [carol, frank], "bob": [carol], "carol": [carol], "dave": []}
    api = api_of(cast.alice)
    assert len(api.walk("/completions", person=str(cast.frank.public_id))) == 1
    assert len(api.walk("/completions", activity=str(course.public_id), limit=1)) == 2
    assert api.get("/completions", {"employee": "1"}).status_code == 400
