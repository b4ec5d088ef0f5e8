"""The product switched on for one unit first: who takes part, who waits, what is not asked."""

from datetime import date

import pytest
from django.core import mail
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from assessments.enums import GapStatus, RaterKind
from assessments.models import CycleRaterKind, RatingRequest, SkillProfile
from assessments.queries.cycles import colleagues_to_propose, raters_by_rule
from assessments.queries.missing import asking_of
from assessments.services.ad_hoc import ask_for_rating
from assessments.services.cycles_notes import Note, tell
from assessments.services.cycles_raters import check_can_rate
from employees.models import Delegation, Employee, OrgUnit
from employees.queries import people_without_password, users_taking_part
from employees.rules import takes_part
from reviews.services.reminders import remind_now
from skillmap.core.errors import DomainError
from skillmap.core.models import Notification, Organisation
from skillmap.core.tokens import issue_token
from tests.factories import (
    assign,
    day,
    make_delegation,
    make_employee,
    make_profile,
    make_unit,
)
from tests.reviews.season import make_review, make_review_cycle

pytestmark = pytest.mark.django_db
NAMES = ("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi")


@pytest.fixture
def pilot(cast):
    """North begins: Carol and Dave are there, Bob leads Carol."""
    unit = OrgUnit.objects.get(path="Acme/Sales/North")
    Organisation.objects.update(pilot_unit=unit.public_id)
    return unit


def test_without_a_pilot_everybody_takes_part(cast):
    assert all(takes_part(cast.viewer(name)) for name in NAMES)


def test_unit_who_leads_it_and_who_holds_a_right_take_part(client, cast, pilot):
    """Access of pages and of the rule, person by person."""
    for name in NAMES:
        client.force_login(cast.viewer(name))
        expected = name != "frank"
        assert takes_part(cast.viewer(name)) == expected, name
        assert (client.get("/").status_code == 200) == expected, name


def test_who_waits_is_told_so_everywhere_and_may_log_out(client, cast, pilot):
    client.force_login(cast.frank.user)
    for url in ("/", "/people/", reverse("pages:settings_edit"), "/inbox/"):
        page = client.get(url)
        assert page.status_code == 403
        assert "Not switched on for you yet" in page.text
        assert "/skill-map/" not in page.text
    assert client.post("/settings/", {"name": "x"}).status_code == 403
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302


