"""Anonymous feedback of the world: what is shown after release, and what nobody may ever see."""

from typing import Any

from assessments.enums import CyclePurpose, RaterKind
from assessments.models import AssessmentCycle, CycleParticipant, FeedbackAnswer
from skills.models import Skill
from tests import factories as make
from tests.access.oracle import Audience, Relation
from tests.access.rows import OWN_REPORT, audience
from tests.access.world import NOBODY, Canary, World
from tests.assessments.feedback_rounds import ask_about, give, make_round, release_round

RATERS = ("alice", "bob", "erin", "grace", "heidi")
WITHOUT_REASON = audience(Relation.SELF, Relation.LINE, Relation.TRUSTED_MENTOR)


def hide_feedback(world: World) -> None:
    """An evaluative report about Dave, a developmental one about Frank, and an open round."""
    dave = _report(world, "dave", CyclePurpose.EVALUATIVE, WITHOUT_REASON)
    world.add("report", "dave", _ids(dave))
    frank = _report(world, "frank", CyclePurpose.DEVELOPMENTAL, OWN_REPORT)
    world.add("private_report", "frank", _ids(frank))
    _open_round(world)


def _report(world: World, ratee: str, purpose: CyclePurpose, seen_by: Audience) -> Any:
    """Five answered; only three of them about the second skill."""
    skill = Skill.objects.get(public_id=world.skill_id)
    rare = make.make_skill()
    person = _asked(world, make_round(purpose), ratee, [skill, rare])
    shown = world.hide(f"feedback-on-{ratee}", ratee, seen_by)
    few = world.hide(f"few-words-on-{ratee}", ratee, NOBODY)
    for place, name in enumerate(RATERS):
        said = {skill: 2} | ({rare: 3} if place < 3 else {})
        give(world.employees[name], person, said, texts={skill: shown, rare: few})
    release_round(person.cycle)
    return person


def _open_round(world: World) -> None:
    """Bob has answered about Carol, Erin is asked about Dave; a form exists for its rater alone."""
    skill = Skill.objects.get(public_id=world.skill_id)
    cycle = make_round()
    for rater, ratee in (("bob", "carol"), ("erin", "dave")):
        asked = {RaterKind.PEER: [world.employees[rater]]}
        person = ask_about(cycle, world.employees[ratee], [skill], asked)
        world.add("feedback", rater, _ids(person))
    answered = cycle.participants.get(employee=world.employees["carol"])
    secret = world.hide("open-feedback-by-bob", "bob", NOBODY)
    token = give(world.employees["bob"], answered, {skill: 2}, texts={skill: secret})
    digest = FeedbackAnswer.objects.open().get().digest
    world.canaries.append(Canary(token, "code-of-bob", "bob", NOBODY))
    world.canaries.append(Canary(str(digest), "digest-of-bobs-code", "bob", NOBODY))


def _asked(
    world: World, cycle: AssessmentCycle, ratee: str, skills: list[Skill]
) -> CycleParticipant:
    raters = {RaterKind.PEER: [world.employees[name] for name in RATERS]}
    return ask_about(cycle, world.employees[ratee], skills, raters)


def _ids(person: CycleParticipant) -> dict[str, Any]:
    return {"public_id": person.cycle.public_id, "person_id": person.employee.public_id}
