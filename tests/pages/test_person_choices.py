"""Exempting somebody from a skill, and aiming at a role: who may, what follows."""

import pytest
from django.urls import reverse

from assessments.models import SkillProfile
from assessments.services import create_run
from assessments.services.gaps import analyse_gaps
from assessments.services.refresh import refresh_profiles
from employees.models import Exemption, TargetRole
from skillmap.core.models import Job
from tests.factories import day, make_role, make_skill, since

pytestmark = pytest.mark.django_db


def role_coded(code, name, asked=None):
    role = make_role(name, asked)
    role.code = code
    role.save()
    return role


@pytest.fixture
def page(client):
    def read(reader, person):
        client.force_login(reader.user)
        return client.get(reverse("pages:person_detail", args=[person.public_id])).text

    return read


@pytest.fixture
def exempt(client, cast):
    def post(reader, person, of=None, **values):
        client.force_login(reader.user)
        body = {"skill": (of or cast.hard).public_id, "reason": "Another shift does it"}
        url = reverse("pages:person_exempt", args=[person.public_id])
        return client.post(url, {**body, **values}, follow=True)

    return post


@pytest.fixture
def aim(client):
    def post(reader, person, role, **values):
        client.force_login(reader.user)
        url = reverse("pages:person_aim", args=[person.public_id])
        return client.post(url, {"role": role} | values, follow=True)

    return post


def asked(person):
    profile = SkillProfile.objects.get(employee=person)
    return {slot for slot, level in zip(profile.slots, profile.required, strict=True) if level}


def test_manager_exempts_for_a_reason_and_gaps_follow(exempt, page, cast):
    analyse_gaps(create_run(actor=None))
    assert asked(cast.carol) == {cast.hard.slot, cast.soft.slot}
    exempt(cast.bob, cast.carol, until=str(day(30)))
    assert Job.objects.filter(name="assessments.refresh_profiles").exists()
    refresh_profiles()
    assert asked(cast.carol) == {cast.soft.slot}
    assert "Another shift does it" in page(cast.carol, cast.carol)
    one = Exemption.objects.get()
    assert (one.granted_by, one.valid.upper) == (cast.bob.user, day(30))


@pytest.mark.parametrize("began", [0, -5])
def test_ended_exemption_is_asked_again(exempt, page, cast, began):
    Exemption.objects.create(
        employee=cast.carol, skill=cast.hard, reason="x", granted_by=cast.alice.user,
        valid=since(began),
    )  # fmt: skip
    analyse_gaps(create_run(actor=None))
    assert asked(cast.carol) == {cast.soft.slot}
    exempt(cast.alice, cast.carol, ends="1")
    refresh_profiles()
    assert asked(cast.carol) == {cast.hard.slot, cast.soft.slot}
    assert "End the exemption" not in page(cast.alice, cast.carol)


def test_stand_ins_chain_and_the_person_exempt_nobody(exempt, page, cast):
    for reader in (cast.carol, cast.grace):
        exempt(reader, cast.carol)
    exempt(cast.bob, cast.dave)  # two floors above
    exempt(cast.bob, cast.bob)
    exempt(cast.alice, cast.alice)
    assert not Exemption.objects.exists()
    assert "Exempt from a skill" not in page(cast.carol, cast.carol)


def test_hr_partner_exempts_in_scope_only(exempt, cast):
    exempt(cast.erin, cast.frank)
    assert not Exemption.objects.exists()
    exempt(cast.erin, cast.dave)
    assert Exemption.objects.get().employee == cast.dave


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"reason": "  "}, "Say why"),
        ({"until": str(day(0))}, "must end after today"),
        ({"until": "soon"}, "give a date"),
        ({"skill": "x"}, "Choose the skill"),
    ],
)
def test_exemption_that_cannot_be_is_refused(exempt, cast, values, words):
    assert words in exempt(cast.bob, cast.carol, **values).text
    assert not Exemption.objects.exists()


def test_what_no_role_asks_for_needs_no_exemption_and_twice_is_refused(exempt, cast):
    answer = exempt(cast.bob, cast.carol, make_skill("Juggling"))
    assert "No role of this person asks for this skill." in answer.text
    exempt(cast.bob, cast.carol)
    assert "exempt already" in exempt(cast.bob, cast.carol).text
    assert Exemption.objects.count() == 1


def test_person_and_manager_choose_a_role_to_aim_at(aim, page, cast):
    role = role_coded("LEAD", "Team lead", {cast.soft: 5})
    aim(cast.carol, cast.carol, "team LEAD")
    aim(cast.bob, cast.carol, "LEAD")  # the same again
    assert TargetRole.objects.get().role == role
    text = page(cast.alice, cast.carol)
    assert "Team lead" in text
    assert "target_role=LEAD" in text
    aim(cast.carol, cast.carol, "LEAD", ends="1")
    assert TargetRole.objects.get().ended_on == day(0)
    assert "target_role=LEAD" not in page(cast.carol, cast.carol)


def test_hr_chain_and_strangers_choose_no_role_for_somebody(aim, cast):
    role_coded("LEAD", "Team lead")
    for reader, person in (
        (cast.alice, cast.carol),
        (cast.bob, cast.dave),
        (cast.frank, cast.carol),
        (cast.erin, cast.dave),
    ):
        aim(reader, person, "LEAD")
    assert not TargetRole.objects.exists()


@pytest.mark.parametrize("text", ["", "No such role", "a\x00b", "x" * 400])
def test_what_is_no_role_is_refused(aim, cast, text):
    assert "There is no role of this name." in aim(cast.carol, cast.carol, text).text
    assert not TargetRole.objects.exists()


def test_retired_and_own_roles_are_no_aim_and_five_are_enough(aim, cast):
    gone = role_coded("GONE", "Gone")
    gone.retired_on = day(-1)
    gone.save()
    assert "Gone is retired" in aim(cast.carol, cast.carol, "GONE").text
    assert "their role already" in aim(cast.carol, cast.carol, cast.role.code).text
    for number in range(6):
        role_coded(f"R{number}", f"Role {number}")
        answer = aim(cast.carol, cast.carol, f"R{number}")
    assert "At most 5" in answer.text
    assert TargetRole.objects.count() == 5


def test_aim_is_chosen_beforehand_in_what_if(client, cast):
    role_coded("LEAD", "Team lead", {cast.soft: 5})
    client.force_login(cast.carol.user)
    url = reverse("pages:plan_what_if", args=[cast.carol.public_id])
    form = client.get(url, {"target_role": "LEAD"}).context["form"]
    assert form.initial["target_role"] == "LEAD"
