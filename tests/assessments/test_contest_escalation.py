"""Contests that nobody decides in time."""

from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from assessments import rules
from assessments.enums import Source
from assessments.models import Contest
from assessments.services.contests import (
    contest_evidence,
    contest_link,
    escalate_contests,
    resolve_contest,
)
from employees.enums import EmployeeStatus
from employees.models import Employee
from skillmap.core.errors import NotAllowedError
from skillmap.core.models import Notification
from skillmap.pages.waiting.rows import rows_for
from tests import factories as make

pytestmark = pytest.mark.django_db


def contest(cast, ratee, rater, source=Source.PEER):
    """The person objects to what `rater` said."""
    evidence = make.make_evidence(ratee, cast.hard, 2, source, rater=rater)
    now = timezone.now()
    return contest_evidence(actor=ratee.user, evidence=evidence, reason="Not so", now=now)


def make_late(contest):
    Contest.objects.filter(pk=contest.pk).update(due_on=make.day(-1))
    contest.refresh_from_db()


def told(kind="contest_late"):
    return sorted(note.user.name for note in Notification.objects.filter(kind=kind))


def waiting(person):
    """The observations whose contests stand in this person's inbox."""
    rows = rows_for(person.user, timezone.localdate())
    return {row.thing for row in rows if row.kind == "contest"}


def test_nothing_is_passed_on_before_the_deadline(cast):
    found = contest(cast, cast.dave, cast.frank)

    assert escalate_contests(found.due_on) == 0
    assert told() == []


def test_a_late_contest_goes_to_the_next_manager_once(cast, django_capture_on_commit_callbacks):
    make_late(contest(cast, cast.dave, cast.frank))
    assert told("rating_contested") == ["Carol Report"]

    with django_capture_on_commit_callbacks(execute=True):
        assert escalate_contests(make.day(0)) == 1
        assert escalate_contests(make.day(1)) == 0

    assert told() == ["Bob Boss"]
    assert [sent.to for sent in mail.outbox] == [[cast.bob.user.email]]
    news = Notification.objects.get(kind="contest_news", user=cast.dave.user)
    assert "was passed on" in news.title


def test_week_after_week_hr_hears_of_it_until_somebody_decides(cast):
    found = contest(cast, cast.dave, cast.frank)
    make_late(found)
    escalate_contests(make.day(0))
    escalate_contests(make.day(7))
    assert told() == ["Alice Admin", "Bob Boss", "Bob Boss", "Erin Partner"]

    resolve_contest(
        actor=cast.erin.user, contest=found, stands=True, resolution="Seen", now=timezone.now()
    )

    assert escalate_contests(make.day(14)) == 0
    link = contest_link(found.evidence)
    assert not Notification.objects.filter(
        kind__in=["contest_late", "rating_contested"], link=link, read_at=None
    ).exists()


def test_without_a_next_manager_hr_hears_of_it_at_once(cast):
    make_late(contest(cast, cast.carol, cast.frank))

    escalate_contests(make.day(0))

    assert told() == ["Alice Admin", "Erin Partner"]


def test_a_next_manager_whose_own_rating_it_is_is_passed_over(cast):
    make_late(contest(cast, cast.dave, cast.bob))

    escalate_contests(make.day(0))

    assert told() == ["Alice Admin", "Erin Partner"]


def test_the_next_manager_decides_only_what_is_late(cast):
    found = contest(cast, cast.dave, cast.frank)
    decision = {"stands": False, "resolution": "Mixed up", "now": timezone.now()}
    with pytest.raises(NotAllowedError):
        resolve_contest(actor=cast.bob.user, contest=found, **decision)
    make_late(found)
    assert not rules.can_resolve_contest(cast.frank.user, found)

    resolve_contest(actor=cast.bob.user, contest=found, **decision)

    found.refresh_from_db()
    assert found.resolved_by == cast.bob.user


@pytest.mark.parametrize("change", ["away", "no log-in"])
def test_hr_is_told_at_once_when_the_manager_cannot_decide(cast, change):
    if change == "away":
        Employee.objects.filter(pk=cast.bob.pk).update(status=EmployeeStatus.LEAVE)
    else:
        Employee.objects.filter(pk=cast.bob.pk).update(user=None)

    contest(cast, cast.carol, cast.frank)

    assert "Alice Admin" in told("rating_contested")


def test_the_inbox_lists_what_waits_for_whom(cast):
    early, late = contest(cast, cast.carol, cast.frank), contest(cast, cast.dave, cast.frank)
    first, second = early.evidence.public_id, late.evidence.public_id
    assert (waiting(cast.bob), waiting(cast.carol)) == ({first}, {second})
    assert waiting(cast.alice) == waiting(cast.erin) == waiting(cast.dave) == set()

    make_late(late)

    assert waiting(cast.bob) == {first, second}
    assert waiting(cast.alice) == waiting(cast.erin) == {second}
    assert waiting(cast.frank) == waiting(cast.heidi) == set()


def test_what_the_manager_rated_waits_for_hr_and_not_for_the_manager(cast):
    found = contest(cast, cast.carol, cast.bob, Source.MANAGER)

    assert waiting(cast.bob) == set()
    assert waiting(cast.alice) == waiting(cast.erin) == {found.evidence.public_id}


def test_contests_stand_above_the_notes_with_a_button(cast, client):
    found = contest(cast, cast.dave, cast.frank)
    make_late(found)
    client.force_login(cast.bob.user)

    page = client.get(reverse("pages:inbox_list")).content.decode()

    assert contest_link(found.evidence) in page
    assert "Dave Indirect contests a rating" in page


def test_a_manager_loop_ends(cast):
    """Imports refuse one; rows from elsewhere may still hold it."""
    cast.bob.assignments.update(manager=cast.carol)
    make_late(contest(cast, cast.dave, cast.frank))

    assert escalate_contests(make.day(0) + timedelta(days=1)) == 1
