"""HR keeps kinds of certificate, says which roles ask for them, and exempts people."""

import pytest
from django.urls import reverse

from employees.models import Exemption
from employees.services.certificates import roles_asking_for
from skills.models import CertificateType
from tests.factories import day, make_certificate_type, make_role, since

pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(cast):
    kind = make_certificate_type(code="L", name="Licence")
    cast.role.versions.update(valid=since(-100))
    cast.role.versions.get().certificate_requirements.create(certificate_type=kind)
    return kind


def save(client, viewer, kind=None, **values):
    client.force_login(viewer.user)
    args = [kind.public_id] if kind else []
    name = "certificate_kind_edit" if kind else "certificate_kind_new"
    data = {"name": "Licence", "code": "L", "version": kind.version if kind else ""}
    return client.post(reverse(f"pages:{name}", args=args), data | values)


def asking(kind):
    return {role.name for role in roles_asking_for(kind, day(0))}


def exempt(client, viewer, person, kind, **values):
    client.force_login(viewer.user)
    address = reverse("pages:person_certificate_exempt", args=[person.public_id])
    return client.post(address, {"type": str(kind.public_id), **values})


def exempted(person):
    return list(person.exemptions.filter(valid__contains=day(0)).values_list("reason", flat=True))


def test_hr_adds_a_kind_that_shows_a_level_and_a_role_asks_for(client, cast):
    response = save(
        client,
        cast.erin,
        skill=cast.hard.code,
        attained_level="3.5",
        valid_months="24",
        another_role=cast.role.name.upper(),
    )
    assert response.status_code == 302, response.context["form"].errors
    kind = CertificateType.objects.get()
    assert (kind.name, kind.code, kind.skill, kind.valid_months) == ("Licence", "L", cast.hard, 24)
    assert asking(kind) == {cast.role.name}
    assert "Licence" in client.get(reverse("pages:certificate_kind_list")).text


def test_role_that_asks_anew_keeps_its_skills_and_its_past(client, cast, kind):
    other = make_role("Driver", {cast.hard: 2})
    other.versions.update(valid=since(-100))
    roles = [str(cast.role.public_id)]
    assert save(client, cast.alice, kind, roles=roles, another_role="Driver").status_code == 302
    assert asking(kind) == {"Driver", cast.role.name}
    old, new = other.versions.order_by("number")
    assert not old.certificate_requirements.exists()
    assert [row.skill for row in new.requirements.all()] == [cast.hard]
    assert cast.role.versions.count() == 1


def test_unticked_role_no_longer_asks(client, cast, kind):
    assert save(client, cast.alice, kind).status_code == 302
    assert asking(kind) == set()
    assert cast.role.versions.order_by("number").first().certificate_requirements.exists()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "L"}, "code"),
        ({"name": ""}, "name"),
        ({"skill": "NONE"}, "skill"),
        ({"attained_level": "3"}, "attained_level"),
        ({"attained_level": "99", "skill": "S"}, "attained_level"),
        ({"valid_months": "0"}, "valid_months"),
        ({"another_role": "Nobody"}, "another_role"),
    ],
)
def test_kind_that_cannot_be_is_refused_at_its_field(client, cast, kind, values, field):
    cast.hard.code = "S"
    cast.hard.save()
    response = save(client, cast.alice, **{"code": "NEW", **values})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert CertificateType.objects.count() == 1


def test_stale_kind_is_not_overwritten(client, cast, kind):
    response = save(client, cast.alice, kind, version="7", name="Other")
    assert response.status_code == 422
    assert CertificateType.objects.get().name == "Licence"


@pytest.mark.parametrize("name", ["bob", "carol", "grace", "heidi"])
def test_kinds_are_for_hr(client, cast, kind, name):
    assert save(client, cast.people[name], kind, name="Mine").status_code == 403


def test_hr_exempts_and_ends_it(client, cast, kind):
    exempt(client, cast.erin, cast.carol, kind, reason="Works at a desk", until=day(30).isoformat())
    assert exempted(cast.carol) == ["Works at a desk"]
    client.force_login(cast.carol.user)
    page = client.get(reverse("pages:person_certificates", args=[cast.carol.public_id])).text
    assert "Works at a desk" in page
    assert "End the exemption" not in page
    exempt(client, cast.erin, cast.carol, kind, ends="1")
    assert exempted(cast.carol) == []


def test_ended_exemption_keeps_its_past(client, cast, kind):
    fields = {"certificate_type": kind, "reason": "x", "granted_by": cast.alice.user}
    Exemption.objects.create(employee=cast.carol, valid=since(-50), **fields)
    exempt(client, cast.alice, cast.carol, kind, ends="1")
    assert Exemption.objects.get().valid.upper == day(0)


@pytest.mark.parametrize(
    "values",
    [{"reason": ""}, {"reason": "x", "until": day(-1).isoformat()}, {"type": "x", "reason": "x"}],
)
def test_exemption_without_reason_end_or_kind_is_refused(client, cast, kind, values):
    exempt(client, cast.alice, cast.carol, kind, **values)
    assert exempted(cast.carol) == []


def test_nobody_is_exempt_twice(client, cast, kind):
    for reason in ("first", "second"):
        exempt(client, cast.alice, cast.carol, kind, reason=reason)
    assert exempted(cast.carol) == ["first"]


@pytest.mark.parametrize(("name", "person"), [("bob", "carol"), ("alice", "alice")])
def test_managers_and_those_concerned_do_not_exempt(client, cast, kind, name, person):
    response = exempt(client, cast.people[name], cast.people[person], kind, reason="x")
    assert response.status_code == 403
    assert exempted(cast.people[person]) == []
