"""What a mentor reads, and where a person says so."""

import pytest
from django.urls import reverse

from assessments.enums import CyclePurpose, RaterKind
from employees.models import Mentorship
from tests.assessments.feedback_rounds import (
    ask_about,
    give,
    make_raters,
    make_round,
    release_round,
)
from tests.factories import (
    make_activity,
    make_certificate,
    make_mentorship,
    make_plan,
    make_profile,
)
from training.enums import PlanState

pytestmark = pytest.mark.django_db


@pytest.fixture
def carol(cast):
    """Carol has levels, a plan that runs, a certificate, and a report about her development."""
    make_profile(cast.carol, {cast.soft: {}})
    plan = make_plan(cast.carol, [make_activity("Listening well", {cast.soft: (1, 3)})])
    plan.state = PlanState.ACTIVE
    plan.save()
    make_certificate(cast.carol, title="Sheets diploma")
    raters = make_raters(5)
    person = ask_about(
        make_round(CyclePurpose.DEVELOPMENTAL), cast.carol, [cast.soft], {RaterKind.PEER: raters}
    )
    for rater in raters:
        give(rater, person, {cast.soft: 2.5})
    release_round(person.cycle)
    return cast.carol


def read(client, reader, person):
    client.force_login(reader.user)
    return client.get(reverse("pages:mentee_detail", args=[person.public_id]))


def report_of(person):
    cycle = person.cycles.get().cycle
    return reverse("pages:feedback_report", args=[cycle.public_id, person.public_id])


def test_mentor_reads_the_plan_and_nothing_else_unasked(client, cast, carol):
    make_mentorship(carol, cast.frank)
    page = read(client, cast.frank, carol).text
    assert "Listening well" in page
    assert "Not shared with you." in page
    assert "Active listening" not in page
    assert "Sheets diploma" not in page
    assert client.get(report_of(carol)).status_code == 404


def test_shared_levels_bring_certificates_along(client, cast, carol):
    make_mentorship(carol, cast.frank, shares_levels=True)
    page = read(client, cast.frank, carol).text
    assert "Active listening" in page
    assert "Sheets diploma" in page
    assert report_of(carol) not in page
    profile = reverse("pages:person_skill", args=[carol.public_id, cast.soft.public_id])
    assert client.get(profile).status_code == 404  # evidence and raters stay closed


def test_shared_reports_are_read_without_a_reason(client, cast, carol):
    make_mentorship(carol, cast.frank, shares_reports=True)
    assert report_of(carol) in read(client, cast.frank, carol).text
    report = client.get(report_of(carol))
    assert report.status_code == 200
    assert "Why do you need" not in report.text


@pytest.mark.parametrize("name", ["bob", "carol", "dave", "alice", "grace"])
def test_page_is_the_mentors_alone(client, cast, carol, name):
    make_mentorship(carol, cast.frank, shares_levels=True)
    assert read(client, cast.people[name], carol).status_code == 404


def test_person_asks_shares_more_and_ends(client, cast):
    client.force_login(cast.carol.user)
    address = reverse("pages:mentorship_list")
    assert client.post(address, {"mentor": cast.frank.email}).status_code == 302
    made = Mentorship.objects.get()
    assert (made.mentor, made.shares_levels, made.accepted_at) == (cast.frank, False, None)
    act = reverse("pages:mentorship_act", args=[made.public_id])
    client.post(act, {"act": "share", "shares_levels": "on"})
    made.refresh_from_db()
    assert (made.shares_levels, made.shares_reports) == (True, False)
    client.force_login(cast.frank.user)
    assert "asks you to be their mentor" in client.get(address).text
    client.post(act, {"act": "accept"})
    assert reverse("pages:mentee_detail", args=[cast.carol.public_id]) in client.get(address).text
    client.post(act, {"act": "end"})
    assert not Mentorship.objects.open().exists()
    assert client.post(act, {"act": "accept"}).status_code == 404


@pytest.mark.parametrize("mentor", ["", "nobody@example.org", "a\x00b"])
def test_unknown_mentor_is_refused_at_the_field(client, cast, mentor):
    client.force_login(cast.carol.user)
    answer = client.post(reverse("pages:mentorship_list"), {"mentor": mentor})
    assert answer.status_code == 422
    assert "mentor" in answer.context["form"].errors


def test_strangers_cannot_act(client, cast):
    made = make_mentorship(cast.carol, cast.frank)
    client.force_login(cast.alice.user)
    act = reverse("pages:mentorship_act", args=[made.public_id])
    assert client.post(act, {"act": "end"}).status_code == 404
    made.refresh_from_db()
    assert made.ended_at is None
