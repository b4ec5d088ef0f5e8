"""Logging in and out, passwords, second factors, and who helps others to log in."""

from tests.access.rows import (
    ALL,
    ANYBODY,
    DECIDERS,
    FORM,
    HR_ADMIN,
    LEADS_ON,
    LEVELS,
    PAGE,
    page,
    post,
)

NOT_OFFERED = frozenset({404})  # no provider is set in the tests of access
REAUTHENTICATED = PAGE | {403}  # who has no password cannot show it again
ACCOUNT = [
    page("account_login", ANYBODY, ok=FORM),
    post("account_login", ANYBODY),
    page("account_logout", ANYBODY, ok=FORM),
    page("account_inactive", ANYBODY),
    page("account_reauthenticate", ALL, ok=REAUTHENTICATED),
    post("account_reauthenticate", ALL, ok=REAUTHENTICATED),
    page("account_change_password", ALL, ok=FORM),
    post("account_change_password", ALL),
    page("account_set_password", ALL, ok=FORM),
    post("account_set_password", ALL),
    page("account_reset_password", ANYBODY),
    post("account_reset_password", ANYBODY),
    page("account_reset_password_done", ANYBODY),
    page("account_reset_password_from_key", ANYBODY, "reset"),
    post("account_reset_password_from_key", ANYBODY, "reset"),
    page("account_reset_password_from_key_done", ANYBODY),
    page("pages:second_factor", ANYBODY, ok=LEADS_ON),
    post("pages:second_factor", ANYBODY, ok=LEADS_ON),
    page("pages:second_factor_edit", ALL),
    post("pages:second_factor_edit", ALL),
    page("pages:number_log_in", ANYBODY),
    post("pages:number_log_in", ANYBODY),
    page("pages:single_sign_on_begin", ANYBODY, ok=NOT_OFFERED),
    page("pages:single_sign_on_return", ANYBODY, ok=NOT_OFFERED),
    page("pages:person_log_in", LEVELS, "person", may=DECIDERS),
    post("pages:person_log_in", LEVELS, "person", may=DECIDERS),
    post("pages:second_factor_reset", LEVELS, "person", may=HR_ADMIN),
    # From here on everybody is logged out.
    post("account_logout", ANYBODY),
    post("pages:second_factor_leave", ANYBODY, ok=LEADS_ON),
]
