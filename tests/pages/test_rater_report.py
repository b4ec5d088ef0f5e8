"""What a rater is told about their own severity, and who is told."""

import numpy as np
import pytest
from django.urls import reverse

from assessments.analysis.parameters import METHOD, METHOD_VERSION
from assessments.analysis.priors import KeyedSums, Priors
from assessments.analysis.raters import COLUMNS, Effects
from assessments.enums import RunKind, RunState, Source
from assessments.models import AnalysisRun
from assessments.services.priors import store_priors
from skillmap.core.models import ReadLog
from tests.factories import day, make_employee, make_evidence

pytestmark = pytest.mark.django_db


def learned(cast, shift, variance=0.01, flat=()):
    """A finished run in which Bob's answers lie `shift` levels above the truth."""
    run = AnalysisRun.objects.create(
        kind=RunKind.GAPS,
        state=RunState.DONE,
        as_of=day(0),
        method=METHOD,
        method_version=METHOD_VERSION,
    )
    raters = np.array(sorted([2 * cast.bob.pk, 2 * cast.bob.pk + 1, 2 * cast.carol.pk]))
    severity = np.full((3, COLUMNS), 9.0)
    severity[0 if cast.bob.pk < cast.carol.pk else 1] = [0, 0, 0, shift, 0.5, variance]
    nothing = np.zeros(0, dtype=np.int64)
    effects = Effects(
        raters, nothing, nothing, severity, np.zeros((0, COLUMNS)), np.zeros((3, COLUMNS))
    )
    flat_ids = np.array(flat, dtype=np.int64)
    store_priors(run, Priors(KeyedSums.empty(2), flat_ids, effects, 1.15), 8)
    return run


def rates(cast, people=4, each=2):
    """Bob rates so many people, once per skill."""
    for number in range(people):
        person = make_employee(f"Rated {number}")
        for skill in (cast.hard, cast.soft)[:each]:
            make_evidence(person, skill, 3, Source.MANAGER, rater=cast.bob)


def page_of(client, person):
    client.force_login(person.user)
    return client.get(reverse("pages:rater_report"))


@pytest.mark.parametrize(
    ("shift", "variance", "words"),
    [
        (0.6, 0.01, "You rate higher than others"),
        (-0.6, 0.01, "You rate lower than others"),
        (0.1, 0.0001, "You rate much like others"),
        (0.6, 0.5, "You rate much like others"),
    ],
)
def test_rater_reads_own_severity_in_words_and_with_its_interval(
    client, cast, shift, variance, words
):
    rates(cast)
    learned(cast, shift, variance)
    response = page_of(client, cast.bob)
    report = response.context["report"]
    assert words in response.text
    assert (report.n_ratings, report.n_people) == (8, 4)
    assert report.shift == pytest.approx(shift)
    assert report.high - report.low == pytest.approx(2 * 1.645 * variance**0.5)
    assert "Nearly everybody gets the same" not in response.text


@pytest.mark.parametrize(("people", "each"), [(3, 2), (4, 1), (7, 1)])
def test_too_few_ratings_or_people_tell_nothing(client, cast, people, each):
    rates(cast, people, each)
    learned(cast, 0.6)
    response = page_of(client, cast.bob)
    assert "Not enough to tell yet" in response.text
    assert response.context["report"].shift is None


def test_a_flat_rater_is_told(client, cast):
    rates(cast)
    learned(cast, 0.0, flat=[2 * cast.bob.pk])
    assert "Nearly everybody gets the same" in page_of(client, cast.bob).text


def test_without_an_analysis_or_a_place_in_it_nothing_is_told(client, cast):
    rates(cast)
    assert "Not enough to tell yet" in page_of(client, cast.bob).text
    learned(cast, 0.6)
    for number in range(4):
        person = make_employee(f"Other {number}")
        for skill in (cast.hard, cast.soft):
            make_evidence(person, skill, 3, Source.PEER, rater=cast.dave)
    assert "Not enough to tell yet" in page_of(client, cast.dave).text


def test_nobody_finds_somebody_elses_on_their_own_page(client, cast):
    rates(cast)
    learned(cast, 0.6)
    for person in (cast.alice, cast.erin, cast.carol):
        assert page_of(client, person).context["report"].n_ratings == 0


# --- read by HR -----------------------------------------------------------------------------


def address_of(person):
    return reverse("pages:person_rater_report", args=[person.public_id])


@pytest.mark.parametrize("name", ["alice", "erin"])
def test_hr_gives_a_reason_that_the_rater_reads(client, cast, name):
    rates(cast)
    learned(cast, 0.6)
    client.force_login(cast.people[name].user)
    asked = client.get(address_of(cast.bob))
    assert "Why do you need to see this report?" in asked.text
    assert "report" not in asked.context
    assert client.post(address_of(cast.bob), {"reason": "  "}).status_code == 422
    assert not ReadLog.objects.exists()
    assert client.post(address_of(cast.bob), {"reason": "Calibration round"}).status_code == 302
    page = client.get(address_of(cast.bob))
    assert "Rates higher than others" in page.text
    assert page.context["report"].shift == pytest.approx(0.6)
    client.force_login(cast.bob.user)
    looks = client.get(reverse("pages:look_list")).text
    assert "Calibration round" in looks
    assert "how you rate others" in looks


def test_reason_of_yesterday_is_asked_for_again(client, cast):
    client.force_login(cast.alice.user)
    client.post(address_of(cast.bob), {"reason": "Calibration round"})
    ReadLog.objects.update(read_on=day(-1))
    assert "Why do you need" in client.get(address_of(cast.bob)).text


def test_reason_for_one_rater_opens_no_other(client, cast):
    client.force_login(cast.alice.user)
    client.post(address_of(cast.bob), {"reason": "Calibration round"})
    assert "Why do you need" in client.get(address_of(cast.carol)).text


@pytest.mark.parametrize("name", ["carol", "dave", "frank", "grace", "heidi"])
def test_nobody_else_has_such_a_page(client, cast, name):
    client.force_login(cast.people[name].user)
    assert client.get(address_of(cast.bob)).status_code == 404
    assert client.post(address_of(cast.bob), {"reason": "curious"}).status_code == 404
    assert not ReadLog.objects.exists()


def test_partner_of_other_units_and_manager_of_the_rater_see_nothing(client, cast):
    client.force_login(cast.erin.user)
    assert client.get(address_of(cast.frank)).status_code == 404
    client.force_login(cast.bob.user)
    assert client.get(address_of(cast.carol)).status_code == 404  # his report


def test_own_address_leads_to_the_own_page(client, cast):
    client.force_login(cast.bob.user)
    assert client.get(address_of(cast.bob))["Location"] == reverse("pages:rater_report")


def test_way_there_is_shown_to_hr_only(client, cast):
    evidence = reverse("pages:person_evidence", args=[cast.carol.public_id])
    for name, shown in (("alice", True), ("erin", True), ("bob", False), ("carol", False)):
        client.force_login(cast.people[name].user)
        assert (address_of(cast.carol) in client.get(evidence).text) == shown
