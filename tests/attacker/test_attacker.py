"""Nobody finds out who said what, whatever they may ask; without the guards nearly always.

20 generated organisations; ATTACKER_ORGANISATIONS=200 tries as many.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction

from assessments.analysis import suppression
from assessments.analysis.suppression import Form, Shown
from assessments.models import FeedbackAnswer
from tests.attacker import attack
from tests.attacker.attack import Claim, Told
from tests.attacker.organisations import Generated, generate

ORGANISATIONS = int(os.environ.get("ATTACKER_ORGANISATIONS", "20"))
IN_ORDER = 0.75  # of at least ten comments; a random order has about one in its place
FEWEST = 10
RATEES = ("first ratee", "second ratee")


@dataclass
class Outcome:
    """What the attacker got out of one organisation. `leaks` are sentences, `claims` deductions."""

    seed: int
    claims: set[Claim] = field(default_factory=set)
    true: set[Claim] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    pages: int = 0
    groups: int = 0
    by_name: int = 0


def curious(there: Generated) -> list[str]:
    """Who asks in this organisation: the first ratee, and everybody else in turn."""
    others = [name for name in there.viewers if name != "first ratee"]
    return ["first ratee", others[there.seed % len(others)]]


def everything_shown(
    answers: dict[str, list[float]], _floor: int, _low: float, _high: float
) -> list[Shown]:
    """What a product without guards shows: each kind by itself, and all together."""
    found = [
        Shown((kind,), len(levels), Form.MEAN, sum(levels) / len(levels))
        for kind, levels in answers.items()
        if levels
    ]
    everybody = [level for levels in answers.values() for level in levels]
    if len(found) > 1:
        mean = sum(everybody) / len(everybody)
        found.append(Shown(tuple(answers), len(everybody), Form.MEAN, mean))
    return found


def attacked(there: Generated, viewers: Iterable[str], paths: Iterable[str]) -> Outcome:
    outcome = Outcome(there.seed)
    told: set[Told] = set()
    ids = {str(pk) for pk in FeedbackAnswer.objects.values_list("pk", flat=True)}
    for viewer, path, body in attack.ask(there, viewers, paths):
        who = f"{there.seed}: {path} as {viewer}"
        outcome.pages += 1
        told |= set(attack.read_groups(there, path, body))
        outcome.leaks += [f"{who}: names an answer" for one in ids if one in body]
        outcome.leaks += [f"{who}: {fault}" for fault in _text_faults(there, path, body)]
        outcome.by_name += sum(words in body for words in there.by_name)
    outcome.leaks += [f"{there.seed}: {fault}" for fault in _size_faults(there, told)]
    outcome.groups = len(told)
    outcome.claims = attack.deduce(there, told)
    outcome.true = {claim for claim in outcome.claims if claim.is_true(there)}
    return outcome


def _text_faults(there: Generated, path: str, body: str) -> Iterator[str]:
    """Comments in the order of answering, below their floor, or outside a report."""
    shown = attack.texts_in(body)
    if shown and "/report/" not in path:
        yield "shows a comment"
    if "/report/" in path and any(words in body for words in there.by_name):
        yield "shows words of people from outside among those without a name"
    counts = Counter((g.participant.pk, g.skill.pk) for g in there.given if g.text)
    floors = {one.pk: one.cycle.text_floor for one in there.participants}
    for given in there.given:
        few = counts[given.participant.pk, given.skill.pk] < floors[given.participant.pk]
        if given.text in shown and few:
            yield f"shows {given.text}, one of too few"
    right, total = attack.in_order(there, body)
    if total >= FEWEST and right / total >= IN_ORDER:
        yield f"{right} of {total} comments in the order of answering"


def _size_faults(there: Generated, told: Iterable[Told]) -> Iterator[str]:
    """Groups that hold anything but the answers that were given without a name."""
    for one in told:
        given = there.answers(one.participant, one.skill)
        n = sum(found.kind in one.kinds and found.level is not None for found in given)
        if n != one.n:
            yield f"shows {one.n} answers of {sorted(one.kinds)}, who gave {n}"


@pytest.fixture(scope="module")
def outcomes(django_db_setup: None, django_db_blocker: Any) -> list[tuple[Outcome, Outcome]]:
    """For each organisation the attack on the product, and on the product without guards."""
    found = []
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        for seed in range(ORGANISATIONS):
            with transaction.atomic():
                there = generate(seed)
                guarded = attacked(there, curious(there), attack.every_path(there))
                with patch.context() as without:
                    without.setattr(suppression, "shown", everything_shown)
                    without.setattr(suppression, "may_show_texts", lambda _n, _floor: True)
                    found.append((guarded, attacked(there, RATEES, attack.report_paths(there))))
                transaction.set_rollback(True)
    return found


def test_attacker_recovers_no_answer(outcomes: list[tuple[Outcome, Outcome]]):
    assert [str(claim) for guarded, _off in outcomes for claim in guarded.claims] == []


def test_attacker_gets_nothing_from_comments_and_identifiers(
    outcomes: list[tuple[Outcome, Outcome]],
):
    assert [leak for guarded, _off in outcomes for leak in guarded.leaks] == []


def test_attacker_was_answered_and_saw_groups(outcomes: list[tuple[Outcome, Outcome]]):
    """An attacker whom nobody answers proves nothing."""
    assert all(guarded.pages > 20 for guarded, _off in outcomes)
    assert sum(guarded.groups > 0 for guarded, _off in outcomes) >= 0.8 * len(outcomes)
    assert any(guarded.by_name for guarded, _off in outcomes), "people from outside are read"


def test_attacker_succeeds_without_the_guards(outcomes: list[tuple[Outcome, Outcome]]):
    """Or the tests above are void."""
    broken = [off.seed for _guarded, off in outcomes if off.true]
    assert len(broken) >= 0.9 * len(outcomes), f"only {broken}"
    assert all(off.claims == off.true for _guarded, off in outcomes)
    assert any("too few" in leak for _guarded, off in outcomes for leak in off.leaks)
