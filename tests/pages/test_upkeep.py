"""Lists to work off: kinds to confirm and job titles to map."""

import pytest

from assessments.models import SkillProfile
from employees.models import Assignment, TitleMapping
from skillmap.core.models import Job
from skills.enums import SkillKind
from tests.factories import assign, make_employee, make_profile, make_role, make_skill

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_alice(client, cast):
    client.force_login(cast.alice.user)
    return client


@pytest.fixture
def juggling(db):
    return make_skill(
        "Juggling",
        SkillKind.UNCLASSIFIED,
        proposed_kind=SkillKind.HARD,
        proposed_reason="taught in courses",
    )


def test_kinds_show_the_guess_and_its_reason(as_alice, juggling):
    page = as_alice.get("/skills/kinds/").text
    assert "taught in courses" in page
    assert f'name="kind-{juggling.public_id}" value="hard" checked' in page


def test_kind_confirmed_is_written_and_levels_are_computed_anew(as_alice, cast, juggling):
    make_profile(cast.carol, {juggling: {}})
    make_profile(cast.dave, {cast.hard: {}})

    as_alice.post("/skills/kinds/", {f"kind-{juggling.public_id}": "soft"})

    juggling.refresh_from_db()
    assert (juggling.kind, juggling.proposed_kind, juggling.version) == (SkillKind.SOFT, "", 2)
    assert set(SkillProfile.objects.filter(stale=True).values_list("employee_id", flat=True)) == {
        cast.carol.pk
    }
    assert Job.objects.filter(name="assessments.refresh_profiles").exists()


@pytest.mark.parametrize("value", ["", "unclassified", "spongy"])
def test_kind_left_open_or_unknown_changes_nothing(as_alice, juggling, value):
    as_alice.post("/skills/kinds/", {f"kind-{juggling.public_id}": value, "kind-x": "hard"})
    juggling.refresh_from_db()
    assert juggling.kind == SkillKind.UNCLASSIFIED


def test_kind_of_a_confirmed_skill_stays(as_alice, cast):
    as_alice.post("/skills/kinds/", {f"kind-{cast.hard.public_id}": "soft"})
    cast.hard.refresh_from_db()
    assert cast.hard.kind == SkillKind.HARD


@pytest.fixture
def drivers(cast):
    """Two drivers without a role, one spelt differently, and a role that sounds alike."""
    role = make_role("Delivery driver")
    people = []
    for name, title in (("Tom Truck", "Delivery Driver"), ("Vera Van", "delivery driver")):
        person = make_employee(name)
        assign(person, cast.sales, job_title=title)
        people.append(person)
    return role, people


def test_titles_suggest_roles_that_sound_alike(as_alice, drivers):
    (line,) = as_alice.get("/roles/titles/").context["titles"]
    assert (line.title.lower(), line.people) == ("delivery driver", 2)
    assert line.suggestions[0] == (drivers[0], 1.0)


def test_title_mapped_gives_everybody_the_role_and_is_remembered(as_alice, drivers):
    role, people = drivers
    rows = {"title": "Delivery Driver", "role": role.public_id, "other": ""}
    as_alice.post("/roles/titles/", rows)
    assert Assignment.objects.filter(employee__in=people, role=role).count() == 2
    assert TitleMapping.objects.get().role == role
    assert as_alice.get("/roles/titles/").context["titles"] == []


def test_title_mapped_to_a_typed_role_by_name(as_alice, cast, drivers):
    rows = {"title": "Delivery driver", "role": "", "other": cast.role.name.upper()}
    as_alice.post("/roles/titles/", rows)
    assert Assignment.objects.filter(employee__in=drivers[1], role=cast.role).count() == 2


@pytest.mark.parametrize("other", ["No such role", "a\0b", "'; drop table"])
def test_title_with_an_unknown_role_waits_and_says_so(as_alice, drivers, other):
    page = as_alice.post(
        "/roles/titles/", {"title": "Delivery driver", "role": "", "other": other}, follow=True
    )
    assert "No role is called" in page.text
    assert not TitleMapping.objects.exists()


@pytest.mark.parametrize("address", ["/skills/kinds/", "/roles/titles/"])
def test_lists_to_work_off_are_for_hr(client, cast, address):
    client.force_login(cast.bob.user)
    assert client.get(address).status_code == 403
    assert client.post(address).status_code == 403
