"""Skills, roles and taking care of them."""

from tests.access.rows import ALL, HR, HR_ADMIN, page, post

LIBRARY = [
    page("pages:skill_list", ALL),
    page("pages:skill_detail", ALL, "skill"),
    page("pages:skill_care", ALL, "skill", may=HR),
    post("pages:skill_care", ALL, "skill", may=HR),
    post("pages:skill_care", ALL, "skill", may=HR, body={"do": "retire"}),
    page("pages:skill_merge", ALL, "skill", may=HR_ADMIN, queries=("", "?into=canary")),
    post("pages:skill_merge", ALL, "skill", may=HR_ADMIN),
    page("pages:change_list", ALL, may=HR),
    post("pages:change_list", ALL, may=HR),
    page("pages:lookalike_list", ALL, may=HR),
    post("pages:lookalike_list", ALL, may=HR),
    post("pages:lookalike_list", ALL, may=HR, body={"pair": "x/y"}),
    page("pages:role_list", ALL),
    page("pages:suggestion_list", ALL, may=HR),
    post("pages:suggestion_list", ALL, may=HR),
    post("pages:role_suggest", ALL, "role"),
    page("pages:role_detail", ALL, "role", queries=("", "?version=1", "?version=x")),
    page("pages:role_grid", ALL, may=HR, queries=("", "?q=a&skill=canary&kind=hard")),
    post("pages:role_grid", ALL, may=HR),
    page("pages:role_new", ALL, may=HR),
    post("pages:role_new", ALL, may=HR),
    page("pages:role_edit", ALL, "role", may=HR),
    post("pages:role_edit", ALL, "role", may=HR),
]
