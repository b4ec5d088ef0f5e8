"""The people of the tests, each with one thing that makes them worth asking.

Acme                    Alice (HR admin)
  Acme/People           Erin (HR partner of Acme/Sales), Grace (learning manager),
                        Heidi (auditor)
  Acme/Sales            Bob (manager)
    Acme/Sales/North    Carol (reports to Bob), Dave (reports to Carol)
  Acme/Engineering      Frank (nobody's manager, nobody's report)
"""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from employees.enums import Grant
from employees.models import Employee, OrgUnit, RoleProfile
from skillmap.core.models import Organisation, User
from skills.models import Skill
from tests.factories import (
    assign,
    grant,
    make_employee,
    make_organisation,
    make_role,
    make_skill,
    make_soft_skill,
    make_unit,
)


@dataclass(frozen=True)
class Cast:
    """Everybody of the module's docstring; each person has a log-in (`cast.bob.user`).

    All hold `role`, which asks for level 3 of the hard and level 4 of the soft skill.
    """

    organisation: Organisation
    role: RoleProfile
    hard: Skill
    soft: Skill
    sales: OrgUnit
    alice: Employee
    bob: Employee
    carol: Employee
    dave: Employee
    erin: Employee
    frank: Employee
    grace: Employee
    heidi: Employee

    @property
    def people(self) -> dict[str, Employee]:
        """Name to person."""
        return {name: value for name, value in vars(self).items() if isinstance(value, Employee)}

    def viewer(self, name: str) -> User | AnonymousUser:
        """The log-in of a person by name; "anonymous" is nobody."""
        if name == "anonymous":
            return AnonymousUser()
        user = self.people[name].user
        assert user is not None
        return user


def make_cast() -> Cast:
    """The whole cast, a year in their places."""
    organisation = make_organisation()
    hard, soft = make_skill("Spreadsheets"), make_soft_skill("Active listening")
    role = make_role("Customer success manager", {hard: 3, soft: 4})
    people: dict[str, Employee] = {}
    for name, surname, unit, manager in (
        ("alice", "Admin", "Acme", None),
        ("bob", "Boss", "Acme/Sales", None),
        ("carol", "Report", "Acme/Sales/North", "bob"),
        ("dave", "Indirect", "Acme/Sales/North", "carol"),
        ("erin", "Partner", "Acme/People", None),
        ("frank", "Outsider", "Acme/Engineering", None),
        ("grace", "Learning", "Acme/People", None),
        ("heidi", "Auditor", "Acme/People", None),
    ):
        person = people[name] = make_employee(f"{name.title()} {surname}", user=True)
        assign(person, unit, role=role, manager=people[manager] if manager else None)
    sales = make_unit("Acme/Sales")
    for name, right, top in (
        ("alice", Grant.HR_ADMIN, None),
        ("erin", Grant.HR_PARTNER, sales),
        ("grace", Grant.LEARNING, None),
        ("heidi", Grant.AUDITOR, None),
    ):
        user = people[name].user
        assert user is not None
        grant(user, right, top)
    return Cast(organisation, role, hard, soft, sales, **people)
