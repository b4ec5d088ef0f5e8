"""What people from outside are asked: by the code of their mail, and by whom they rate."""

from hashlib import sha256

from django.db.models import QuerySet

from assessments.models import CycleParticipant, ExternalAnswer, ExternalRater, ExternalTicket
from skillmap.core.models import User


def digest_of_code(code: str) -> str:
    """What is kept of a code. It is long and random, so a fast hash is enough."""
    return sha256(code.encode()).hexdigest()


def tickets_by_code(code: str) -> QuerySet[ExternalTicket]:
    """The ticket that this code belongs to, if there is one."""
    return ExternalTicket.objects.filter(digests__contains=[digest_of_code(code)])


def participant_of(rater: ExternalRater) -> CycleParticipant:
    """The person in the cycle whom somebody from outside is asked about; one query."""
    rows = CycleParticipant.objects.select_related("cycle", "employee")
    return rows.get(cycle=rater.cycle_id, employee=rater.ratee_id)


def external_raters_of(participant: CycleParticipant, reader: User) -> list[ExternalRater]:
    """Whom this reader may see among those asked from outside, by name; one query."""
    rows = ExternalRater.objects.visible_to(reader)
    found = rows.filter(cycle=participant.cycle_id, ratee=participant.employee_id)
    return list(found.order_by("name", "pk"))


def answers_about(participant: CycleParticipant) -> QuerySet[ExternalAnswer]:
    """What people from outside said by name about this person, in no telling order."""
    rows = ExternalAnswer.objects.filter(
        rater__cycle=participant.cycle_id, rater__ratee=participant.employee_id
    )
    return rows.order_by("skill", "comment", "pk")
