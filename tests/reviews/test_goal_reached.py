"""What evidence denies nobody calls reached, by page, service or REST."""

import pytest
from django.urls import reverse

from assessments.enums import CertificateState
from reviews.enums import GoalKind, GoalState
from reviews.models import Goal
from reviews.services import set_goal_state
from skillmap.core.errors import DomainError
from tests.factories import day, make_certificate, make_certificate_type, make_profile
from tests.reviews.season import make_goal

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam(cast):
    kind = make_certificate_type()
    return make_goal(cast.carol, certificate_type=kind, title="Pass the exam")


def close(cast, goal, state=GoalState.REACHED):
    set_goal_state(
        actor=cast.carol.user, goal=goal, state=state, version=goal.version, reason="because"
    )


@pytest.mark.parametrize(
    "held",
    [
        None,
        {"state": CertificateState.SUBMITTED},
        {"state": CertificateState.VERIFIED, "expires_on": day(-1)},
    ],
)
def test_certificate_that_is_not_valid_is_not_reached(client, cast, exam, held):
    if held is not None:
        make_certificate(cast.carol, type=exam.certificate_type, **held)
    with pytest.raises(DomainError, match="no valid certificate"):
        close(cast, exam)
    client.force_login(cast.carol.user)
    goals = reverse("reviews:goal_list", args=[cast.carol.public_id])
    for address in (goals, exam.get_absolute_url()):
        page = client.get(address).text
        assert "no valid certificate yet" in page
        assert 'value="reached"' not in page
    assert Goal.objects.get().state == GoalState.OPEN
    close(cast, exam, GoalState.DROPPED)


def test_valid_certificate_reaches_its_goal_and_the_page_says_when_it_no_longer_does(
    client, cast, exam
):
    held = make_certificate(cast.carol, type=exam.certificate_type, state=CertificateState.VERIFIED)
    close(cast, exam)
    held.expires_on = day(-1)
    held.save()
    client.force_login(cast.carol.user)
    page = client.get(exam.get_absolute_url()).text
    assert "no longer valid" in page
    assert "no valid certificate yet" not in page


def test_certificate_that_is_in_no_list_is_closed_by_hand(cast):
    goal = make_goal(cast.carol, title="A course of the town")
    close(cast, goal)
    assert Goal.objects.get().state == GoalState.REACHED


@pytest.mark.parametrize(("mean", "is_refused"), [(1000, True), (2900, False), (4000, False)])
def test_level_below_the_target_with_all_of_its_interval_is_not_reached(cast, mean, is_refused):
    make_profile(cast.carol, {cast.soft: {"mean": mean}})
    goal = make_goal(cast.carol, cast.soft, target_level=3)
    if is_refused:
        with pytest.raises(DomainError, match="not reached"):
            close(cast, goal)
    else:
        close(cast, goal)
    assert (Goal.objects.get().state == GoalState.OPEN) is is_refused


def test_figure_nobody_wrote_down_is_called_so(client, cast):
    goal = make_goal(
        cast.carol, kind=GoalKind.KPI, title="Renew", kpi_target=94, kpi_unit="percent"
    )
    client.force_login(cast.carol.user)
    assert "no figure written down yet" in client.get(goal.get_absolute_url()).text
