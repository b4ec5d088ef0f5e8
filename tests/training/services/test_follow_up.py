"""What follows a completed plan: new measurements and the next recommendation."""

import pytest
from django.urls import reverse
from django.utils import timezone

from assessments.models import RatingRequest
from employees.enums import EmployeeStatus
from skillmap.core.models import Job
from tests.factories import make_activity, make_plan, make_profile
from training.enums import PlanState
from training.services import tick_step, untick_step

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def plan(cast):
    report = {
        "skills": [
            {
                "skill_code": cast.soft.code,
                "before": 2.0,
                "before_low": 1.3,
                "before_high": 2.7,
                "expected_after": 3.26,
                "expected_low": 2.04,
                "expected_high": 4.48,
                "weight": 0.5,
            }
        ]
    }
    steps = [make_activity("Talk", {cast.soft: (0, 4)})]
    return make_plan(
        cast.dave, steps, state=PlanState.ACTIVE, report=report, started_at=NOW, proposed_at=NOW
    )


def complete(cast, plan):
    return tick_step(actor=cast.dave.user, step=plan.steps.get(), now=NOW)


def test_completing_asks_person_and_manager_again_and_computes_the_next_plan(cast, plan):
    complete(cast, plan)

    note = cast.dave.user.notifications.get(kind="plan_completed")
    assert note.link == reverse("pages:plan_record", args=[plan.public_id])
    request = RatingRequest.objects.get()
    assert (request.rater, request.ratee, request.skill) == (cast.carol, cast.dave, cast.soft)
    job = Job.objects.get(name="training.recommend_paths")
    assert job.link == reverse("pages:person_plan", args=[cast.dave.public_id])


def test_completing_again_asks_the_manager_once(cast, plan):
    step = complete(cast, plan)
    untick_step(actor=cast.dave.user, step=step, now=NOW)
    complete(cast, plan)
    assert RatingRequest.objects.count() == 1


def test_nobody_is_asked_about_somebody_who_left(cast, plan):
    cast.dave.status = EmployeeStatus.LEFT
    cast.dave.save()
    complete(cast, plan)
    assert not RatingRequest.objects.exists()
    assert not Job.objects.exists()


def test_record_shows_what_was_planned_done_and_measured(client, cast, plan):
    make_profile(cast.dave, {cast.soft: {"mean": 3100}})
    complete(cast, plan)
    plan.steps.get().activity.__class__.objects.update(title="Another title")
    client.force_login(cast.carol.user)
    page = client.get(reverse("pages:plan_record", args=[plan.public_id])).text
    assert "Talk" in page
    assert "Another title" not in page
    for figure in ("2.0", "3.3", "3.1", "1.3–2.7"):
        assert figure in page
    assert "Completed · Dave Indirect" in page
    assert "Rate these skills again" not in page  # that is for Dave


def test_plan_that_runs_has_no_record_and_nobody_else_reads_one(client, cast, plan):
    url = reverse("pages:plan_record", args=[plan.public_id])
    client.force_login(cast.dave.user)
    assert client.get(url).status_code == 404
    complete(cast, plan)
    assert client.get(url).status_code == 200
    client.force_login(cast.frank.user)
    assert client.get(url).status_code == 404
