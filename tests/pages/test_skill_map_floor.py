"""No two views of the skill map can be subtracted below the floor."""

from itertools import product
from random import Random

import pytest
from django.urls import reverse

from assessments.models import SkillMapCell
from employees.enums import Grant
from employees.models import OrgUnit
from tests.factories import (
    grant,
    make_organisation,
    make_skill,
    make_soft_skill,
    make_unit,
    make_user,
)

pytestmark = pytest.mark.django_db
URL = "pages:skill_map"
PLACES = ["Acme", "Acme/A", "Acme/A/X", "Acme/A/Y", "Acme/A/Y/Z", "Acme/B", "Acme/B/X", "Other"]


def make_cell(unit, skill, n, *, sum_level):
    """`n` people, all measured."""
    none = {"n_unmeasured": 0, "n_possible": 0, "n_probable": 0, "sum_gap": 0, "sum_p": 0}
    SkillMapCell.objects.create(
        unit=unit, skill=skill, work_mode="hybrid", n=n, sum_level=sum_level, **none
    )


@pytest.mark.parametrize("seed", range(6))
def test_no_two_views_differ_by_fewer_people_than_the_floor(client, seed):
    """Each group has a sum of its own (a power of a base), so any figure tells who is in it."""
    make_organisation()
    heidi = make_user("Heidi")
    grant(heidi, Grant.AUDITOR)
    client.force_login(heidi)
    chance = Random(seed)  # noqa: S311 - not a secret
    skills = [make_skill(f"S{n}", category=f"C{n % 2}") for n in range(3)]
    skills.append(make_soft_skill("Talking", category="C0"))
    groups = []
    for path in PLACES:
        for skill in skills:
            n = chance.choice([0, 1, 2, 3, 4, 5, 9])
            if n:
                make_cell(make_unit(path), skill, n, sum_level=1 << len(groups))
                groups.append((skill, n))

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
                    assert of_skill == 0 or of_skill >= 5


def figures_of(client):
    """Every sum of levels in every view an auditor can ask for."""
    told = set()
    paths = ["", *OrgUnit.objects.values_list("public_id", flat=True)]
    opened = ["", "hard:C0", "hard:C1", "soft:C0"]
    for unit, opens, kind in product(paths, opened, ["", "hard", "soft"]):
        query = {"unit": unit, "open": opens, "kind": kind}
        found = client.get(reverse(URL), query).context["map"]
        for row in (*found.rows, found.foot):
            told |= {cell.sum_level for cell in (*row.cells.values(), row.total)}
    return told - {0}
