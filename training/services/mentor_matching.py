"""Computing a matching round. Workers only: it imports scipy."""

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from hashlib import sha256

from django.db import transaction

from training.analysis.mentor_matching import METHOD, METHOD_VERSION, Match, Wanted, match
from training.enums import MatchRefusal
from training.models import MatchingRound, MentorProposal, MentorRequest
from training.queries.mentors import Look, Scene, offers_of

DIGITS = 6


@transaction.atomic
def compute_round(matching: MatchingRound, now: dt.datetime) -> int:
    """Find a mentor for each open request, or say why there is none; return how many have one.

    Safe to repeat: a round that was computed stays as it is.
    """
    if matching.computed_at is not None:
        return matching.proposals.filter(mentor__isnull=False).count()
    requests = [one for one in _open_requests() if not one.proposals.waiting().exists()]
    offers = offers_of({one.skill for one in requests})
    named = {one.pk: {skill.pk for skill in one.skills.all()} for one in offers}
    declined = _declined(requests)
    scene = Scene([one.mentee for one in requests], offers, now, shows_all=True)
    wanted = [
        Wanted(
            scene.mentee(Look(one.mentee, one.skill, one.by_writing)),
            {
                k: scene.mentor(offer, one.skill)
                for k, offer in enumerate(offers)
                if one.skill_id in named[offer.pk] and offer.employee_id not in declined[one.pk]
            },
        )
        for one in requests
    ]
    places = [max(0, one.places - scene.mentees[one.employee_id].total()) for one in offers]
    found = match(wanted, places)
    mentors = [offer.employee_id for offer in offers]
    rows = [
        _proposal(matching, request, one, mentors, len(declined[request.pk].intersection(mentors)))
        for request, one in zip(requests, found, strict=True)
    ]
    MentorProposal.objects.bulk_create(rows)
    matching.method, matching.method_version = METHOD, METHOD_VERSION
    matching.inputs_hash, matching.computed_at = _digest(wanted, places), now
    matching.save(update_fields=["method", "method_version", "inputs_hash", "computed_at"])
    return sum(one.mentor is not None for one in found)


def _open_requests() -> list[MentorRequest]:
    rows = MentorRequest.objects.open().select_related("mentee__site", "skill")
    return list(rows.order_by("created_at", "pk"))


def _declined(requests: Iterable[MentorRequest]) -> dict[int, set[int]]:
    """By request the mentors of proposals that one of the two declined: not proposed again."""
    rows = MentorProposal.objects.filter(request__in=requests, declined_at__isnull=False)
    found: dict[int, set[int]] = defaultdict(set)
    for request, mentor in rows.exclude(mentor=None).values_list("request_id", "mentor_id"):
        found[request].add(mentor)
    return found


def _proposal(
    matching: MatchingRound,
    request: MentorRequest,
    found: Match,
    mentors: list[int],
    declined: int,
) -> MentorProposal:
    if found.mentor is None or found.fit is None:
        reasons = [one for one in found.refusals if not declined or one[0] != MatchRefusal.NOBODY]
        if declined:
            reasons.append((MatchRefusal.DECLINED.value, declined))
        return MentorProposal(round=matching, request=request, reasons=reasons)
    return MentorProposal(
        round=matching,
        request=request,
        mentor_id=mentors[found.mentor],
        score=round(found.fit.score, DIGITS),
        reasons=list(found.fit.reasons),
    )


def _digest(wanted: list[Wanted], places: list[int]) -> str:
    told = [[asdict(one) for one in wanted], places]
    return sha256(json.dumps(told, default=sorted, sort_keys=True).encode()).hexdigest()
