"""Lists that HR works off, asking for what is missing, and choices about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from skillmap.core.models import SavedView
from tests.access.rows import (
    ALL,
    CATALOGUE,
    HR,
    HR_ADMIN,
    LEVELS,
    NAMED_MAP,
    OWNER,
    RATERS,
    R,
    audience,
    page,
    post,
)

if TYPE_CHECKING:
    from tests.access.world import World

LEADS_OR_HR = audience(R.LINE, R.IN_SCOPE, R.HR_ADMIN)  # nobody exempts themselves
HR_LISTS = [
    page("pages:skill_map_ask", ALL, may=NAMED_MAP, queries=("", "?page=2")),
    post("pages:skill_map_ask", ALL, may=NAMED_MAP),
    post("pages:skill_map_withdraw", ALL, may=NAMED_MAP),
    page("pages:alert_list", ALL, may=NAMED_MAP, queries=("", "?format=csv", "?kind=single")),
    post("pages:view_save", ALL),
    post("pages:view_act", OWNER, "view"),
    page("pages:kind_list", ALL, may=HR),
    post("pages:kind_list", ALL, may=HR),
    page("pages:title_list", ALL, may=HR_ADMIN),
    post("pages:title_list", ALL, may=HR_ADMIN),
    page("pages:name_list", ALL, may=CATALOGUE),
    post("pages:name_list", ALL, may=CATALOGUE),
    post("pages:checklist_hide", ALL, may=HR_ADMIN),
    post("pages:person_exempt", LEVELS, "person", may=LEADS_OR_HR),
    post("pages:person_exempt", LEVELS, "person", may=LEADS_OR_HR, body={"ends": "1"}),
    post("pages:person_aim", LEVELS, "person", may=RATERS),
    post("pages:person_aim", LEVELS, "person", may=RATERS, body={"ends": "1"}),
]


def hide_views(world: World) -> None:
    """Views whose names and filters nobody else reads."""
    for owner in ("alice", "carol", "frank"):
        name, word = (world.hide(f"{what}-of-{owner}", owner, OWNER) for what in ("view", "filter"))
        kept = {"page": "pages:person_list", "name": name, "query": f"q={word}"}
        view = SavedView.objects.create(user=world.user(owner), **kept)
        world.add("view", owner, view.public_id)
