"""People from outside in cycles, for tests."""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.core import mail
from django.test import TestCase
from django.utils import timezone

from assessments.enums import RaterKind
from assessments.models import CycleParticipant, ExternalRater
from assessments.queries.feedback import readers_of
from assessments.services.cycles import KindTerms
from assessments.services.external import propose_external
from assessments.services.external_answers import answer_from_outside
from assessments.services.feedback import Said
from skillmap.core.models import User
from skills.models import Skill
from tests.assessments.cycles import MANAGER, SELF

OUTSIDE = KindTerms(RaterKind.EXTERNAL, anonymous=False, wanted=2, by_rule=False)
WITH_OUTSIDE = {"kinds": (SELF, MANAGER, OUTSIDE)}
_CODE = re.compile(r"/external/#code=(\S+)")


def propose(
    actor: User | None, participant: CycleParticipant, email: str = "vera@customer.example"
) -> ExternalRater:
    """As this user; what has to be mailed is mailed."""
    assert actor is not None
    with TestCase.captureOnCommitCallbacks(execute=True):
        return propose_external(
            actor=actor,
            participant=participant,
            name=email.partition("@")[0].title(),
            email=email,
            now=timezone.now(),
        )


def codes() -> list[str]:
    """Of the links that were mailed, in order."""
    return [code for sent in mail.outbox for code in _CODE.findall(str(sent.body))]


def answer(
    code: str,
    participant: CycleParticipant,
    levels: Mapping[Skill, float | None],
    texts: Mapping[Skill, str] | None = None,
) -> None:
    """Answer by this code; None is "cannot judge"."""
    texts = texts or {}
    answer_from_outside(
        code=code,
        said=[
            Said(skill, None if level is None else Decimal(str(level)), texts.get(skill, ""))
            for skill, level in levels.items()
        ],
        readers=readers_of(participant),
        now=timezone.now(),
    )
