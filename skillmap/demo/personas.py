"""The people a visitor is meant to meet, and what makes each of them worth meeting.

A persona sits on a seat of `teams.csv`: seat 0 leads the unit, seats 1.. follow its staff.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Persona:
    """A person with a story. `levels` are true levels (0..5) that the story needs, `general` shifts
    all others; `severity` is how much higher (lenient) or lower (strict) they rate than others, in
    levels; `facts` replaces fields of `people.Person`."""

    first_name: str
    last_name: str
    site: str
    levels: Mapping[str, float] = field(default_factory=dict)
    general: float = 0.0
    severity: float | None = None
    flat: bool = False
    measured: bool = True
    facts: Mapping[str, Any] = field(default_factory=dict)


HR_ADMIN = ("Corporate/People and Culture", 0)
MANAGER = ("Markets/Customer Success/Key accounts", 0)
EMPLOYEE = ("Markets/Customer Success/Key accounts", 2)
DIRECTOR = ("", 0)
FLAWLESS_ENGINEER = ("Technology/Software/Device software", 1)
AVOIDING_MANAGER = ("Technology/Software/Cloud platform", 0)
NEW_HIRE = ("Technology/Software/Web applications", 8)
STRICT_RATER = ("Operations/Quality/Plant quality", 0)
LENIENT_RATER = ("Markets/Sales/Northern Europe", 0)
FLAT_RATER = ("Operations/Supply Chain/Logistics", 0)
EXPIRED_CERTIFICATE = ("Operations/Production/Chicago final test", 3)
ONLY_PAYROLL = ("Corporate/Finance", 1)
ON_LEAVE = ("Corporate/People and Culture/Recruiting", 2)
DOTTED_LINE = ("Technology/Data and Analytics", 3)
LEARNING_MANAGER = ("Corporate/People and Culture/Learning", 0)
NEW_MANAGER = ("Technology/Software/Web applications", 0)

PERSONAS: dict[tuple[str, int], Persona] = {
    HR_ADMIN: Persona("Katharina", "Behrens", "Hamburg", general=0.2),
    MANAGER: Persona("Harriet", "Okafor", "Leeds", general=0.15, severity=0.0),
    EMPLOYEE: Persona(
        "Tiago",
        "Monteiro",
        "Porto",
        levels={
            "PRODUCT_KNOWLEDGE": 2.1,
            "CRM": 3.6,
            "ENGLISH": 4.2,
            "DIFFICULT_CONVERSATIONS": 2.0,
            "CONFLICT_RESOLUTION": 2.2,
            "CUSTOMER_FOCUS": 4.1,
            "EMPATHY": 3.9,
            "ACTIVE_LISTENING": 3.7,
            "SPANISH": 3.0,
        },
        facts={
            "work_mode": "hybrid",
            "joined": -640,
            "hours": 2.0,
            "languages": ("pt", "en", "es"),
        },
    ),
    DIRECTOR: Persona("Wiebke", "Lorenzen", "Hamburg", general=0.3),
    FLAWLESS_ENGINEER: Persona(
        "Henning",
        "Vogt",
        "Hamburg",
        levels={
            "PYTHON": 5.0,
            "SQL": 4.9,
            "SW_TESTING": 5.0,
            "SYS_ARCH": 4.8,
            "CLOUD": 4.4,
            "CYBERSECURITY": 4.3,
            "TECH_WRITING": 4.0,
            "PROBLEM_SOLVING": 4.8,
            "CRITICAL_THINKING": 4.6,
            "COMMUNICATION": 1.2,
            "FEEDBACK": 1.3,
            "CROSS_FUNCTIONAL": 1.5,
            "COACHING": 1.2,
        },
        facts={"joined": -2600},
    ),
    AVOIDING_MANAGER: Persona(
        "Duarte",
        "Sampaio",
        "Porto",
        general=0.4,
        levels={"CONFLICT_RESOLUTION": 1.2, "DIFFICULT_CONVERSATIONS": 1.4, "FEEDBACK": 2.3},
        severity=0.5,
        facts={"joined": -2100},
    ),
    NEW_HIRE: Persona(
        "Amelia",
        "Whitaker",
        "Leeds",
        measured=False,
        facts={"joined": -7, "work_mode": "remote", "job_title": "Software engineer"},
    ),
    STRICT_RATER: Persona("Declan", "Thackray", "Leeds", severity=-1.1, facts={"joined": -3000}),
    LENIENT_RATER: Persona("Merle", "Carstens", "Hamburg", severity=0.9, facts={"joined": -2500}),
    FLAT_RATER: Persona("Darnell", "Hayes", "Chicago", flat=True, facts={"joined": -1900}),
    EXPIRED_CERTIFICATE: Persona(
        "Marisol",
        "Quintero",
        "Chicago",
        levels={"SAFETY": 3.1, "MACHINE_OPS": 3.8},
        facts={"joined": -1700},
    ),
    ONLY_PAYROLL: Persona(
        "Frauke",
        "Hinrichs",
        "Hamburg",
        levels={"PAYROLL": 4.6, "INTEGRITY": 4.8, "TIME_MANAGEMENT": 3.2},
        facts={"joined": -3200},
    ),
    ON_LEAVE: Persona("Sian", "Lockwood", "Leeds", facts={"status": "leave", "joined": -1500}),
    DOTTED_LINE: Persona("Leonor", "Azevedo", "Porto", general=0.2, facts={"joined": -1300}),
    LEARNING_MANAGER: Persona("Inês", "Magalhães", "Porto", general=0.2),
    NEW_MANAGER: Persona(
        "Callum",
        "Rhodes",
        "Leeds",
        levels={"LEADERSHIP": 1.6, "DELEGATION": 1.4, "FEEDBACK": 1.9, "PROJECT_MGMT": 2.8},
        facts={"joined": -1400},
    ),
}
LEAVER = Persona(
    "Brandon",
    "Whitfield",
    "Chicago",
    facts={"status": "left", "joined": -900, "left": -56, "job_title": "Account executive"},
)
LEAVER_UNIT = "Markets/Sales/Americas"
