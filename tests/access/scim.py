"""The rows of the table for identity providers: SCIM."""

from typing import Any

from tests.access.oracle import Audience
from tests.access.rows import ALL, ANYBODY, API_WRITE, CARD, HR_ADMIN, Row, page

NOT_HERE = frozenset({404})
UNSUPPORTED = frozenset({501})


def row(name: str, method: str = "get", sees: Audience = ALL, about: str = "", **more: Any) -> Row:
    writes = {"ok": API_WRITE} if method != "get" else {}
    return Row(f"scim:{name}", sees, about, method=method, scope="scim", **{**writes, **more})


SCIM = [
    page("scim:config", ANYBODY),
    page("scim:resource-types", ANYBODY),
    page("scim:resource-type", ANYBODY, ok=NOT_HERE),
    page("scim:schemas", ANYBODY),
    page("scim:schema", ANYBODY, ok=NOT_HERE),
    row("users"),
    row("users", "post", may=HR_ADMIN),
    row("users-search", "post"),
    row("user", "get", CARD, "person"),
    row("user", "put", CARD, "person", may=HR_ADMIN),
    row("user", "patch", CARD, "person", may=HR_ADMIN),
    row("user", "delete", CARD, "person", may=HR_ADMIN, ok=frozenset({204, 412})),
    row("groups"),
    row("groups", "post", may=HR_ADMIN),
    row("groups-search", "post"),
    row("group", "get", ALL, "unit"),
    *(row("group", method, ALL, "unit", may=HR_ADMIN) for method in ("put", "patch", "delete")),
    row("root"),
    row("search", "post"),
    *(row("me", method, ok=UNSUPPORTED) for method in ("get", "post", "put", "patch", "delete")),
    row("bulk", "post", ok=UNSUPPORTED),
    page("scim:no-such-endpoint", ANYBODY, ok=NOT_HERE),
]
