"""Reviews in the access world: what each side keeps to itself, shares and signs."""

from django.utils import timezone

from reviews.enums import ReviewCycleState, ReviewState, Side, Topic
from reviews.models import Review, SignedReview
from skills.models import Skill
from tests.access.rows import (
    ADD,
    ALL,
    AND_FILE,
    FORM,
    GOALS,
    HR,
    HR_ADMIN,
    LEVELS,
    OWNER,
    REVIEW_ACTORS,
    REVIEW_HR,
    REVIEW_SIDES,
    page,
    post,
)
from tests.access.world import World
from tests.reviews.season import make_review, make_review_cycle, say

REVIEWS = [
    page("pages:review_list", ALL, queries=(*AND_FILE, "?of=board&format=csv")),
    page("pages:review_template_list", ALL, may=HR),
    page("pages:review_template_new", ALL, may=HR),
    post("pages:review_template_new", ALL, may=HR),
    page("pages:review_template_edit", ALL, "review_template", may=HR),
    post("pages:review_template_edit", ALL, "review_template", may=HR),
    page("pages:review_question_list", ALL, may=HR),
    page("pages:review_question_new", ALL, may=HR),
    post("pages:review_question_new", ALL, may=HR),
    page("pages:review_question_edit", ALL, "review_question", may=HR),
    post("pages:review_question_edit", ALL, "review_question", may=HR),
    page("pages:review_cycle_new", ALL, may=HR),
    post("pages:review_cycle_new", ALL, may=HR),
    page(
        "pages:review_cycle_detail", REVIEW_HR, "review_cycle", queries=(*AND_FILE, "?state=signed")
    ),
    post("pages:review_cycle_detail", REVIEW_HR, "draft_review_cycle", may=HR_ADMIN, body=ADD),
    page("pages:review_cycle_edit", REVIEW_HR, "draft_review_cycle", may=HR_ADMIN),
    post("pages:review_cycle_edit", REVIEW_HR, "draft_review_cycle", may=HR_ADMIN),
    post(
        "pages:review_cycle_act",
        REVIEW_HR,
        "draft_review_cycle",
        may=HR_ADMIN,
        body={"act": "start"},
    ),
    page("pages:review_detail", LEVELS, "signed_review"),
    page("pages:review_pdf", LEVELS, "signed_review", ok=frozenset({200, 404})),  # optional
    page("pages:review_pack", LEVELS, "open_review"),
    post("pages:review_reason", LEVELS, "signed_review"),
    post("pages:review_reason", LEVELS, "open_review", body={"reason": "a complaint"}),
    post("pages:review_act", LEVELS, "review", may=REVIEW_ACTORS, body={"act": "submit"}),
    page("pages:review_prepare", LEVELS, "review", may=REVIEW_SIDES),
    post("pages:review_prepare", LEVELS, "review", may=REVIEW_SIDES),
    post("pages:review_draft", LEVELS, "review", may=REVIEW_SIDES, body={"key": "summary"}),
    page("pages:review_meeting", LEVELS, "open_review"),
    post("pages:review_meeting", LEVELS, "open_review", may=REVIEW_SIDES),
    page("pages:review_feedback", LEVELS, "open_review"),
    page("pages:review_talks", LEVELS, "open_review"),
    page("pages:review_plan", LEVELS, "open_review"),
    post("pages:review_goal", LEVELS, "open_review", may=REVIEW_SIDES, ok=FORM | {404}),
    post("pages:review_skill", LEVELS, "open_review", may=REVIEW_SIDES, ok=frozenset({404})),
    page("pages:review_newer", LEVELS, "open_review", ok=frozenset({200, 204, 286})),
    post("pages:review_agreed", LEVELS, "open_review", may=REVIEW_SIDES, body={"key": "notes"}),
]

WRITERS = {"carol": "bob", "dave": "carol"}  # whose manager prepares


def hide_reviews(world: World) -> None:
    """Reviews of Carol and Dave in preparation, in the meeting and signed."""
    skill = Skill.objects.get(public_id=world.skill_id)
    for owner, manager in WRITERS.items():
        name = world.hide(f"review-cycle-of-{owner}", owner, GOALS | HR_ADMIN)
        cycle = make_review_cycle(name=name)
        person, leader = world.employees[owner], world.user(manager)
        review = make_review(person, [skill], cycle=cycle)
        own = world.hide(f"review-draft-of-{owner}", owner, OWNER)
        say(review, Side.SELF, world.user(owner), skill, level=3, text=own)
        drafted = world.hide(f"review-draft-by-{manager}", manager, OWNER)
        say(review, Side.MANAGER, leader, skill, level=2, text=drafted)
        world.add("review", owner, review.public_id)
        _hold(world, owner, manager, skill, name)
        _sign(world, owner, manager, skill, name)
    _add_cycles(world)


def _hold(world: World, owner: str, manager: str, skill: Skill, name: str) -> None:
    """Both parts are open; what is private is not."""
    review = make_review(
        world.employees[owner],
        [skill],
        ReviewState.MEETING,
        manager=world.user(manager),
        cycle=make_review_cycle(name=name),
    )
    for side, writer in ((Side.SELF, owner), (Side.MANAGER, manager), (Side.SHARED, "")):
        text = world.hide(f"open-{side}-part-of-{owner}", owner, GOALS)
        topic = {"topic": Topic.NOTES} if side == Side.SHARED else {"skill": skill, "level": 2}
        say(review, side, world.user(writer) if writer else None, text=text, **topic)
    private = world.hide(f"private-note-on-{owner}", manager, OWNER)
    say(review, Side.PRIVATE, world.user(manager), text=private)
    world.add("open_review", owner, review.public_id)


def _sign(world: World, owner: str, manager: str, skill: Skill, name: str) -> None:
    review = make_review(
        world.employees[owner],
        [skill],
        ReviewState.ARCHIVED,
        manager=world.user(manager),
        cycle=make_review_cycle(name=name),
    )
    words = world.hide(f"signed-words-of-{owner}", owner, GOALS)
    SignedReview.objects.create(
        review=review,
        content={"notes": words, "employee": owner, "period": ["", ""]},
        digest="0" * 64,
        signed_by=world.user(manager),
        signed_at=timezone.now(),
    )
    world.add("signed_review", owner, review.public_id)


def _add_cycles(world: World) -> None:
    """One that runs and a draft, with Carol in it; and one of somebody else's people."""
    running = Review.objects.filter(employee=world.employees["carol"]).first()
    assert running is not None
    running.cycle.people.add(world.employees["carol"])
    world.add("review_cycle", "carol", running.cycle.public_id)
    draft = make_review_cycle(name=running.cycle.name, state=ReviewCycleState.DRAFT)
    draft.people.add(world.employees["carol"])
    world.add("draft_review_cycle", "carol", draft.public_id)
    world.add("review_template", "", draft.template.public_id)
    world.add("review_question", "", draft.template.questions.get().question.public_id)
