"""What people from outside are asked: by the code of their mail, and by whom they rate."""

from hashlib import sha256

from assessments.models import CycleParticipant, ExternalAnswer, ExternalRater
from assessments.models.external import ExternalRaterQuerySet
from skillmap.core.models import User


def digest_of_code(code: str) -> str:
    """What is kept of a code. It is long and random, so a fast hash is enough."""
    return sha256(code.encode()).hexdigest()


def rater_by_code(code: str) -> ExternalRaterQuerySet:
    """Whom this code was mailed to, if anybody."""
    return ExternalRater.objects.filter(digests__contains=[digest_of_code(code)])


def participant_of(rater: ExternalRater) -> CycleParticipant:
    """The person in the cycle whom somebody from outside is asked about; one query."""
    rows = CycleParticipant.objects.select_related("cycle", "employee")
    return rows.get(cycle=rater.cycle_id, employee=rater.ratee_id)


def external_raters_of(participant: CycleParticipant, reader: User) -> list[ExternalRater]:
    """Whom this reader may see among those asked from outside, by name; one query."""
    rows = ExternalRater.objects.visible_to(reader)
    found = rows.filter(cycle=participant.cycle_id, ratee=participant.employee_id)
    return list(found.order_by("name", "pk"))


def answers_about(participant: CycleParticipant) -> list[ExternalAnswer]:
    """What people from outside said about this person, with who said it; one query."""
    rows = ExternalAnswer.objects.filter(
        rater__cycle=participant.cycle_id, rater__ratee=participant.employee_id
    )
    return list(rows.select_related("rater").order_by("rater__name", "pk"))
