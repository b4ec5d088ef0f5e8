"""Norvane, a maker of industrial sensors with a software service: its sites and units.

The units stand in `teams.csv`, one line each: path below the company, the role and title of the
person who leads it, the sites its seats are filled from in turn, and `role:seats`.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
COMPANY = "Norvane"
MAIL_DOMAIN = "norvane.example"
TIME_ZONE = "Europe/Berlin"

ZONES = {
    "Hamburg": "Europe/Berlin",
    "Leeds": "Europe/London",
    "Porto": "Europe/Lisbon",
    "Chicago": "America/Chicago",
    "Pune": "Asia/Kolkata",
    "Singapore": "Asia/Singapore",
}
LANGUAGES = {
    "Hamburg": ("de", "en"),
    "Leeds": ("en",),
    "Porto": ("pt", "en"),
    "Chicago": ("en", "es"),
    "Pune": ("en", "hi"),
    "Singapore": ("en", "zh"),
}
ONSITE_ROLES = frozenset({"MO", "PTL", "LOG"})

# How people of a role call their job; a role without a line uses its own name.
TITLES = {
    "MO": ("Machine operator", "Assembly operator", "Calibration technician", "CNC operator"),
    "SWE": ("Software engineer", "Backend engineer", "Firmware engineer"),
    "SSWE": ("Senior software engineer", "Staff engineer"),
    "DA": ("Data analyst", "Analytics engineer"),
    "UX": ("UX designer", "Product designer"),
    "MKT": ("Marketing specialist", "Content marketer", "Campaign manager"),
    "ACC": ("Accountant", "Accounts receivable accountant"),
    "BUY": ("Procurement specialist", "Category buyer"),
    "LOG": ("Logistics coordinator", "Export coordinator"),
}


@dataclass(frozen=True)
class Team:
    """One unit: who leads it, and the seats below, each a role code."""

    unit: str
    lead_role: str
    lead_title: str
    sites: tuple[str, ...]
    seats: tuple[str, ...]

    @property
    def path(self) -> str:
        return f"{COMPANY}/{self.unit}" if self.unit else COMPANY

    @property
    def parent(self) -> str | None:
        """The unit above; None for the company itself."""
        return self.unit.rpartition("/")[0] if self.unit else None


def teams() -> tuple[Team, ...]:
    """All units, a parent always before its children."""
    with (FOLDER / "teams.csv").open(newline="", encoding="utf-8") as file:
        return tuple(_team(row) for row in csv.DictReader(file))


def _team(row: dict[str, str]) -> Team:
    return Team(
        unit=row["unit"],
        lead_role=row["lead_role"],
        lead_title=row["lead_title"],
        sites=tuple(row["sites"].split("|")),
        seats=tuple(_seats(row["staff"])),
    )


def _seats(staff: str) -> list[str]:
    pairs = [part.split(":") for part in staff.split("|") if part]
    return [role for role, number in pairs for _ in range(int(number))]
