"""Files that people bring in: for HR admins, and one's own to look at."""

from collections.abc import Callable

from tests.access.rows import ALL, AND_FILE, HR_ADMIN, OWN_OR_ADMIN, page, post

IMPORTS = [
    page("pages:import_list", ALL, may=HR_ADMIN, queries=AND_FILE),
    page("pages:parked_list", ALL, may=HR_ADMIN, queries=AND_FILE),
    post("pages:parked_list", ALL, may=HR_ADMIN),
    post("pages:parked_list", ALL, may=HR_ADMIN, body={"number": "x", "person": "", "other": ""}),
    post("pages:parked_forget", ALL, may=HR_ADMIN),
    page("pages:import_new", ALL, may=HR_ADMIN),
    post("pages:import_new", ALL, may=HR_ADMIN),
    page("pages:import_detail", OWN_OR_ADMIN, "batch", queries=("", "?tab=reject")),
    post("pages:import_apply", OWN_OR_ADMIN, "batch", may=HR_ADMIN),
    post("pages:import_discard", OWN_OR_ADMIN, "batch", may=HR_ADMIN),
    post("pages:import_undo", OWN_OR_ADMIN, "batch", may=HR_ADMIN),
    page("pages:import_report", OWN_OR_ADMIN, "batch"),
    page("pages:import_columns", OWN_OR_ADMIN, "batch", may=HR_ADMIN),
    post("pages:import_columns", OWN_OR_ADMIN, "batch", may=HR_ADMIN),
    post("pages:import_rows", OWN_OR_ADMIN, "batch", may=HR_ADMIN),
]


def table_of_a_file(hide: Callable[..., str], owner: str) -> dict[str, object]:
    """What is kept of a file whose columns somebody may still choose, with something to leak."""
    column = hide(f"column-of-{owner}", owner, HR_ADMIN)
    cell = hide(f"cell-of-{owner}", owner, HR_ADMIN)
    return {"columns": [column], "rows": 1, "examples": {column: [cell]}, "words": {}}
