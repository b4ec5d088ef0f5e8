"""Who can log in to the demo, and what is worth clicking."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from django.contrib.auth.hashers import make_password

from skillmap.core.api.scopes import Scope
from skillmap.core.models import User
from skillmap.core.tokens import issue_token
from skillmap.demo.people import Person
from skillmap.demo.personas import EMPLOYEE, HR_ADMIN, MANAGER

PASSWORD = "norvane-demo-2026"  # noqa: S105 the demo listens on this machine only


@dataclass(frozen=True)
class Visitor:
    """One log-in of the demo, as `make demo` prints it."""

    who: str
    email: str
    password: str
    clicks: tuple[str, str, str]
    token: str


_VISITS = {
    HR_ADMIN: (
        "HR admin",
        (
            "Skill map: open a department and a category",
            "Roles, Payroll specialist: payroll rests on one person",
            "Imports: send examples/skills.csv and look at what is new before you apply it",
        ),
    ),
    MANAGER: (
        "Manager (nine direct reports)",
        (
            "Home: who needs an answer from you today",
            "Home, Tiago Monteiro under Your team: gaps of both kinds",
            "Inbox: plans that wait for your approval",
        ),
    ),
    EMPLOYEE: (
        "Employee (customer success manager)",
        (
            "Home: what is due this week",
            "My profile, in the menu under your name: How was this computed? beside a skill",
            "Plan, a tab of the profile: why each step is there and what was left out",
        ),
    ),
}


def open_doors(people: Sequence[Person], target: Path) -> list[Visitor]:
    """Give the three visitors a password and a token, and write them down for `make demo`."""
    emails = {person.key: person.email for person in people}
    hashed = make_password(PASSWORD)  # once for all: it is slow on purpose
    visitors = [_visitor(emails[key], hashed, *visit) for key, visit in _VISITS.items()]
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([asdict(visitor) for visitor in visitors], indent=2) + "\n")
    return visitors


def _visitor(email: str, hashed: str, who: str, clicks: tuple[str, str, str]) -> Visitor:
    user = User.objects.get(email=email)
    user.password = hashed
    user.save(update_fields=["password", "updated_at"])
    _token, secret = issue_token(user, name="demo", scopes=Scope.values)
    return Visitor(who, email, PASSWORD, clicks, secret)
