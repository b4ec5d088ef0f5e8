"""Lists that HR works off, and asking for what is missing."""

from tests.access.rows import ALL, CATALOGUE, HR, HR_ADMIN, NAMED_MAP, page, post

HR_LISTS = [
    page("pages:skill_map_ask", ALL, may=NAMED_MAP, queries=("", "?page=2")),
    post("pages:skill_map_ask", ALL, may=NAMED_MAP),
    post("pages:skill_map_withdraw", ALL, may=NAMED_MAP),
    page("pages:alert_list", ALL, may=NAMED_MAP, queries=("", "?format=csv", "?kind=single")),
    page("pages:kind_list", ALL, may=HR),
    post("pages:kind_list", ALL, may=HR),
    page("pages:title_list", ALL, may=HR_ADMIN),
    post("pages:title_list", ALL, may=HR_ADMIN),
    page("pages:name_list", ALL, may=CATALOGUE),
    post("pages:name_list", ALL, may=CATALOGUE),
]
