"""What people at Norvane saw of each other, and their regular talks of two."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from employees.models import Employee
from reviews.models import CheckIn, CheckInAction, CheckInNote, Observation, TalkingPoint
from skillmap.demo.organisation import user_of
from skillmap.demo.people import Person
from skillmap.demo.personas import EMPLOYEE, MANAGER
from skills.models import Skill

Seat = tuple[str, int]
TEAM = MANAGER[0]
# author, about whom, skill, days ago, shared, words
OBSERVATIONS: tuple[tuple[Seat, Seat, str, int, bool, str], ...] = (
    (MANAGER, EMPLOYEE, "DIFFICULT_CONVERSATIONS", 3, True,
     "Named the delay in the first sentence of the call with the plant, then offered two dates."),
    (MANAGER, EMPLOYEE, "PRODUCT_KNOWLEDGE", 17, True,
     "Explained the sensor bus to a customer's buyer without a single abbreviation."),
    (MANAGER, EMPLOYEE, "CONFLICT_RESOLUTION", 31, False,
     "Let two colleagues talk past each other for ten minutes before stepping in. Ask him why."),
    (MANAGER, (TEAM, 3), "COMMUNICATION", 8, True,
     "The handover for the holidays left nobody with a question."),
    (MANAGER, (TEAM, 4), "CRM", 12, True,
     "Found the duplicate accounts behind the wrong renewal dates and merged them the same day."),
    (MANAGER, (TEAM, 5), "ACTIVE_LISTENING", 22, False,
     "Interrupted the client three times in the quarterly meeting."),
    (EMPLOYEE, EMPLOYEE, "DIFFICULT_CONVERSATIONS", 5, True,
     "Told the port that their own data caused the alarm. They thanked me for saying it early."),
    (EMPLOYEE, EMPLOYEE, "CRM", 26, False,
     "Lost an hour because I had not logged the call of last week."),
)  # fmt: skip
NOTES = (
    (
        "Renewal of the plant: we go through the offer together on Thursday.\n"
        "Two learning hours a week are safe until the end of the quarter."
    ),
    (
        "The workshop on hard conversations helped; next time he leads the call from the start.\n"
        "Usage figures: he asks the data team for the raw table."
    ),
    "Settled in well after the move to key accounts.",
)
# author, talked about in the talk with this number of NOTES (None: still open), words
POINTS: tuple[tuple[Seat, int | None, str], ...] = (
    (EMPLOYEE, 2, "What do you expect of me in the first quarter?"),
    (MANAGER, 1, "How was the workshop?"),
    (EMPLOYEE, 0, "Who speaks for us in the pricing round?"),
    (EMPLOYEE, None, "I would like to sit in on a negotiation of somebody else."),
    (MANAGER, None, "The escalation at the port: what would you do differently?"),
)
# owner, agreed in, due and done in days from Monday, words
ACTIONS: tuple[tuple[Seat, int, int, int | None, str], ...] = (
    (EMPLOYEE, 1, -16, -18, "Ask the data team for the raw usage table"),
    (EMPLOYEE, 0, 4, None, "Draft the renewal offer for the plant"),
    (MANAGER, 0, 2, None, "Find a negotiation in which Tiago can sit in"),
)
HELD_AFTER = (-14, -28, -42)  # days from Monday, as NOTES
OTHERS = {3: 2, 4: 3, 5: 9}  # seat of the team: next talk in days from Monday
PRIVATE = "He is more tired than he says. Ask about the weekend shifts."


def hold_talks(people: Sequence[Person], monday: date, now: datetime) -> None:
    """Harriet's talks with her team and what she noted; a dozen statements."""
    numbers = {person.key: person.number for person in people}
    seats = {MANAGER, EMPLOYEE, *((TEAM, seat) for seat in OTHERS)}
    by_number = {
        one.number: one
        for one in Employee.objects.select_related("user").filter(
            number__in=[numbers[seat] for seat in seats]
        )
    }
    who = {seat: by_number[numbers[seat]] for seat in seats}
    _observe(who, timezone.localdate(now), now)
    talks = _meet(who, monday)
    _agree(who, talks, monday)


def _observe(who: dict[Seat, Employee], today: date, now: datetime) -> None:
    skills = {one.code: one for one in Skill.objects.filter(code__in={o[2] for o in OBSERVATIONS})}
    Observation.objects.bulk_create(
        Observation(
            employee=who[about],
            author=user_of(who[author]),
            skill=skills[code],
            text=text,
            observed_on=today - timedelta(days=days),
            shared_at=now - timedelta(days=days) if is_shared else None,
        )
        for author, about, code, days, is_shared, text in OBSERVATIONS
    )


def _meet(who: dict[Seat, Employee], monday: date) -> list[CheckIn]:
    """Those held with Tiago, in the order of NOTES; and what is planned with everybody."""
    leader, tiago = who[MANAGER], who[EMPLOYEE]
    common = {"created_by": user_of(leader)}
    held = [
        CheckIn(
            employee=tiago,
            planned_on=monday + timedelta(days=days),
            held_on=monday + timedelta(days=days),
            led_by=leader,
            notes=notes,
            **common,
        )
        for days, notes in zip(HELD_AFTER, NOTES, strict=True)
    ]
    planned = {tiago: 0} | {who[TEAM, seat]: days for seat, days in OTHERS.items()}
    following = [
        CheckIn(employee=person, planned_on=monday + timedelta(days=days), **common)
        for person, days in planned.items()
    ]
    CheckIn.objects.bulk_create([*reversed(held), *following])
    return held


def _agree(who: dict[Seat, Employee], talks: list[CheckIn], monday: date) -> None:
    """Points, actions, and a private note of the manager."""
    points = TalkingPoint.objects.bulk_create(
        TalkingPoint(
            employee=who[EMPLOYEE],
            author=user_of(who[author]),
            text=text,
            check_in=None if place is None else talks[place],
        )
        for author, place, text in POINTS
    )
    for point in points:
        day = point.check_in.planned_on if point.check_in else monday
        point.created_at = timezone.make_aware(datetime.combine(day - timedelta(days=3), time(9)))
    TalkingPoint.objects.bulk_update(points, ["created_at"])
    CheckInAction.objects.bulk_create(
        CheckInAction(
            check_in=talks[place],
            owner=who[owner],
            text=text,
            due_on=monday + timedelta(days=due),
            done_on=None if done is None else monday + timedelta(days=done),
        )
        for owner, place, due, done, text in ACTIONS
    )
    CheckInNote.objects.create(check_in=talks[0], writer=user_of(who[MANAGER]), text=PRIVATE)
