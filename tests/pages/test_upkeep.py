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
    (best, *_others) = line.suggestions
    assert (best.code, best.percent) == (drivers[0].code, 100)
    assert "Delivery driver (name alike 100 %)" in as_alice.get("/roles/titles/").text


def test_titles_suggest_what_a_title_like_it_means(as_alice, cast, drivers):
    """What was chosen for one title is the reason for the next."""
    TitleMapping.objects.create(title="Lorry drivers", role=cast.role)
    assign(make_employee("Lou Lorry"), cast.sales, job_title="Lorry driver")
    lines = as_alice.get("/roles/titles/", {"q": "LORRY"}).context["titles"]
    assert [line.title for line in lines] == ["Lorry driver"]
    assert (
        lines[0]
        .suggestions[0]
        .words.startswith("Customer success manager (also called “Lorry drivers”, alike ")
    )


def test_titles_come_in_pages_and_confirming_stays_on_the_list(as_alice, drivers, monkeypatch):
    monkeypatch.setattr("skillmap.pages.upkeep.TITLES_PER_PAGE", 1)
    assign(make_employee("Solo Pilot"), "Acme", job_title="Pilot")
    pages = [as_alice.get("/roles/titles/", {"page": n}).context["titles"] for n in (1, 2)]
    assert [line.title.lower() for lines in pages for line in lines] == ["delivery driver", "pilot"]
    rows = {"title": "Pilot", "role": drivers[0].code, "other": ""}
    answer = as_alice.post("/roles/titles/?q=pil&page=2", rows)
    assert answer["Location"] == "/roles/titles/?q=pil&page=2"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, {"Juggling", "Unicycling"}),
        ({"q": "jugg"}, {"Juggling"}),
        ({"proposed": "hard"}, {"Juggling"}),
        ({"proposed": "none"}, {"Unicycling"}),
        ({"proposed": "soft"}, set()),
        ({"proposed": "spongy"}, {"Juggling", "Unicycling"}),
    ],
)
def test_kinds_are_found_by_name_and_guess(as_alice, juggling, query, found):
    make_skill("Unicycling", SkillKind.UNCLASSIFIED)
    page = as_alice.get("/skills/kinds/", query).context["page"]
    assert {skill.name for skill in page} == found


def test_title_mapped_gives_everybody_the_role_and_is_remembered(as_alice, drivers):
    role, people = drivers
    rows = {"title": "Delivery Driver", "role": role.code, "other": ""}
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
