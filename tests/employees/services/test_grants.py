"""Rights are given by HR admins, to others, and end at once."""

import pytest
from django.db import IntegrityError, transaction

from employees import rules
from employees.enums import Grant
from employees.models import Employee, RoleGrant
from employees.services.grants import grant_right, revoke_right
from skillmap.core.errors import ConflictError, DomainError, NotAllowedError
from tests.cast import Cast
from tests.factories import day, grant, make_unit, since

pytestmark = pytest.mark.django_db


def test_right_given_by_an_hr_admin_works_at_once(cast: Cast):
    given = grant_right(actor=cast.alice.user, user=cast.frank.user, grant=Grant.LEARNING)
    assert rules.can_edit_catalogue(cast.frank.user)
    assert given.granted_by == cast.alice.user


def test_hr_partner_sees_the_subtree_of_the_unit_only(cast: Cast):
    north = make_unit("Acme/Sales/North")
    make_unit("Acme/Sales/Northern lights")
    grant_right(actor=cast.alice.user, user=cast.frank.user, grant=Grant.HR_PARTNER, unit=north)
    seen = Employee.objects.levels_visible_to(cast.frank.user)
    assert set(seen) == {cast.frank, cast.carol, cast.dave}


@pytest.mark.parametrize("name", ["erin", "bob", "frank", "heidi", "grace"])
def test_right_given_by_anybody_else_is_refused(cast: Cast, name: str):
    with pytest.raises(NotAllowedError):
        grant_right(actor=cast.viewer(name), user=cast.carol.user, grant=Grant.HR_ADMIN)
    assert not rules.is_hr_admin(cast.carol.user)


def test_right_given_to_oneself_is_refused(cast: Cast):
    with pytest.raises(NotAllowedError) as refusal:
        grant_right(actor=cast.alice.user, user=cast.alice.user, grant=Grant.LEARNING)
    assert refusal.value.code == "grant_to_self"


def test_right_given_to_oneself_is_refused_by_the_database_too(cast: Cast):
    with pytest.raises(IntegrityError, match="grant_never_to_self"), transaction.atomic():
        grant(cast.frank.user, Grant.HR_ADMIN, granted_by=cast.frank.user)


def test_same_right_twice_is_a_conflict(cast: Cast):
    grant_right(actor=None, user=cast.frank.user, grant=Grant.AUDITOR)
    with pytest.raises(ConflictError):
        grant_right(actor=None, user=cast.frank.user, grant=Grant.AUDITOR)


def test_hr_partner_without_unit_and_auditor_with_one_are_refused(cast: Cast):
    for wrong, unit in ((Grant.HR_PARTNER, None), (Grant.AUDITOR, cast.sales)):
        with pytest.raises(DomainError) as refusal:
            grant_right(actor=None, user=cast.frank.user, grant=wrong, unit=unit)
        assert refusal.value.field == "unit"


def test_right_that_ends_before_it_begins_is_refused(cast: Cast):
    with pytest.raises(DomainError) as refusal:
        grant_right(actor=None, user=cast.frank.user, grant=Grant.AUDITOR, until=day(0))
    assert refusal.value.field == "until"


def test_right_of_the_past_or_the_future_gives_nothing(cast: Cast):
    grant(cast.frank.user, Grant.HR_ADMIN, valid=since(-30, until=0))
    grant(cast.frank.user, Grant.HR_ADMIN, valid=since(1))
    assert not rules.is_hr_admin(cast.frank.user)


@pytest.mark.parametrize("began", [-365, 0, 5])
def test_revoked_right_is_gone_at_once_and_for_good(cast: Cast, began: int):
    given = grant(cast.frank.user, Grant.HR_ADMIN, valid=since(began))
    revoke_right(actor=cast.alice.user, grant=given)
    assert not rules.is_hr_admin(cast.frank.user)
    assert not RoleGrant.objects.filter(user=cast.frank.user, valid__contains=day(10)).exists()


def test_revoking_an_ended_right_keeps_its_last_day(cast: Cast):
    ended = grant(cast.frank.user, Grant.HR_ADMIN, valid=since(-30, until=-3))
    revoke_right(actor=cast.alice.user, grant=ended)
    ended.refresh_from_db()
    assert ended.valid.upper == day(-3)


def test_right_revoked_by_anybody_else_stays(cast: Cast):
    partner = cast.erin.user.grants.get()
    with pytest.raises(NotAllowedError):
        revoke_right(actor=cast.erin.user, grant=partner)
    assert rules.holds(cast.erin.user, Grant.HR_PARTNER)
