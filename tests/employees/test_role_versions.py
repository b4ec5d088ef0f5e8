"""Publishing what a role asks for."""

from decimal import Decimal

import pytest

from employees.enums import Grant
from employees.services.roles import Asked, publish_version
from skillmap.core.errors import ManyErrors, NotAllowedError
from tests.factories import (
    day,
    grant,
    make_certificate_type,
    make_role,
    make_scale,
    make_skill,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice():
    user = make_user("Alice Admin")
    grant(user, Grant.HR_ADMIN)
    return user


def levels(version) -> dict[str, Decimal]:
    return {line.skill.name: line.required_level for line in version.requirements.all()}


def test_new_version_ends_the_one_before_and_keeps_its_requirements(alice):
    sql, talk = make_skill("SQL"), make_skill("Talking")
    role = make_role("Analyst", {sql: 3})

    new = publish_version(actor=alice, role=role, asked=[Asked(talk, Decimal(2))], on=day(0))

    old = role.versions.get(number=1)
    assert old.valid.upper == new.valid.lower == day(0)
    assert (levels(old), levels(new)) == ({"SQL": 3}, {"Talking": 2})


def test_second_version_of_one_day_replaces_the_first(alice):
    sql = make_skill("SQL")
    role = make_role("Analyst", {sql: 3})

    publish_version(actor=alice, role=role, asked=[Asked(sql, Decimal(4))], on=day(0))
    publish_version(actor=alice, role=role, asked=[Asked(sql, Decimal(5))], on=day(0))

    assert [levels(version) for version in role.versions.all()] == [{"SQL": 3}, {"SQL": 5}]


def test_new_version_keeps_the_certificates_asked_for(alice):
    role = make_role("Electrician", {make_skill(): 3})
    wanted = make_certificate_type()
    role.versions.get().certificate_requirements.create(certificate_type=wanted)

    new = publish_version(actor=alice, role=role, asked=[], on=day(0))

    assert [line.certificate_type for line in new.certificate_requirements.all()] == [wanted]


def test_level_of_a_four_step_scale_is_put_on_the_common_metric(alice):
    skill = make_skill(scale=make_scale("government", top_rank=4))
    asked = [Asked(skill, Decimal(3))]

    version = publish_version(actor=alice, role=make_role(), asked=asked, on=day(0))

    assert version.requirements.get().required_common == 3750


@pytest.mark.parametrize(
    ("level", "importance"), [("0", 3), ("-1", 3), ("5.5", 3), ("3", 0), ("3", 6)]
)
def test_requirement_out_of_range_is_named_and_nothing_is_saved(alice, level, importance):
    skill = make_skill(code="BAD")
    role = make_role("Analyst", {make_skill(): 3})
    asked = [Asked(skill, Decimal(level), importance)]

    with pytest.raises(ManyErrors) as caught:
        publish_version(actor=alice, role=role, asked=asked, on=day(0))

    assert list(caught.value.fields) == ["BAD"]
    assert role.versions.count() == 1


def test_version_published_by_a_manager_is_refused():
    with pytest.raises(NotAllowedError):
        publish_version(actor=make_user(), role=make_role(), asked=[], on=day(0))
