"""Calibration and fairness in the access world: what HR compares, and who reads why."""

from django.utils import timezone

from reviews.enums import Gate, ReviewState, Side, Topic
from reviews.models import CalibrationChange, FairnessReport, Review
from reviews.services.fairness import replace_groups
from skills.models import Skill
from tests.access.reviews import WRITERS
from tests.access.rows import ALL, AUDIT, HR_ADMIN, OWNER, REVIEW_HR, R, audience, page, post
from tests.access.world import World
from tests.reviews.season import make_review, make_review_cycle, say

COMPARING = [
    page(
        "pages:calibration_detail",
        REVIEW_HR,
        "calibrated_cycle",
        may=HR_ADMIN,
        queries=("", "?measure=overall&stage=sent", "?measure=x&stage=x"),
    ),
    page(
        "pages:calibration_people",
        REVIEW_HR,
        "calibrated_cycle",
        may=HR_ADMIN,
        queries=("", "?about=x&page=9"),
    ),
    post("pages:calibration_people", REVIEW_HR, "calibrated_cycle", may=HR_ADMIN),
    post(
        "pages:calibration_people",
        REVIEW_HR,
        "calibrated_cycle",
        may=HR_ADMIN,
        body={"reason": "comparing"},
    ),
    post("pages:calibration_lock", REVIEW_HR, "calibrated_cycle", may=HR_ADMIN),
    page("pages:fairness_list", ALL, may=AUDIT),
    page("pages:fairness_groups", ALL, may=HR_ADMIN),
    post("pages:fairness_groups", ALL, may=HR_ADMIN),
    post("pages:fairness_act", ALL, may=HR_ADMIN, body={"act": "remove"}),
    page("pages:fairness_detail", ALL, "fairness_report", may=HR_ADMIN),
]
ADJUSTED = audience(R.LINE, R.DELEGATE, R.IN_SCOPE, R.HR_ADMIN)  # not the person, nor those above


def hide_comparison(world: World) -> None:
    """A cycle of Carol and Dave in which HR adjusted a level of each, for a secret reason."""
    skill = Skill.objects.get(public_id=world.skill_id)
    cycle = make_review_cycle(name="Compared", gate=Gate.CALIBRATED)
    for owner, manager in WRITERS.items():
        review = make_review(
            world.employees[owner],
            [skill],
            cycle=cycle,
            manager_submitted_at=timezone.now(),
            manager_author=world.user(manager),
        )
        words = world.hide(f"text-with-level-of-{owner}", manager, audience(R.SELF))
        say(review, Side.MANAGER, world.user(manager), skill, level=2, text=words)
        signed = Review.objects.get(employee=review.employee, state=ReviewState.ARCHIVED)
        reason = world.hide(f"reason-of-adjusting-{owner}", owner, ADJUSTED)
        for adjusted in (review, signed):
            CalibrationChange.objects.create(
                review=adjusted,
                topic=Topic.SKILL,
                skill=skill,
                level_before=3,
                level_after=2,
                reason=reason,
                made_by=world.user("alice"),
                made_at=timezone.now(),
            )
        group = world.hide(f"group-of-{owner}", owner, OWNER)
        _label(world, owner, group)
    attribute = world.hide("attribute", "", AUDIT)
    outcomes = [{"outcome": "overall", "groups": []}]
    report = FairnessReport.objects.create(
        cycle=cycle, attribute=attribute, outcomes=outcomes, finished_at=timezone.now()
    )
    world.add("fairness_report", "", report.public_id)
    cycle.people.add(world.employees["carol"])
    world.add("calibrated_cycle", "carol", cycle.public_id)


def _label(world: World, owner: str, group: str) -> None:
    """A group that nobody but the person reads, not even HR."""
    people = {world.employees[owner].pk: group}
    replace_groups(
        actor=world.user("alice"), attribute=f"of {owner}", groups=people, now=timezone.now()
    )
