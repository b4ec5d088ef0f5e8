"""Rows of the skill map for tests of its pages, and what a page shows of them."""

from django.urls import reverse
from django.utils import timezone

from assessments.models import SkillMapCell, SkillProfile

URL = "pages:skill_map"


def make_cell(unit, skill, n, *, measured=None, gap=1.0, level=2.0, role=None) -> SkillMapCell:
    """`n` people of whom `measured` have the mean `gap` and `level`."""
    measured = n if measured is None else measured
    return SkillMapCell.objects.create(
        unit=unit,
        skill=skill,
        role=role,
        work_mode="hybrid",
        n=n,
        n_unmeasured=n - measured,
        n_possible=0,
        n_probable=measured,
        sum_gap=round(1000 * gap * measured),
        sum_level=round(1000 * level * measured),
        sum_p=round(900 * measured),
    )


def make_profile(employee, *cells):
    """`cells` are (skill, level or None, required)."""
    cells = sorted(cells, key=lambda cell: cell[0].slot)
    known = [level is not None for _s, level, _r in cells]
    return SkillProfile.objects.create(
        employee=employee,
        slots=[skill.slot for skill, _l, _r in cells],
        mean=[round(1000 * level) if level is not None else -1 for _s, level, _r in cells],
        sd=[300 if ok else -1 for ok in known],
        n_ratings=[2 if ok else 0 for ok in known],
        required=[round(1000 * required) for _s, _l, required in cells],
        importance=[3] * len(cells),
        p_gap=[900 if ok else -1 for ok in known],
        status=[3 if ok else 0 for ok in known],
        method="shrinkage",
        method_version="1",
        parameters_hash="0" * 64,
        inputs_hash="0" * 64,
        computed_at=timezone.now(),
    )


def shown(client, **query):
    """{row: {column: (people, gap)}} of the page."""
    found = client.get(reverse(URL), query).context["map"]
    return {
        row.label: {
            column.label: "hidden" if cell.hidden else (cell.n, cell.gap)
            for column, cell in found.cells_of(row)
            if cell.n or cell.hidden
        }
        for row in found.rows
    }


def foot(client, **query):
    found = client.get(reverse(URL), query).context["map"]
    return {column.label: cell.n for column, cell in found.cells_of(found.foot) if not cell.hidden}
