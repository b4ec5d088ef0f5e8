"""No two views of the skill map can be subtracted below the floor."""

from itertools import product
from random import Random

import pytest
from django.urls import reverse

from assessments.models import Contest, SkillMapCell
from employees.enums import Grant
from employees.models import OrgUnit
from tests.factories import (
    assign,
    day,
    grant,
    make_employee,
    make_evidence,
    make_organisation,
    make_profile,
    make_role,
    make_site,
    make_skill,
    make_soft_skill,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
URL = "pages:skill_map"
PLACES = ["Acme", "Acme/A", "Acme/A/X", "Acme/A/Y", "Acme/A/Y/Z", "Acme/B", "Acme/B/X", "Other"]


FLOOR = 5


HALF = 40  # bits of a figure that the sum of levels holds; the sum of gaps has the rest


def make_cell(unit, skill, *sizes, bit):
    """People measured by a verified source and people measured otherwise.

    Each of the two groups has a sum of its own (a power of two), so any figure tells who is in it.
    """
    verified, others = sizes
    first = (1 << bit) if verified else 0
    both = first + ((2 << bit) if others else 0)
    none = {"n_unmeasured": 0, "n_possible": 0, "n_probable": 0, "sum_p": 0}
    SkillMapCell.objects.create(
        unit=unit,
        skill=skill,
        work_mode="hybrid",
        n=verified + others,
        n_verified=verified,
        verified_level=first % (1 << HALF),
        verified_gap=first >> HALF,
        sum_level=both % (1 << HALF),
        sum_gap=both >> HALF,
        **none,
    )


def figure_of(cell):
    return cell.sum_level + (cell.sum_gap << HALF)


@pytest.fixture
def heidi(client):
    make_organisation()
    user = make_user("Heidi")
    grant(user, Grant.AUDITOR)
    client.force_login(user)
    return user


def make_groups(seed):
    """(skill, people) by bit, of random sizes around the floor."""
    chance = Random(seed)  # noqa: S311 - not a secret
    skills = [make_skill(f"S{n}", category=f"C{n % 2}") for n in range(3)]
    skills.append(make_soft_skill("Talking", category="C0"))
    version = make_role("", dict.fromkeys(skills, 3)).versions.get()
    assert version.requirements.count() == len(skills)  # or no category could be chosen
    groups = []
    for path in PLACES:
        for skill in skills:
            sizes = chance.choices([0, 1, 2, 3, 4, 5, 6, 9], k=2)
            if any(sizes):
                make_cell(make_unit(path), skill, *sizes, bit=len(groups))
                groups += [(skill, size) for size in sizes]
    return skills, groups


@pytest.mark.parametrize("seed", range(4))
def test_no_two_views_differ_by_fewer_people_than_the_floor(client, heidi, seed):
    skills, groups = make_groups(seed)
    told = figures_of(client)

    def members(figure):
        return {one for one in range(len(groups)) if figure >> one & 1}

    whole = [members(figure) for figure in told]
    assert whole
    for one in whole:
        for other in whole:
            for left in (one - other, one & other):
                for skill in skills:
                    of_skill = sum(groups[g][1] for g in left if groups[g][0] == skill)
                    assert of_skill == 0 or of_skill >= FLOOR


def test_the_pairwise_search_looks_into_every_filter(client, heidi):
    """Without the guard of verified levels the search would find what is left beside them."""
    skill = make_skill(category="C0")
    make_role("", {skill: 3})
    make_cell(make_unit("Acme"), skill, 6, 3, bit=0)
    assert figures_of(client) == {3}  # all nine: neither the six nor, beside them, the three

    SkillMapCell.objects.all().delete()
    make_cell(make_unit("Acme"), skill, 6, 5, bit=0)
    assert figures_of(client) == {3, 1}  # all eleven, and the six: five are left


def figures_of(client):
    """Every sum of levels in every view an auditor can ask for."""
    told = set()
    paths = ["", *OrgUnit.objects.values_list("public_id", flat=True)]
    shown = [*product(["", "hard:C0", "hard:C1", "soft:C0"], ["", "hard"], [""])]
    shown += [("", kind, category) for kind, category in product(["", "hard"], ["C0", "C1"])]
    for unit, (opens, kind, category), verified in product(paths, shown, ["", "1"]):
        query = {"unit": unit, "open": opens, "kind": kind}
        query |= {"category": category, "verified": verified}
        found = client.get(reverse(URL), query).context["map"]
        for row in (*found.rows, found.foot):
            told |= {figure_of(cell) for cell in (*row.cells.values(), row.total)}
    return told - {0}


@pytest.mark.parametrize("place", ["role", "site", "work_mode"])
def test_filters_by_place_are_not_offered_and_change_nothing(client, heidi, place):
    skill = make_skill(category="C0")
    role, site = make_role("", {skill: 3}), make_site()
    make_cell(make_unit("Acme"), skill, 6, 5, bit=0)
    value = {"role": role.public_id, "site": site.public_id, "work_mode": "remote"}[place]

    page = client.get(reverse(URL), {place: value})

    assert place not in page.context["filters"].form.fields
    assert page.context["map"].foot.total.sum_level == 3


@pytest.mark.parametrize(("contests", "told"), [(4, 0), (5, 5), (7, 0), (12, 12)])
def test_contests_are_told_of_enough_people_with_enough_beside_them(client, heidi, contests, told):
    """Of twelve people: five leave seven, seven leave five; a number of four never shows."""
    skill = make_skill(category="C0")
    role, unit = make_role("", {skill: 3}), make_unit("Acme")
    make_cell(unit, skill, 10 if contests == 7 else 12, 0, bit=0)
    for _ in range(contests):
        contest(skill, unit, role)

    page = client.get(reverse(URL))

    (row,) = page.context["map"].rows
    assert row.total.n_contested == told
    assert ("is-contested" in page.context["table"].rows[0].cells[0].css) == bool(told)


def contest(skill, unit, role):
    """Somebody there who contests a rating of the skill."""
    person = make_employee()
    assign(person, unit, role=role)
    make_profile(person, {skill: {}})
    Contest.objects.create(evidence=make_evidence(person, skill), reason="No", due_on=day(9))
