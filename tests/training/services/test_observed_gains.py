"""Learning from results: from completions and observations to what plans count with."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Retraction
from tests.factories import day, make_activity, make_employee, make_evidence
from training.models import Completion, ObservedGain
from training.queries.catalogue import offered_activities
from training.services.observed_gains import learn_gains

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def course(cast):
    return make_activity("Listening well", {cast.soft: (0, 5)})


def took(course, skill, before=2, after=4, *, on=-100, source=Source.TEST):
    """Somebody measured a month before the course and a month after it."""
    person = make_employee()
    for level, offset in ((before, on - 30), (after, on + 30)):
        if level is not None:
            make_evidence(person, skill, level, source, observed_on=day(offset))
    finished(person, course, on)
    return person


def finished(person, course, on):
    return Completion.objects.create(
        employee=person, activity=course, completed_on=day(on), reference=f"{course.code}/{on}"
    )


def only():
    return ObservedGain.objects.get()


def test_gain_is_learned_with_method_version_and_hashes(cast, course):
    for _one in range(7):
        took(course, cast.soft)
    assert learn_gains(NOW) == 1
    found = only()
    assert (found.people, found.method, found.method_version) == (5, "shrunken before-after", "1")
    assert found.expected == pytest.approx(0.54)
    assert found.expected < found.gain < found.observed
    assert len(found.parameters_hash) == len(found.inputs_hash) == 64


def test_planner_counts_with_what_was_learned(cast, course):
    for _one in range(5):
        took(course, cast.soft)
    gain = offered_activities("UTC")[0].outcomes[0].gain
    assert gain == pytest.approx(0.54)
    learn_gains(NOW)
    assert offered_activities("UTC")[0].outcomes[0].gain == only().gain > gain


def test_same_state_gives_the_same_bytes(cast, course):
    for level in (3, 4, 4, 5, 3):
        took(course, cast.soft, after=level)
    learn_gains(NOW)
    first = only()
    learn_gains(NOW)
    again = only()
    names = ("pk", "people", "observed", "observed_error", "gain", "gain_error", "inputs_hash")
    assert [getattr(first, name) for name in names] == [getattr(again, name) for name in names]


@pytest.mark.parametrize(("before", "after"), [(None, 4), (2, None)])
def test_one_side_alone_says_nothing(cast, course, before, after):
    for _one in range(6):
        took(course, cast.soft, before, after)
    assert learn_gains(NOW) == 0


def test_floor_hides_four_people_and_takes_the_figure_back(cast, course):
    people = [took(course, cast.soft) for _one in range(5)]
    learn_gains(NOW)
    row = people[0].evidence.order_by("observed_on").first()
    Retraction.objects.create(evidence=row, reason="wrong", retracted_at=NOW)
    assert learn_gains(NOW) == 0
    assert not ObservedGain.objects.exists()


def test_one_person_who_repeats_it_counts_once(cast, course):
    person = took(course, cast.soft)
    for on in (-90, -85, -80, -75, -70):
        finished(person, course, on)
    assert learn_gains(NOW) == 0


def test_what_another_course_brought_is_not_counted_here(cast, course):
    """Between finishing this one and being measured everybody took another on the same skill."""
    other = make_activity("Listening better", {cast.soft: (0, 5)})
    for _one in range(6):
        finished(took(course, cast.soft), other, -90)
    assert learn_gains(NOW) == 0


@pytest.mark.parametrize("source", [Source.COMPLETION, Source.CERTIFICATE])
def test_completing_is_no_proof_of_gain(cast, course, source):
    for _one in range(6):
        took(course, cast.soft, source=source)
    assert learn_gains(NOW) == 0


def test_self_ratings_are_corrected_on_both_sides(cast, course):
    for _one in range(5):
        took(course, cast.soft, 3, 3, source=Source.SELF)
    learn_gains(NOW)
    assert only().observed == pytest.approx(0.0, abs=0.05)


def test_old_observations_do_not_count(cast, course):
    for _one in range(6):
        person = make_employee()
        make_evidence(person, cast.soft, 2, Source.TEST, observed_on=day(-900))
        make_evidence(person, cast.soft, 4, Source.TEST, observed_on=day(-50))
        finished(person, course, -100)
    assert learn_gains(NOW) == 0


def test_activity_page_shows_both_with_interval_and_caveat(client, cast, course):
    client.force_login(cast.carol.user)
    address = reverse("training:activity_detail", args=[course.public_id])
    page = client.get(address).text
    assert "unknown" in page
    assert "Unknown below 5 people" in page
    for _one in range(5):
        took(course, cast.soft)
    learn_gains(NOW)
    page = client.get(address).text
    assert "5 people" in page
    assert "not that the activity alone caused it" in page
    assert "seen" in client.get(reverse("training:activity_list")).text
