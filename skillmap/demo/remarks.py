"""Notes between colleagues at Norvane, and one that somebody asks for."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from assessments.enums import RemarkReaders, RemarkTone
from assessments.models import Remark
from assessments.services.remarks import ask_for_remarks, give_remark
from employees.models import Employee
from skillmap.core.models import User
from skillmap.demo.people import Person
from skillmap.demo.personas import AVOIDING_MANAGER, EMPLOYEE, MANAGER
from skills.models import Skill

Seat = tuple[str, int]
TEAM = MANAGER[0]
# writer, receiver, skill, kind, days ago, who reads it, words
REMARKS: tuple[tuple[Seat, Seat, str, RemarkTone, int, RemarkReaders, str], ...] = (
    (
        (TEAM, 3), EMPLOYEE, "EMPATHY", RemarkTone.THANKS, 4, RemarkReaders.MANAGER,
        "staying on the phone with the plant until the night shift could go home.",
    ),
    (
        (TEAM, 4), EMPLOYEE, "DIFFICULT_CONVERSATIONS", RemarkTone.NEXT_TIME, 12,
        RemarkReaders.PERSON,
        "tell the client about the delay before you explain where it came from.",
    ),
    (
        EMPLOYEE, (TEAM, 3), "PRODUCT_KNOWLEDGE", RemarkTone.THANKS, 9, RemarkReaders.PERSON,
        "the sketch of the sensor bus. I have drawn it for two customers since.",
    ),
    (
        EMPLOYEE, MANAGER, "FEEDBACK", RemarkTone.THANKS, 20, RemarkReaders.PERSON,
        "saying what was missing in my summary the same afternoon.",
    ),
    (
        MANAGER, AVOIDING_MANAGER, "CONFLICT_RESOLUTION", RemarkTone.NEXT_TIME, 6,
        RemarkReaders.PERSON,
        "let us sit down together before the tickets go back and forth for a week.",
    ),
)  # fmt: skip


def exchange_remarks(people: Sequence[Person], now: datetime) -> None:
    """What was written in the last weeks; Tiago waits for an answer, and so does a colleague."""
    numbers = {person.key: person.number for person in people}
    for writer, receiver, code, tone, days, readers, words in REMARKS:
        remark = give_remark(
            actor=_user(numbers[writer]),
            receiver=_employee(numbers[receiver]),
            skill=Skill.objects.get(code=code),
            tone=tone,
            text=words,
            readers=readers,
            now=now,
        )
        Remark.objects.filter(pk=remark.pk).update(created_at=now - timedelta(days=days))
    for asker, colleague, code, question in (
        (EMPLOYEE, (TEAM, 5), "CONFLICT_RESOLUTION", "How did I handle Tuesday's escalation?"),
        ((TEAM, 4), EMPLOYEE, "CRM", "Were my notes on the Basel account of use to you?"),
    ):
        ask_for_remarks(
            actor=_user(numbers[asker]),
            colleagues=[_employee(numbers[colleague])],
            skill=Skill.objects.get(code=code),
            question=question,
        )


def _employee(number: str) -> Employee:
    return Employee.objects.select_related("user").get(number=number)


def _user(number: str) -> User:
    return User.objects.get(employee__number=number)
