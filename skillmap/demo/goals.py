"""What people at Norvane want to reach this year, in their words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from skillmap.demo import personas
from skillmap.demo.people import SEED, Person
from skillmap.demo.truth import Truth

SHARE_WITH_GOALS = 0.45
ALWAYS = {personas.EMPLOYEE, personas.MANAGER, personas.FLAWLESS_ENGINEER, personas.NEW_MANAGER}

SKILL_GOALS = {
    "CROSS_FUNCTIONAL": "Improve cross-functional collaboration",
    "DIFFICULT_CONVERSATIONS": "Have the hard talk in the week it is due",
    "CONFLICT_RESOLUTION": "Settle disagreements before they reach my manager",
    "COMMUNICATION": "Explain my work so that other departments can use it",
    "FEEDBACK": "Give every colleague one piece of useful feedback a month",
    "DELEGATION": "Hand over two responsibilities for good",
    "PRESENTING": "Present to the board without reading from slides",
    "ACTIVE_LISTENING": "Ask twice before I answer",
    "NEGOTIATION": "Prepare three alternatives for every large negotiation",
    "STAKEHOLDER_MGMT": "Bring the plants on board before decisions, not after",
    "COACHING": "Coach one colleague through a real change",
    "CRITICAL_THINKING": "Challenge the figures before I repeat them",
    "TIME_MANAGEMENT": "Keep every promise or renegotiate it in time",
    "TEAMWORK": "Run the shift handover so that nothing gets lost",
    "CHANGE_LEADERSHIP": "Lead the new planning process to the end",
    "EMPATHY": "Understand a customer's day from their side",
    "PROBLEM_SOLVING": "Find root causes instead of fixing symptoms",
    "ADAPTABILITY": "Learn a second line well enough to stand in",
    "CREATIVITY": "Bring one idea a month to a prototype",
}
CERTIFICATE_GOALS = {
    "PROJECT_MGMT": "Complete a project management certification",
    "CLOUD": "Pass the cloud operations exam",
    "CYBERSECURITY": "Renew the information security certificate",
    "LEAN": "Finish the green belt with a project on my own line",
    "QUALITY_CONTROL": "Qualify as internal auditor",
    "DATA_PROTECTION": "Become the privacy contact of my department",
    "PROCUREMENT": "Earn the professional buyer diploma",
    "ACCOUNTING": "Pass part two of the accountant's exam",
    "CRM": "Become a CRM administrator",
    "ENGLISH": "Pass the C1 exam in English",
    "SAFETY": "Renew the site safety certificate",
}
RESULT_GOALS = {
    "CSM": ("Raise the renewal rate of my accounts", "percent renewed", 94),
    "AE": ("Win new customers in the process industry", "new customers", 6),
    "SDR": ("Set up more first meetings that sales accepts", "meetings a month", 14),
    "MO": ("Bring my change-over time down", "minutes", 18),
    "PTL": ("Cut unplanned stops of the line", "stops a month", 4),
    "SWE": ("Shorten the time from idea to release", "days", 9),
    "ITS": ("Solve more requests at first contact", "percent", 78),
    "QE": ("Close complaints faster", "days", 20),
    "LOG": ("Ship complete and on time", "percent", 97),
    "REC": ("Fill open positions sooner", "days", 42),
    "ACC": ("Close the month earlier", "working days", 4),
    "MKT": ("Bring qualified leads from the new campaign", "leads", 120),
}

# What the unit of somebody wants to reach, how one will see it, and a word on a report's goal.
UNIT_GOALS = {
    personas.MANAGER: (
        "Renew nine of ten key accounts",
        "Renewal rate at the end of each quarter",
        "Good choice. Take it up with me after the next difficult renewal.",
    ),
    personas.NEW_MANAGER: (
        "Release every two weeks without a rollback",
        "Releases and rollbacks a month",
        "Pair with somebody from the platform team for this one.",
    ),
    personas.AVOIDING_MANAGER: (
        "Answer every alarm within fifteen minutes",
        "Median minutes a month",
        "Tell me which shift you would like to start with.",
    ),
}


@dataclass(frozen=True)
class GoalIdea:
    """One goal; `skill` with a level for a skill goal, with no level for its certificate, none for
    a figure. `due` counts days from the first Monday."""

    employee: str
    title: str
    due: int
    skill: str = ""
    target_level: float | None = None
    kpi_unit: str = ""
    kpi_target: int | None = None
    reached: bool = False


def build_goals(people: Sequence[Person]) -> list[GoalIdea]:
    """One soft and one hard goal each for nearly half of the people, some with a figure too."""
    truth = Truth()
    return [
        goal
        for person in people
        if person.status == "active" and (person.persona is None or person.persona.measured)
        for goal in _goals_of(person, truth)
    ]


def _goals_of(person: Person, truth: Truth) -> Iterator[GoalIdea]:
    rng = Random(f"{SEED}/goals/{person.number}")  # noqa: S311 (not a secret)
    if rng.random() > SHARE_WITH_GOALS and person.key not in ALWAYS:
        return
    short = sorted(
        truth.required(person, 0),
        key=lambda one: truth.level(person, one.skill, 0) - one.required_level,
    )
    reached = rng.random() < 0.15
    for one in [one for one in short if one.skill in SKILL_GOALS][:1]:
        title, level = SKILL_GOALS[one.skill], one.required_level
        yield GoalIdea(person.number, title, rng.randint(60, 200), one.skill, level)
    for one in [one for one in short if one.skill in CERTIFICATE_GOALS][:1]:
        due = -20 if reached else rng.randint(40, 220)
        title = CERTIFICATE_GOALS[one.skill]
        yield GoalIdea(person.number, title, due, one.skill, reached=reached)
    if person.role in RESULT_GOALS and (rng.random() < 0.4 or person.key in ALWAYS):
        title, unit, target = RESULT_GOALS[person.role]
        yield GoalIdea(person.number, title, 130, kpi_unit=unit, kpi_target=target)
