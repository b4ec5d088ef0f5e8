"""Notes about plans ask only for what is still open."""

import pytest
from django.utils import timezone

from tests.factories import make_activity, make_delegation, make_plan
from training.enums import PlanState
from training.services import (
    accept_plan,
    approve_plan,
    dismiss_plan,
    object_to_plan,
    propose_plan,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def paid(cast):
    """A recommendation for Dave below the limit: Dave reports to Carol, Carol to Bob."""
    return make_plan(cast.dave, [make_activity("Paid", cost_cents=50_000)])


def asked(person):
    """Kinds of the questions that are new in somebody's inbox."""
    notes = person.user.notifications.filter(
        read_at=None, kind__in=["plan_proposed", "plan_to_approve"]
    )
    return list(notes.values_list("kind", flat=True))


def test_answered_proposal_asks_the_person_no_longer(cast, paid):
    plan = propose_plan(actor=cast.carol.user, plan=paid, now=NOW)
    assert asked(cast.dave) == ["plan_proposed"]
    accept_plan(actor=cast.dave.user, plan=plan, now=NOW)
    assert (asked(cast.dave), asked(cast.carol)) == ([], ["plan_to_approve"])


def test_approval_by_the_stand_in_settles_the_note_of_the_manager_too(cast, paid):
    make_delegation(cast.carol, cast.frank)
    plan = accept_plan(actor=cast.dave.user, plan=paid, now=NOW)
    approve_plan(actor=cast.frank.user, plan=plan, now=NOW)
    assert (asked(cast.carol), asked(cast.frank)) == ([], [])


def test_approval_before_the_answer_leaves_the_question_to_the_person(cast, paid):
    plan = propose_plan(actor=cast.carol.user, plan=paid, now=NOW)
    approve_plan(actor=cast.carol.user, plan=plan, now=NOW)
    assert asked(cast.dave) == ["plan_proposed"]


def test_dismissed_plan_asks_nobody(cast, paid):
    plan = propose_plan(actor=cast.carol.user, plan=paid, now=NOW)
    accept_plan(actor=cast.dave.user, plan=plan, now=NOW)
    dismiss_plan(actor=cast.dave.user, plan=plan, reason="Later", now=NOW)
    assert (asked(cast.dave), asked(cast.carol)) == ([], [])


def test_recommendation_put_aside_leaves_questions_about_the_open_plan(cast, paid):
    accept_plan(actor=cast.dave.user, plan=paid, now=NOW)
    draft = make_plan(cast.dave, [make_activity()])
    dismiss_plan(actor=cast.dave.user, plan=draft, reason="One is enough", now=NOW)
    assert asked(cast.carol) == ["plan_to_approve"]


def test_objection_is_an_answer(cast):
    plan = make_plan(cast.dave, [make_activity()], state=PlanState.DRAFT)
    plan = propose_plan(actor=cast.carol.user, plan=plan, now=NOW)
    plan = accept_plan(actor=cast.dave.user, plan=plan, now=NOW)
    object_to_plan(actor=cast.carol.user, plan=plan, reason="Quarter end", now=NOW)
    assert (asked(cast.dave), asked(cast.carol)) == ([], [])


def test_first_of_two_approvals_passes_the_question_on(cast):
    dear = make_plan(cast.dave, [make_activity("Dear", cost_cents=150_000)])
    plan = accept_plan(actor=cast.dave.user, plan=dear, now=NOW)
    assert (asked(cast.carol), asked(cast.bob)) == (["plan_to_approve"], [])
    plan = approve_plan(actor=cast.carol.user, plan=plan, now=NOW)
    assert (asked(cast.carol), asked(cast.bob)) == ([], ["plan_to_approve"])
    approve_plan(actor=cast.alice.user, plan=plan, now=NOW)
    assert asked(cast.bob) == []


def test_acceptance_after_the_first_approval_asks_the_second_only(cast):
    dear = make_plan(cast.dave, [make_activity("Dear", cost_cents=150_000)])
    plan = propose_plan(actor=cast.carol.user, plan=dear, now=NOW)
    plan = approve_plan(actor=cast.carol.user, plan=plan, now=NOW)
    accept_plan(actor=cast.dave.user, plan=plan, now=NOW)
    assert asked(cast.carol) == []
    assert set(asked(cast.bob)) == {"plan_to_approve"}