def test_who_waits_reads_nothing_over_rest(client, cast, pilot):
    _token, secret = issue_token(cast.frank.user, name="x", scopes=["directory:read"])
    answer = client.get("/api/v1/people", headers={"authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_in_pilot")
    client.force_login(cast.frank.user)
    assert client.get("/api/v1/people").status_code == 403
    client.force_login(cast.dave.user)
    assert client.get("/api/v1/people").status_code == 200


def test_nobody_outside_is_invited_or_asked(cast, pilot):
    inside, outside = (make_employee(name, user=True) for name in ("In Side", "Out Side"))
    assign(inside, pilot)
    assign(outside, make_unit("Acme/Engineering"))
    for person in (inside, outside):
        person.user.set_unusable_password()
        person.user.save()
        make_profile(person, {cast.hard: {"status": GapStatus.NOT_MEASURED}})
    assert list(people_without_password("Side")) == [inside]
    profiles = SkillProfile.objects.filter(employee__in=[inside, outside])
    asking = asking_of(profiles.select_related("employee__user"), [cast.hard.slot])
    assert [person for person, _skills in asking.people] == [inside]
    assert asking.outside == 1


def test_nobody_outside_is_written_to(cast, pilot, django_capture_on_commit_callbacks):
    people = [cast.viewer(name) for name in NAMES]
    notes = [Note(user, "x", lambda: "x", "/", by_mail=True) for user in people]
    with django_capture_on_commit_callbacks(execute=True):
        tell(notes)
    written = {to for letter in mail.outbox for to in letter.to}
    assert written == {user.email for user in people} - {cast.frank.user.email}
    assert not Notification.objects.filter(user=cast.frank.user).exists()
    assert Notification.objects.filter(user=cast.carol.user).exists()
    assert users_taking_part({user.pk for user in people}) == {
        user.pk for user in people if takes_part(user)
    }


def test_who_stands_in_for_a_leader_takes_part_on_those_days(client, cast, pilot):
    """Else reviews of the people wait for somebody who can open no page."""
    make_delegation(cast.bob, cast.frank, days=DateRange(day(1), day(5)))
    assert not takes_part(cast.frank.user)
    Delegation.objects.update(days=DateRange(day(-1), day(5)))
    assert takes_part(cast.frank.user)
    assert cast.frank in Employee.objects.taking_part()
    client.force_login(cast.frank.user)
    assert client.get("/").status_code == 200


def test_nobody_outside_rates(cast, pilot):
    """By rule, as a colleague to propose, or proposed all the same; else cycles wait for them."""
    assign(far := make_employee("Far Away", user=True), make_unit("Acme/West"), manager=cast.bob)
    kinds = [CycleRaterKind(rater_kind=RaterKind.PEER, wanted=9)]

    def found():
        by_rule = {pair.rater for pair in raters_by_rule([cast.carol.pk], kinds)}
        proposed = {person.pk for some in colleagues_to_propose(cast.carol) for person in some}
        return far.pk in by_rule, far.pk in proposed

    assert found() == (False, False)
    with pytest.raises(DomainError, match="not switched on for Far Away"):
        check_can_rate(far, cast.carol)
    Organisation.objects.update(pilot_unit=None)
    assert found() == (True, True)
    check_can_rate(far, cast.carol)


def test_nobody_outside_is_asked_for_a_single_rating(cast, pilot):
    terms = {"ratee": cast.carol, "skill": cast.hard, "note": "", "due_on": None}
    with pytest.raises(DomainError, match="not switched on for Frank"):
        ask_for_rating(actor=cast.carol.user, rater=cast.frank, now=timezone.now(), **terms)
    ask_for_rating(actor=cast.carol.user, rater=cast.dave, now=timezone.now(), **terms)
    assert [request.rater for request in RatingRequest.objects.all()] == [cast.dave]


def test_nobody_outside_is_reminded_of_a_review(cast, pilot):
    """Nor is it written down that they were, and nobody counts them."""
    cycle = make_review_cycle(prepare_by=day(9), sign_by=day(20), created_by=cast.alice.user)
    for person in (cast.dave, cast.frank):
        make_review(person, [cast.hard], cycle=cycle)
    assert remind_now(actor=cast.alice.user, cycle=cycle, today=day(0)) == 3
    reminded = set(cycle.reminders.values_list("user", flat=True))
    assert reminded == {person.user_id for person in (cast.dave, cast.carol, cast.alice)}


def test_hr_switches_it_on_for_a_unit_and_for_everybody(client, cast):
    client.force_login(cast.alice.user)
    url = reverse("pages:organisation_edit")
    unit = OrgUnit.objects.get(path="Acme/Sales")

    def send(**values):
        form = client.get(url).context["form"]
        body = {name: form[name].value() for name in form.fields if form[name].value() is not None}
        return client.post(url, body | values)

    assert send(pilot_unit=str(unit.public_id)).status_code == 302
    assert Organisation.objects.get().pilot_unit == unit.public_id
    assert send(pilot_unit="not-a-unit").status_code == 422
    assert send(pilot_unit="").status_code == 302
    assert Organisation.objects.get().pilot_unit is None


def test_saving_other_choices_keeps_a_pilot_whose_unit_was_retired(client, cast, pilot):
    OrgUnit.objects.filter(pk=pilot.pk).update(retired_on=date(2026, 1, 1))
    client.force_login(cast.alice.user)
    page = client.get(reverse("pages:organisation_edit")).text
    assert f'<option value="{pilot.public_id}" selected' in page


def test_steps_of_setting_up_are_put_away_and_come_back(client, cast):
    client.force_login(cast.alice.user)
    assert "Set up, step by step" in client.get("/").text
    client.post(reverse("pages:checklist_hide"))
    assert "Set up, step by step" not in client.get("/").text
    Organisation.objects.update(shows_checklist=True)
    assert "Set up, step by step" in client.get("/").text
