"""The fairness report: groups nobody else can read, counts without people, every look kept."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from assessments.services.gaps import Watch, analyse_gaps
from assessments.services.runs import create_run
from employees.models import Employee
from reviews.analysis.fairness import Verdict
from reviews.enums import FairnessAct, Outcome, ReviewCycleState, ReviewState
from reviews.models import Acknowledgement, FairnessLook, FairnessReport, Review, SignedReview
from reviews.models.fairness import GroupLabel, GroupsClosedError, reading_groups
from reviews.queries.groups import attributes, groups_of, labels_of
from reviews.queries.outcomes import outcomes_of
from reviews.services.fairness import compute_report, remove_groups, replace_groups, start_report
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from skillmap.core.history import purging
from skillmap.core.models import Job
from tests.factories import assign, day, make_activity, make_employee, make_plan
from tests.reviews.season import make_review, make_review_cycle
from training.enums import PlanState
from training.models import DevelopmentPlan

pytestmark = pytest.mark.django_db
OTHERS = ["bob", "carol", "erin", "frank", "grace", "heidi"]


@pytest.fixture
def season(cast):
    at = timezone.now() + timedelta(hours=1)  # after all that a test does
    return make_review_cycle(state=ReviewCycleState.CLOSED, name="Over", closed_at=at)


def sign(person, cycle, *, agreed="3", overall=None, required="3"):
    """A review that both have signed, with one agreed level."""
    review = make_review(person, [], cycle=cycle, state=ReviewState.READY)
    line = {"skill": "Spreadsheets", "required": required, "shared": {"level": agreed}}
    now = timezone.now()
    signed = SignedReview.objects.create(
        review=review,
        content={"overall": overall, "skills": [line]},
        digest="0" * 64,
        signed_by=person.user,
        signed_at=now,
    )
    Acknowledgement.objects.create(
        signed=signed, agrees=True, acknowledged_by=person.user, acknowledged_at=now
    )
    review.state = ReviewState.ACKNOWLEDGED
    review.save()


def people(n):
    found = [make_employee(user=True) for _ in range(n)]
    for person in found:
        assign(person)
    return found


def put(cast, groups, attribute="age"):
    """Bring in groups: label to people."""
    by_person = {person.pk: label for label, some in groups.items() for person in some}
    replace_groups(actor=cast.alice.user, attribute=attribute, groups=by_person, now=timezone.now())


def report_of(cast, season):
    now = timezone.now()
    report = start_report(actor=cast.alice.user, cycle=season, attribute="age", now=now)
    compute_report(report=report, now=now)
    report.refresh_from_db()
    return report


def told(report, outcome):
    return next(one["groups"] for one in report.outcomes if one["outcome"] == outcome)


def test_a_group_that_fares_worse_is_to_be_checked(cast, season):
    young, old = people(20), people(20)
    for place, person in enumerate(young):
        sign(person, season, overall="3" if place < 15 else "2")
    for place, person in enumerate(old):
        sign(person, season, overall="3" if place < 5 else "2")
    put(cast, {"young": young, "old": old})
    rows = told(report_of(cast, season), Outcome.OVERALL)
    assert [(row["labels"], row["n"], row["yes"]) for row in rows] == [
        (["old"], 20, 5),
        (["young"], 20, 15),
    ]
    assert {row["verdict"] for row in rows} == {Verdict.CHECK}
    assert rows[0]["ratio"] == pytest.approx(5 / 15)


def test_small_groups_and_those_who_did_not_say_stand_together(cast, season):
    young, old, silent = people(8), people(3), people(2)
    for person in [*young, *old, *silent]:
        sign(person, season)
    put(cast, {"young": young, "old": old})
    report = report_of(cast, season)
    rows = told(report, Outcome.LEVELS)
    assert [(row["labels"], row["n"]) for row in rows] == [(["young"], 8), (["", "old"], 5)]
    assert told(report, Outcome.OVERALL) == []
    kept = str(report.outcomes)
    assert not any(str(person) in kept for person in young)


def test_what_is_below_the_floor_is_not_kept_at_all(cast, season):
    young, old = people(12), people(2)
    for person in [*young, *old]:
        sign(person, season)
    put(cast, {"young": young, "old": old})
    report = report_of(cast, season)
    assert all(one["groups"] == [] for one in report.outcomes)


def test_outcomes_are_read_from_what_was_signed_and_from_plans(cast, season):
    carol, dave, erin = cast.carol, cast.dave, cast.erin
    before = make_review_cycle(
        state=ReviewCycleState.CLOSED, period_start=day(-400), period_end=day(-200)
    )
    sign(carol, before, agreed="2")
    sign(dave, before, agreed="4")
    sign(carol, season, agreed="2.5", overall="3")
    sign(dave, season, agreed="4", overall="2")
    make_review(erin, [], cycle=season)  # never signed
    make_plan(carol, [make_activity()])
    found = outcomes_of(season)
    assert found[Outcome.OVERALL] == {carol.pk: True, dave.pk: False}
    assert found[Outcome.LEVELS] == {carol.pk: False, dave.pk: True}
    assert found[Outcome.PROMOTED] == {carol.pk: True, dave.pk: False}
    assert found[Outcome.PLAN] == {carol.pk: True, dave.pk: False, erin.pk: False}
    assert found[Outcome.HOURS] == {carol.pk: False}


def test_nothing_moves_once_the_season_is_closed(cast, season):
    carol, dave = cast.carol, cast.dave
    sign(carol, season, overall="3")
    sign(dave, season, overall="2")
    plan = make_plan(carol, [make_activity()])
    before = outcomes_of(season)
    assert before[Outcome.PLAN] == {carol.pk: True, dave.pk: False}
    season.closed_at = timezone.now()
    later = season.closed_at + timedelta(minutes=1)
    review = Review.objects.get(employee=carol)
    review.state = ReviewState.ARCHIVED
    review.save()
    fresh = make_review(carol, [], ReviewState.MEETING, cycle=season, previous=review, revision=2)
    plan.state, plan.ended_at = PlanState.DISMISSED, later
    plan.save()
    _later(DevelopmentPlan.pgh_event_model, later, pgh_obj=plan.pk, state=PlanState.DISMISSED)
    new = make_plan(dave, [make_activity()])
    _later(DevelopmentPlan.pgh_event_model, later, pgh_obj=new.pk)
    assert outcomes_of(season) == before
    fresh.state = ReviewState.SIGNED
    fresh.save()
    signed = SignedReview.objects.create(
        review=fresh,
        content={"overall": "1", "skills": []},
        digest="0" * 64,
        signed_by=carol.user,
        signed_at=later,
    )
    Acknowledgement.objects.create(
        signed=signed, agrees=True, acknowledged_by=carol.user, acknowledged_at=later
    )
    assert outcomes_of(season) == before


def _later(events, at, **which):
    """One transaction is one moment to the database: put what happened in it apart."""
    with purging("test"):
        assert events.objects.filter(**which).update(pgh_created_at=at)


def test_one_person_below_is_in_no_group_that_can_be_told(cast, season):
    """Four of five, and all of the others: who knows of one below would learn the group."""
    rare, usual = people(5), people(15)
    for person in [*rare, *usual]:
        sign(person, season, overall="2" if person == rare[0] else "3")
    put(cast, {"rare": rare, "usual": usual})
    report = report_of(cast, season)
    assert told(report, Outcome.OVERALL) == []
    assert told(report, Outcome.LEVELS)


def test_groups_are_closed_to_everything_else(cast):
    put(cast, {"old": [cast.carol]})
    for ask in (
        lambda: list(GroupLabel.objects.all()),
        lambda: GroupLabel.objects.filter(employee=cast.carol).exists(),
        lambda: GroupLabel._base_manager.count(),
    ):
        with pytest.raises(GroupsClosedError):
            ask()
    with reading_groups():
        assert GroupLabel.objects.count() == 1
    with pytest.raises(GroupsClosedError):
        GroupLabel.objects.count()
    related = [field.name for field in Employee._meta.get_fields(include_hidden=False)]
    assert not any("label" in name for name in related)


def test_computing_levels_and_outcomes_asks_for_no_group(cast, season):
    put(cast, {"old": [cast.carol]})
    with CaptureQueriesContext(connection) as captured:
        analyse_gaps(create_run(actor=None), Watch())
        outcomes_of(season)
    assert captured.captured_queries
    assert not any("grouplabel" in query["sql"] for query in captured.captured_queries)


@pytest.mark.parametrize("name", OTHERS)
def test_others_bring_in_compare_and_remove_nothing(cast, season, name):
    user, now = cast.viewer(name), timezone.now()
    put(cast, {"old": [cast.carol]})
    for act in (
        lambda: replace_groups(actor=user, attribute="age", groups={}, now=now),
        lambda: remove_groups(actor=user, attribute="age", now=now),
        lambda: start_report(actor=user, cycle=season, attribute="age", now=now),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert labels_of("age") == {cast.carol.pk: "old"}


def test_an_open_season_and_an_unknown_attribute_are_not_compared(cast, season):
    put(cast, {"old": [cast.carol]})
    now = timezone.now()
    with pytest.raises(ConflictError, match="Close the cycle"):
        start_report(actor=cast.alice.user, cycle=make_review_cycle(), attribute="age", now=now)
    with pytest.raises(DomainError, match="Nobody"):
        start_report(actor=cast.alice.user, cycle=season, attribute="shoe size", now=now)
    assert not FairnessReport.objects.exists()


def test_other_groups_make_the_report_void(cast, season):
    young, old = people(6), people(6)
    for person in [*young, *old]:
        sign(person, season)
    put(cast, {"young": young, "old": old})
    report = report_of(cast, season)
    assert told(report, Outcome.LEVELS)
    put(cast, {"young": old})
    report.refresh_from_db()
    assert (report.outcomes, report.finished_at) == ([], None)
    assert remove_groups(actor=cast.alice.user, attribute="age", now=timezone.now()) == 6
    assert attributes() == []


def test_the_report_is_held_before_the_groups_are_read(cast, season):
    put(cast, {"old": people(6)})
    with CaptureQueriesContext(connection) as captured:
        report_of(cast, season)
    asked = [query["sql"] for query in captured.captured_queries]
    held = [place for place, sql in enumerate(asked) if "FOR UPDATE" in sql and "report" in sql]
    read = [place for place, sql in enumerate(asked) if '"label"' in sql and "SELECT" in sql]
    assert held[-1] < read[-1]


def test_every_look_is_kept_and_never_changes(cast, season, client):
    put(cast, {"old": people(6)})
    report = report_of(cast, season)
    client.force_login(cast.alice.user)
    url = reverse("pages:fairness_detail", args=[report.public_id])
    assert client.get(url).status_code == client.get(url).status_code == 200
    kept = list(FairnessLook.objects.order_by("pk").values_list("what", flat=True))
    looked = [FairnessAct.LOOKED] * 2
    assert kept == [FairnessAct.IMPORTED, FairnessAct.COMPUTED, *looked]
    with pytest.raises(DatabaseError), transaction.atomic():
        FairnessLook.objects.all().delete()


def test_the_worker_is_asked_by_name_and_the_page_waits(cast, season, client):
    put(cast, {"old": people(6)})
    client.force_login(cast.alice.user)
    page = client.post(
        reverse("pages:fairness_act"),
        {"act": "compute", "cycle": str(season.public_id), "attribute": "age"},
        follow=True,
    ).content.decode()
    assert "Being compared" in page
    assert Job.objects.filter(name="reviews.compute_fairness").count() == 1


def test_pages_show_counts_and_verdicts_to_hr_admins_only(cast, season, client):
    young, old = people(6), people(6)
    for person in [*young, *old]:
        sign(person, season)
    put(cast, {"young": young, "old": old})
    report = report_of(cast, season)
    url = reverse("pages:fairness_detail", args=[report.public_id])
    client.force_login(cast.alice.user)
    page = client.get(url).content.decode()
    assert "6 of 6 (100 %)" in page
    assert "not enough data" in page
    for name in OTHERS:
        client.force_login(cast.viewer(name))
        assert client.get(url).status_code == 403


@pytest.mark.parametrize("attribute", ["a\x00", "shoe size", ""])
def test_what_nobody_has_is_not_said_to_be_forgotten(cast, client, attribute):
    put(cast, {"old": [cast.carol]})
    client.force_login(cast.alice.user)
    body = {"act": "remove", "attribute": attribute}
    page = client.post(reverse("pages:fairness_act"), body, follow=True).content.decode()
    assert "Nobody has a group of this kind" in page
    assert labels_of("age") == {cast.carol.pk: "old"}


def test_every_closed_season_can_be_compared(cast, client):
    put(cast, {"old": [cast.carol]})
    template = make_review_cycle(state=ReviewCycleState.CLOSED, name="Closed 0").template
    for number in range(1, 52):
        cycle = make_review_cycle(
            state=ReviewCycleState.CLOSED, name=f"Closed {number}", template=template
        )
        FairnessReport.objects.create(cycle=cycle, attribute="age")
    client.force_login(cast.alice.user)
    page = client.get(reverse("pages:fairness_list")).text
    assert (page.count("<option value="), page.count(": age</a>")) == (52, 50)
    older = client.get(reverse("pages:fairness_list"), {"reports": "2"}).text
    assert older.count(": age</a>") == 1


def test_an_auditor_sees_who_looked_and_no_group(cast, client):
    put(cast, {"old": [cast.carol]}, attribute="secret attribute")
    client.force_login(cast.heidi.user)
    page = client.get(reverse("pages:fairness_list")).content.decode()
    assert "Alice Admin" in page
    assert page.count("secret attribute") == 1  # in the log


def test_people_see_their_own_groups(cast, client):
    put(cast, {"50 and older": [cast.carol]}, attribute="age band")
    assert groups_of(cast.carol) == [("age band", "50 and older")]
    url = reverse("pages:look_list")
    for name, is_there in {"carol": True, "bob": False, "alice": False}.items():
        client.force_login(cast.viewer(name))
        assert ("50 and older" in client.get(url).content.decode()) is is_there


def upload(client, text, **more):
    file = BytesIO(text.encode())
    file.name = "groups.csv"
    return client.post(reverse("pages:fairness_groups"), {"file": file, **more})


def test_a_file_replaces_the_attributes_that_it_names(cast, client):
    put(cast, {"old": [cast.carol]})
    put(cast, {"north": [cast.carol]}, attribute="region")
    client.force_login(cast.alice.user)
    text = f"person_number,attribute,group\n{cast.dave.number},age,young\n"
    assert "would replace" in upload(client, text).content.decode()
    assert labels_of("age") == {cast.carol.pk: "old"}
    assert "age (1)" in upload(client, text, apply="1").content.decode()
    assert labels_of("age") == {cast.dave.pk: "young"}
    assert labels_of("region") == {cast.carol.pk: "north"}


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("nobody,age,young", "Nobody has this number"),
        ("{number},age,", "must not be empty"),
        ("{number},age," + "x" * 61, "longer than 60"),
        ("{number},age,young\n{number},age,old", "already says this"),
    ],
)
def test_one_bad_row_and_nothing_is_written(cast, client, row, words):
    put(cast, {"old": [cast.carol]})
    client.force_login(cast.alice.user)
    text = "person_number,attribute,group\n" + row.format(number=cast.dave.number) + "\n"
    page = upload(client, f"{text}{cast.bob.number},age,old\n", apply="1").content.decode()
    assert words in page
    assert "Nothing was written" in page
    assert labels_of("age") == {cast.carol.pk: "old"}


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\x00\x01\x02"])
def test_what_is_no_such_file_is_refused_in_words(cast, client, text):
    client.force_login(cast.alice.user)
    response = upload(client, text, apply="1")
    assert response.status_code == 422
    assert attributes() == []
