"""Being away, and standing in."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from employees.enums import EmployeeStatus
from employees.models import Delegation
from employees.queries import weeks_away
from employees.services.absences import add_absence, delegate, end_delegation, remove_absence
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.factories import day, make_absence, make_delegation, make_employee
from training.analysis.offers import monday_of

pytestmark = pytest.mark.django_db
MONDAY = monday_of(day(14))


def weeks(person, count=6):
    return sorted(weeks_away([person], MONDAY, count)[person.pk])


def test_only_weeks_wholly_inside_are_away():
    dave = make_employee("Dave Report")
    make_absence(dave, days=DateRange(MONDAY, MONDAY + timedelta(12)))  # until Friday
    assert weeks(dave) == [0, 1]
    make_absence(dave, days=DateRange(MONDAY + timedelta(15), MONDAY + timedelta(19)))
    assert weeks(dave) == [0, 1]


def test_absence_without_end_covers_all_that_follows():
    dave = make_employee("Dave Report")
    make_absence(dave, days=DateRange(MONDAY + timedelta(21), None))
    assert weeks(dave) == [3, 4, 5]


def test_on_leave_and_nobody_knows_when_they_return():
    dave = make_employee("Dave Report", status=EmployeeStatus.LEAVE)
    make_absence(dave, days=DateRange(day(-90), day(-60)))
    assert weeks(dave, 3) == [0, 1, 2]
    make_absence(dave, days=DateRange(day(-30), MONDAY + timedelta(7)))
    assert weeks(dave, 3) == [0]


@pytest.mark.parametrize("who", ["dave", "carol", "bob", "erin", "alice"])
def test_the_person_managers_and_hr_enter_and_remove_days_away(cast, who):
    actor = cast.viewer(who)
    row = add_absence(
        actor=actor, employee=cast.dave, first_day=day(1), returns_on=day(9), today=day(0)
    )
    assert cast.dave.absences.get() == row
    remove_absence(actor=actor, absence=row)
    assert not cast.dave.absences.exists()


def test_colleagues_may_not(cast):
    with pytest.raises(NotAllowedError):
        add_absence(
            actor=cast.frank.user,
            employee=cast.dave,
            first_day=day(0),
            returns_on=None,
            today=day(0),
        )
    row = make_absence(cast.dave)
    with pytest.raises(NotAllowedError):
        remove_absence(actor=cast.frank.user, absence=row)


@pytest.mark.parametrize(("first", "back"), [(day(3), day(3)), (day(3), day(1)), (day(-9), day(0))])
def test_days_in_the_wrong_order_or_over_are_refused(cast, first, back):
    with pytest.raises(DomainError) as caught:
        add_absence(
            actor=cast.dave.user, employee=cast.dave, first_day=first, returns_on=back, today=day(0)
        )
    assert caught.value.field == "returns_on"


def name(cast, stand_in, first=0, until=7):
    return delegate(
        actor=cast.carol.user,
        manager=cast.carol,
        stand_in=stand_in,
        first_day=day(first),
        until=day(until),
        today=day(0),
    )


def test_manager_names_the_next_manager_or_a_report_and_they_are_told(cast):
    name(cast, cast.bob)
    assert cast.bob.user.notifications.get().kind == "stand_in"
    name(cast, cast.dave, 7, 9)
    assert cast.carol.delegations.count() == 2


def test_stranger_cannot_stand_in(cast):
    with pytest.raises(DomainError) as caught:
        name(cast, cast.frank)
    assert caught.value.field == "stand_in"


def test_stand_in_names_no_further_stand_in(cast):
    make_delegation(cast.carol, cast.bob)
    make_delegation(cast.bob, cast.frank)
    for stand_in in (cast.frank, cast.dave):
        with pytest.raises(NotAllowedError):
            delegate(
                actor=cast.frank.user,
                manager=cast.carol,
                stand_in=stand_in,
                first_day=day(20),
                until=day(900),
                today=day(0),
            )


def test_nobody_names_themselves(cast):
    with pytest.raises(NotAllowedError) as caught:
        delegate(
            actor=cast.bob.user,
            manager=cast.carol,
            stand_in=cast.bob,
            first_day=day(0),
            until=day(7),
            today=day(0),
        )
    assert caught.value.code == "grant_to_self"


def test_two_stand_ins_on_one_day_are_refused(cast):
    name(cast, cast.bob)
    with pytest.raises(ConflictError):
        name(cast, cast.dave, 6, 9)


def test_ending_keeps_what_was_and_drops_what_never_was(cast):
    running = make_delegation(cast.carol, cast.bob, days=DateRange(day(-3), day(3)))
    coming = make_delegation(cast.carol, cast.dave, days=DateRange(day(5), day(9)))
    for row in (running, coming):
        end_delegation(actor=cast.carol.user, delegation=row, today=day(0))
    assert list(cast.carol.delegations.values_list("days", flat=True)) == [
        DateRange(day(-3), day(0), "[)")
    ]


@pytest.mark.django_db(transaction=True)
def test_two_at_once_name_one_stand_in(cast):
    meet, outcomes = Barrier(2), []

    def ask(stand_in):
        meet.wait()
        try:
            name(cast, stand_in)
            outcomes.append("named")
        except ConflictError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=ask, args=[person]) for person in (cast.bob, cast.dave)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["named", "refused"]
    assert Delegation.objects.count() == 1
