"""Every route and who may use it: one row per route name and method.

`sees`: for whom the thing exists (others: 404, "hidden"); `may`: who may do this with it (others
who see it: 403). `about` names the kind of thing in the address. `ok` are the statuses of those
who may; writes are posted with `body`, mostly empty, so that 422 or 400 mean "let in, and refused
for its content". Whoever is refused a write has written nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.access.oracle import Audience, Relation

R = Relation


def audience(*relations: Relation) -> Audience:
    return frozenset(relations)


ANYBODY = audience(R.ANYBODY)
ALL = audience(R.LOGGED_IN)
OWNER = audience(R.SELF)
LEVELS = audience(R.SELF, R.CHAIN, R.DELEGATE, R.IN_SCOPE, R.HR_ADMIN)
CARD = LEVELS | audience(R.COLLEAGUE)
CERTIFICATES = audience(R.SELF, R.LINE, R.IN_SCOPE, R.HR_ADMIN)
DECIDERS = audience(R.LINE, R.IN_SCOPE, R.HR_ADMIN)  # nobody about what is their own
EXEMPTERS = audience(R.IN_SCOPE, R.HR_ADMIN)
APPROVERS = audience(R.APPROVER)
RATERS = audience(R.SELF, R.LINE)
REPORTED = audience(R.SELF, R.IN_SCOPE, R.HR_ADMIN)  # reported notes; how somebody rates
REPORT = audience(R.SELF, R.LINE, R.IN_SCOPE, R.HR_ADMIN, R.TRUSTED_MENTOR)  # HR with a reason
OWN_REPORT = audience(R.SELF, R.TRUSTED_MENTOR)
MENTOR = audience(R.MENTOR)
MENTORING = audience(R.SELF, R.MENTOR)
NOMINATORS = audience(R.SELF, R.LINE, R.IN_SCOPE, R.HR_ADMIN)
GOALS = audience(R.SELF, R.CHAIN, R.IN_SCOPE)  # HR admins and stand-ins give a reason first
HR_ADMIN = audience(R.HR_ADMIN)
HR = audience(R.HR_ADMIN, R.HR_PARTNER)
CATALOGUE = HR | audience(R.LEARNING)
ATTENDANCE = HR_ADMIN | audience(R.LEARNING)
AUDIT = audience(R.HR_ADMIN, R.AUDITOR)
NAMED_MAP = HR | audience(R.LEADS)
OWN_OR_ADMIN = OWNER | HR_ADMIN
OWN_OR_HR = OWNER | HR
TAKERS = audience(R.TAKER)
EXERCISES = audience(R.LINE, R.IN_SCOPE, R.HR_ADMIN)  # who has somebody observed

IMPORTS = ("people:write", "org:write", "skills:write", "activities:write", "ratings:write")

PAGE = frozenset({200})
FORM = frozenset({200, 302, 409, 422})
LEADS_ON = frozenset({302})
API_WRITE = frozenset({200, 201, 202, 400, 409, 412, 415, 422, 428})


@dataclass(frozen=True)
class Row:
    """One route and method. `scope`: what a token needs, or one of what; empty for pages."""

    name: str
    sees: Audience
    about: str = ""
    may: Audience | None = None
    method: str = "get"
    ok: frozenset[int] = PAGE
    refused: int = 403
    scope: str | tuple[str, ...] = ()
    queries: tuple[str, ...] = ("",)
    body: Mapping[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return " ".join([self.method, self.name, *self.body.values()])

    @property
    def scopes(self) -> tuple[str, ...]:
        return (self.scope,) if isinstance(self.scope, str) else self.scope

    @property
    def is_api(self) -> bool:
        return self.name.startswith(("api:", "xapi:"))


def page(name: str, sees: Audience, about: str = "", **more: Any) -> Row:
    return Row(name, sees, about, **more)


def post(name: str, sees: Audience, about: str = "", **more: Any) -> Row:
    return Row(name, sees, about, method="post", ok=FORM, **more)


def read(
    name: str, scope: str | tuple[str, ...], sees: Audience = ALL, about: str = "", **more: Any
) -> Row:
    return Row(f"api:{name}", sees, about, scope=scope, **more)


def write(
    name: str, scope: str | tuple[str, ...], sees: Audience = ALL, about: str = "", **more: Any
) -> Row:
    return Row(f"api:{name}", sees, about, method="post", ok=API_WRITE, scope=scope, **more)


def change(name: str, scope: str, sees: Audience, about: str, **more: Any) -> Row:
    return Row(f"api:{name}", sees, about, method="patch", ok=API_WRITE, scope=scope, **more)


def delete(name: str, scope: str, sees: Audience, about: str, **more: Any) -> Row:
    gone = frozenset({204, 409, 412, 428})
    return Row(f"api:{name}", sees, about, method="delete", ok=gone, scope=scope, **more)


def decide(decision: str) -> dict[str, str]:
    return {"decision": decision, "version": "1", "reason": "because"}


REPORT_IT = {"act": "report", "reason": "rude"}

PAGES = [
    page("pages:home", ALL),
    page("pages:search", ALL, queries=("?q=canary", "?q=e", "")),
    page("pages:person_list", ALL, queries=("", "?format=csv", "?q=a", "?sort=-fit")),
    page("pages:person_detail", CARD, "person"),
    page("pages:person_skill", LEVELS, "person"),
    page("pages:person_evidence", LEVELS, "person"),
    page("pages:person_record", LEVELS, "person", may=HR_ADMIN),
    page("pages:person_certificates", CERTIFICATES, "person"),
    page("pages:person_certificate_new", CERTIFICATES, "person", may=OWNER),
    post("pages:person_certificate_new", CERTIFICATES, "person", may=OWNER),
    post("pages:person_certificate_exempt", CERTIFICATES, "person", may=EXEMPTERS),
    page("pages:certificate_kind_list", ALL, may=HR),
    page("pages:certificate_kind_new", ALL, may=HR),
    post("pages:certificate_kind_new", ALL, may=HR),
    page("pages:certificate_kind_edit", ALL, "kind", may=HR),
    post("pages:certificate_kind_edit", ALL, "kind", may=HR),
    page("pages:certificate_detail", CERTIFICATES, "certificate"),
    page("pages:certificate_edit", CERTIFICATES, "certificate", may=OWNER),
    post("pages:certificate_edit", CERTIFICATES, "certificate", may=OWNER),
    page("pages:certificate_file", CERTIFICATES, "certificate"),
    post("pages:certificate_withdraw", CERTIFICATES, "certificate", may=OWNER),
    post("pages:certificate_decide", CERTIFICATES, "certificate", may=DECIDERS),
    post(
        "pages:certificate_decide", CERTIFICATES, "certificate", may=DECIDERS, body=decide("verify")
    ),
    page("pages:compliance_list", ALL, may=HR, queries=("", "?format=csv", "?standing=missing")),
    page("pages:rater_report", ALL),
    page("pages:person_rater_report", REPORTED, "person", ok=frozenset({200, 302})),
    post("pages:person_rater_report", REPORTED, "person"),
    post("pages:person_rater_report", REPORTED, "person", body={"reason": "a complaint"}),
    page("pages:reliability_list", ALL, may=HR, queries=("", "?kind=soft&cycle=x")),
    page("pages:person_plan", LEVELS, "person"),
    page("pages:person_away", LEVELS, "person"),
    post("pages:person_away", LEVELS, "person"),
    post("pages:away_end", LEVELS, "away"),
    page("pages:session_list", ALL, "activity", may=CATALOGUE),
    page("pages:session_new", ALL, "activity", may=CATALOGUE),
    post("pages:session_new", ALL, "activity", may=CATALOGUE),
    page("pages:session_edit", ALL, "session", may=CATALOGUE),
    post("pages:session_edit", ALL, "session", may=CATALOGUE),
    page("pages:session_cancel", ALL, "session", may=CATALOGUE),
    post("pages:session_cancel", ALL, "session", may=CATALOGUE),
    page("pages:session_attendance", ALL, "session", may=ATTENDANCE | OWNER),
    post("pages:session_attendance", ALL, "session", may=ATTENDANCE | OWNER),
    post("pages:plan_recommend", LEVELS, "person"),
    post("pages:plan_decide", LEVELS, "plan", body=decide("propose")),
    post("pages:plan_decide", LEVELS, "plan", may=OWNER, body=decide("accept")),
    post("pages:plan_decide", LEVELS, "plan", body=decide("dismiss")),
    post("pages:plan_decide", LEVELS, "proposed", may=APPROVERS, body=decide("approve")),
    post("pages:plan_decide", LEVELS, "active", may=APPROVERS, body=decide("object")),
    post("pages:step_tick", LEVELS, "active", may=OWNER, refused=302),
    page("pages:step_change", LEVELS, "active", may=OWNER),
    post("pages:step_change", LEVELS, "active", may=OWNER),
    page("pages:step_launch", LEVELS, "active", may=OWNER, ok=LEADS_ON),
    page("pages:step_return", OWNER, "returned", ok=LEADS_ON),
    page("pages:plan_replan", LEVELS, "running", may=OWNER),
    post("pages:plan_replan", LEVELS, "running", may=OWNER),
    page("pages:rating_form", LEVELS, "person", may=RATERS),
    post("pages:rating_form", LEVELS, "person", may=RATERS),
    post("pages:rating_draft", LEVELS, "person", may=RATERS),
    page(
        "pages:skill_map",
        ALL,
        queries=(
            *("", "?by=people", "?by=units", "?by=people&format=csv", "?format=xlsx"),
            *("?verified=1", "?verified=1&by=people", "?open=hard:–"),
        ),
    ),
    page("pages:skill_map_cell", ALL, may=NAMED_MAP, queries=("", "?verified=1", "?own=1")),
    post("pages:skill_map_ask", ALL, may=NAMED_MAP),
    page("pages:evidence_contest", LEVELS, "observation"),
    post("pages:evidence_contest", LEVELS, "observation"),
    page("pages:request_new", ALL),
    post("pages:request_new", ALL),
    page("pages:request_answer", OWNER, "request"),
    post("pages:request_answer", OWNER, "request"),
    page("pages:cycle_list", ALL),
    page("pages:cycle_new", ALL, may=HR),
    post("pages:cycle_new", ALL, may=HR),
    page("pages:cycle_detail", LEVELS, "cycle", may=HR),
    page("pages:cycle_edit", HR_ADMIN, "draft_cycle"),
    post("pages:cycle_edit", HR_ADMIN, "draft_cycle"),
    post("pages:cycle_act", LEVELS, "cycle", may=HR_ADMIN, body={"act": "remind"}),
    page("pages:cycle_people", LEVELS, "cycle", may=HR),
    post("pages:cycle_people", LEVELS, "cycle", may=HR_ADMIN, body={"add": "1"}),
    page("pages:cycle_raters", LEVELS, "cycle_person", may=NOMINATORS),
    post("pages:cycle_raters", LEVELS, "cycle_person", may=NOMINATORS),
    post("pages:cycle_share", LEVELS, "cycle_person", may=OWNER),
    page("pages:cycle_rate", RATERS, "cycle_person"),
    post("pages:cycle_rate", RATERS, "cycle_person"),
    post("pages:cycle_draft", RATERS, "cycle_rating"),
    page("pages:cycle_season", audience(R.LINE), "cycle"),
    page("pages:cycle_team", audience(R.LINE), "cycle_skill"),
    post("pages:cycle_team", audience(R.LINE), "cycle_skill"),
    page("pages:cycle_result", NOMINATORS, "result"),
    post("pages:cycle_result", NOMINATORS, "result", body={"reason": "a complaint"}),
    page("pages:feedback_list", ALL),
    page("pages:feedback_form", OWNER, "feedback", queries=("", "?all")),
    post("pages:feedback_form", OWNER, "feedback"),
    post("pages:feedback_form", OWNER, "feedback", body={"code": "guessed"}),
    page("pages:feedback_report", REPORT, "report", queries=("", "?format=csv", "?raters=peer")),
    post("pages:feedback_reason", REPORT, "report"),
    post("pages:feedback_reason", OWN_REPORT, "private_report", body={"reason": "curious"}),
    page("pages:mentorship_list", ALL),
    post("pages:mentorship_list", ALL),
    post(
        "pages:mentorship_act",
        MENTORING,
        "mentorship",
        may=OWNER,
        refused=302,
        body={"act": "share"},
    ),
    page("pages:mentee_detail", MENTOR, "person"),
    page("pages:person_remarks", CARD, "person", queries=("", "?skill=x&page=2")),
    post("pages:person_remarks", CARD, "person"),
    page("pages:remark_list", ALL),
    page("pages:remark_ask", ALL),
    post("pages:remark_ask", ALL),
    post("pages:remark_act", OWNER, "private_remark", body={"act": "remove"}),
    post("pages:remark_act", OWNER, "given_remark", body={"act": "nothing"}),
    post("pages:remark_act", RATERS, "shared_remark", may=OWNER, refused=302, body=REPORT_IT),
    post(
        "pages:remark_act",
        REPORTED,
        "reported_remark",
        may=EXEMPTERS,
        refused=302,
        body={"act": "keep"},
    ),
    post("pages:remark_close", OWNER, "remark_request"),
    page("pages:external_form", ANYBODY, queries=("", "?all")),
    post("pages:external_form", ANYBODY),
    post("pages:external_form", ANYBODY, body={"code": "guessed"}),
    page("pages:skill_list", ALL),
    page("pages:skill_detail", ALL, "skill"),
    page("pages:role_list", ALL),
    page("pages:role_detail", ALL, "role"),
    page("pages:role_edit", ALL, "role", may=HR),
    post("pages:role_edit", ALL, "role", may=HR),
    page("pages:kind_list", ALL, may=HR),
    post("pages:kind_list", ALL, may=HR),
    page("pages:title_list", ALL, may=HR_ADMIN),
    post("pages:title_list", ALL, may=HR_ADMIN),
    page("pages:name_list", ALL, may=CATALOGUE),
    post("pages:name_list", ALL, may=CATALOGUE),
    page("pages:inbox_list", ALL),
    post("pages:inbox_read", ALL),
    page("pages:import_list", ALL, may=HR_ADMIN),
    page("pages:parked_list", ALL, may=HR_ADMIN),
    post("pages:parked_list", ALL, may=HR_ADMIN),
    page("pages:import_new", ALL, may=HR_ADMIN),
    post("pages:import_new", ALL, may=HR_ADMIN),
    page("pages:import_detail", OWN_OR_ADMIN, "batch", queries=("", "?tab=reject")),
    post("pages:import_apply", OWN_OR_ADMIN, "batch", may=HR_ADMIN),
    post("pages:import_undo", OWN_OR_ADMIN, "batch", may=HR_ADMIN),
    page("pages:import_report", OWN_OR_ADMIN, "batch"),
    page("pages:analysis_list", ALL, may=HR),
    post("pages:analysis_list", ALL, may=HR),
    page("pages:job_list", ALL),
    page("pages:job_detail", OWN_OR_ADMIN, "job"),
    page("pages:job_progress", OWN_OR_ADMIN, "job", ok=frozenset({200, 286})),
    post("pages:job_replay", OWN_OR_ADMIN, "job", may=HR_ADMIN),
    page(
        "pages:audit_list",
        ALL,
        may=AUDIT,
        queries=(
            "",
            "?model=assessments.rating",
            "?model=assessments.observerscore",
            "?model=assessments.reactionkey",
            "?model=assessments.certificate",
            "?model=reviews.goal",
            "?model=core.apitoken",
        ),
    ),
    page("pages:settings_edit", ALL),
    post("pages:settings_edit", ALL),
    page("pages:token_list", ALL),
    post("pages:token_list", ALL),
    post("pages:token_revoke", OWNER, "token"),
    page("pages:calendar_edit", ALL),
    post("pages:calendar_edit", ALL),
    post("pages:calendar_edit", ALL, body={"revoke": "1"}),
    page("pages:calendar_feed", ANYBODY, "feed"),
    page("pages:look_list", ALL),
    page("pages:organisation_edit", ALL, may=HR_ADMIN),
    post("pages:organisation_edit", ALL, may=HR_ADMIN),
    page("pages:invitation_list", ALL, may=HR_ADMIN),
    post("pages:invitation_send", ALL, may=HR_ADMIN),
    page("pages:invitation_accept", ANYBODY, "invitation"),
    post("pages:invitation_accept", ANYBODY, "invitation"),
    page("training:activity_list", ALL),
    page("training:activity_detail", ALL, "activity"),
    page("training:template_list", ALL),
    page("training:template_detail", ALL, "template"),
    page("reviews:goal_list", LEVELS, "person"),
    post("reviews:goal_list", LEVELS, "person", may=RATERS),
    post("reviews:goal_reason", LEVELS, "person"),
    post("reviews:goal_reason", LEVELS, "person", body={"reason": "a complaint"}),
    post("reviews:goal_state", LEVELS, "goal", may=RATERS),
]

# Tests, scenarios and exercises. Whoever reads keys cannot take them, so takers are owners.
INSTRUMENTS = [
    page("pages:quiz_list", ALL),
    page("pages:quiz_detail", ALL, "quiz"),
    post("pages:quiz_start", ALL, "quiz", may=TAKERS),
    page("pages:attempt_form", OWNER, "attempt", queries=("", "?q=1", "?q=end")),
    post("pages:attempt_form", OWNER, "attempt"),
    post("pages:attempt_answer", OWNER, "attempt"),
    page("pages:result_detail", LEVELS, "score"),
    page("pages:scenario_detail", ALL, "scenario"),
    post("pages:scenario_start", ALL, "scenario", may=TAKERS),
    page("pages:passage_form", OWNER, "passage"),
    post("pages:passage_form", OWNER, "passage"),
    page("pages:outcome_detail", LEVELS, "outcome"),
    page("pages:item_list", ALL, may=CATALOGUE, queries=("", "?state=draft")),
    page("pages:item_new", ALL, may=CATALOGUE),
    post("pages:item_new", ALL, may=CATALOGUE),
    page("pages:item_import", ALL, may=CATALOGUE),
    post("pages:item_import", ALL, may=CATALOGUE),
    page("pages:item_edit", CATALOGUE, "item"),
    post("pages:item_edit", CATALOGUE, "item"),
    page("pages:quiz_overview", ALL, may=CATALOGUE),
    page("pages:quiz_new", ALL, may=CATALOGUE),
    post("pages:quiz_new", ALL, may=CATALOGUE),
    page("pages:quiz_edit", ALL, "quiz", may=CATALOGUE),
    post("pages:quiz_edit", ALL, "quiz", may=CATALOGUE),
    post("pages:quiz_state", ALL, "quiz", may=CATALOGUE),
    post("pages:quiz_cuts", ALL, "quiz", may=CATALOGUE),
    page("pages:scenario_import", ALL, may=CATALOGUE),
    post("pages:scenario_import", ALL, may=CATALOGUE),
    post("pages:scenario_copy", ALL, "scenario", may=CATALOGUE),
    page("pages:version_detail", OWNER | CATALOGUE, "version", may=CATALOGUE),
    post("pages:version_ask", OWNER | CATALOGUE, "version", may=CATALOGUE),
    post("pages:version_publish", OWNER | CATALOGUE, "version", may=CATALOGUE),
    page("pages:expert_key", OWNER | CATALOGUE, "version", may=OWNER),
    post("pages:expert_key", OWNER | CATALOGUE, "version", may=OWNER),
    page("pages:exercise_list", LEVELS, "person"),
    post("pages:exercise_list", LEVELS, "person", may=EXERCISES),
    page("pages:exercise_score", OWN_OR_ADMIN, "exercise", may=OWNER),
    post("pages:exercise_score", OWN_OR_ADMIN, "exercise", may=OWNER),
]

API = [
    page("api:docs", ANYBODY),
    read("people-list", "directory:read"),
    read("people-detail", "directory:read", CARD, "person"),
    read("org-units-list", "org:read"),
    read("org-units-detail", "org:read", ALL, "unit"),
    read("roles-list", "org:read"),
    read("roles-detail", "org:read", ALL, "role"),
    read("requirements", "org:read", ALL, "role"),
    read("skills-list", "skills:read"),
    read("skills-detail", "skills:read", ALL, "skill"),
    read("skill-frameworks-list", "skills:read"),
    read("skill-frameworks-detail", "skills:read", ALL, "framework"),
    read("proficiency-scales-list", "skills:read"),
    read("proficiency-scales-detail", "skills:read", ALL, "scale"),
    read("activities-list", "activities:read"),
    read("activities-detail", "activities:read", ALL, "activity"),
    read("jobs-list", "jobs:read"),
    read("jobs-detail", "jobs:read", OWN_OR_ADMIN, "job"),
    read("analysis-runs-list", "gaps:read"),
    read("analysis-runs-detail", "gaps:read", OWN_OR_HR, "run"),
    write("analysis-runs-list", "plans:write", may=HR),
    read("run-gaps", "gaps:read", OWN_OR_HR, "run"),
    read("assessment-cycles-list", "gaps:read"),
    read("assessment-cycles-detail", "gaps:read", LEVELS, "cycle"),
    read("tests-list", "skills:read"),
    read("tests-detail", "skills:read", ALL, "quiz"),
    read("scenarios-list", "skills:read"),
    read("scenarios-detail", "skills:read", ALL, "scenario"),
    read("test-attempts-list", "gaps:read"),
    read("test-attempts-detail", "gaps:read", LEVELS, "score"),
    read("scenario-attempts-list", "gaps:read"),
    read("scenario-attempts-detail", "gaps:read", LEVELS, "outcome"),
    read("levels", "gaps:read"),
    read("gaps", "gaps:read"),
    read("person-levels", "gaps:read", LEVELS, "person"),
    read("person-gaps", "gaps:read", LEVELS, "person"),
    read("skill-map", "analytics:read", queries=("", "?verified=true")),
    read("ratings", "gaps:read"),
    write("ratings", "ratings:write"),
    read("certificates-list", "certificates:read"),
    write("certificates-list", "certificates:write"),
    read("certificates-detail", "certificates:read", CERTIFICATES, "certificate"),
    change("certificates-detail", "certificates:write", CERTIFICATES, "certificate", may=OWNER),
    delete("certificates-detail", "certificates:write", CERTIFICATES, "certificate", may=OWNER),
    read("certificates-file", "certificates:read", CERTIFICATES, "certificate"),
    write("certificates-verify", "certificates:write", CERTIFICATES, "certificate", may=DECIDERS),
    write("certificates-reject", "certificates:write", CERTIFICATES, "certificate", may=DECIDERS),
    write("certificates-revoke", "certificates:write", CERTIFICATES, "certificate", may=DECIDERS),
    read("imports-list", "jobs:read"),
    write("imports-list", IMPORTS, may=HR_ADMIN),
    read("imports-detail", "jobs:read", OWN_OR_ADMIN, "batch"),
    read("import-rows", "jobs:read", OWN_OR_ADMIN, "batch"),
    write("imports-apply", "people:write", ALL, "batch", may=HR_ADMIN),
    write("imports-undo", "people:write", ALL, "batch", may=HR_ADMIN),
    read("plans-list", "plans:read"),
    read("plans-detail", "plans:read", LEVELS, "plan"),
    read("plan-steps", "plans:read", LEVELS, "plan"),
    read("person-plan", "plans:read", LEVELS, "person"),
    read("person-completions", "plans:read", LEVELS, "person"),
    read("completions", "plans:read"),
    write("completions", "completions:write", may=ATTENDANCE),
    write("completions-bulk", "completions:write", may=ATTENDANCE),
    write("plans-propose", "plans:write", LEVELS, "plan"),
    write("plans-accept", "plans:write", LEVELS, "plan", may=OWNER),
    write("plans-approve", "plans:write", LEVELS, "proposed", may=APPROVERS),
    write("plans-dismiss", "plans:write", LEVELS, "plan"),
    page("api:me", ALL),
    page("api:health", ANYBODY),
    page("api:openapi", ANYBODY),
    page("api:no-such-resource", ANYBODY, ok=frozenset({404})),
]

XAPI = [
    Row(
        "xapi:statements",
        ALL,
        method=method,
        may=ATTENDANCE,
        ok=API_WRITE,
        scope="completions:write",
    )
    for method in ("post", "put")
]

ACCOUNT = [
    page("account_login", ANYBODY, ok=FORM),
    post("account_login", ANYBODY),
    page("account_logout", ANYBODY, ok=FORM),
    post("account_logout", ANYBODY),
    page("account_inactive", ANYBODY),
    page("account_reauthenticate", ALL, ok=FORM),
    post("account_reauthenticate", ALL),
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
]

TABLE = [*PAGES, *INSTRUMENTS, *API, *XAPI, *ACCOUNT]
