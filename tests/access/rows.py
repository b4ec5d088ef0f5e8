"""What a row of the table of routes says, and the audiences it names."""

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
GOALS = audience(R.SELF, R.CHAIN, R.DELEGATE, R.IN_SCOPE)  # HR admins give a reason first
REVIEW_HR = audience(R.IN_SCOPE, R.HR_ADMIN)
REVIEW_SIDES = audience(R.SELF, R.LINE, R.DELEGATE)
REVIEW_ACTORS = REVIEW_SIDES | REVIEW_HR
HR_ADMIN = audience(R.HR_ADMIN)
HR = audience(R.HR_ADMIN, R.HR_PARTNER)
CATALOGUE = HR | audience(R.LEARNING)
ATTENDANCE = HR_ADMIN | audience(R.LEARNING)
AUDIT = audience(R.HR_ADMIN, R.AUDITOR)
NAMED_MAP = HR | audience(R.LEADS)
PROPOSERS = NAMED_MAP  # whoever leads somebody, HR; of their people
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
        return self.name.startswith(("api:", "xapi:", "scim:"))


def page(name: str, sees: Audience, about: str = "", **more: Any) -> Row:
    return Row(name, sees, about, **more)


def post(name: str, sees: Audience, about: str = "", **more: Any) -> Row:
    return Row(name, sees, about, method="post", **({"ok": FORM} | more))


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


AND_FILE = ("", "?format=csv")
REPORT_IT = {"act": "report", "reason": "rude"}
ADD = {"add": "1"}
