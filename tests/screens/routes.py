"""Every page of the site by name, with an example of what it is about."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pyotp import TOTP

from assessments.models import (
    AssessmentCycle,
    Attempt,
    Certificate,
    CycleParticipant,
    CycleSkill,
    Evidence,
    Exercise,
    FeedbackInvitation,
    Item,
    Quiz,
    RatingRequest,
    Remark,
    RemarkRequest,
    Scenario,
    ScenarioAttempt,
    ScenarioVersion,
    SkillProfile,
)
from assessments.services import start_analysis
from employees.models import Delegation, Employee, Mentorship, OrgUnit, RoleProfile
from reviews.models import (
    CheckIn,
    CheckInAction,
    FairnessReport,
    Goal,
    Observation,
    Question,
    Review,
    ReviewCycle,
    ReviewTemplate,
    UnitGoal,
)
from skillmap.core.accounts import invitation_link
from skillmap.core.models import ApiClient, ImportBatch, Job, User, WebhookEndpoint
from skillmap.core.second_factors import key_of, new_key, set_up
from skillmap.custody.exports import EXPORT_JOB, start_export
from skillmap.pages.launches import return_token
from skills.models import CertificateType, Skill
from training.models import (
    Activity,
    ActivitySession,
    BudgetRun,
    CircleMeeting,
    DevelopmentPlan,
    MatchingRound,
    PathTemplate,
    PeerCircle,
    PlanStep,
    Programme,
    TemplateUse,
)
from training.services.feeds import renew_feed

NOT_PAGES = (
    "api",
    "xapi",
    "schema",
    "scim",
    "oauth",
)  # they answer programs; the documents of REST are one page, see `api_docs`
AT_A_PROVIDER = ("pages:single_sign_on_begin", "pages:single_sign_on_return")  # no page of ours
AT_THE_DOOR = "pages:second_factor"  # seen by nobody who is let in


@dataclass(frozen=True)
class Route:
    """One named page and its address: about an example, else about something made up.

    A door that only takes what is posted says so whatever it is asked about; a page does not.
    """

    name: str
    address: str
    has_example: bool


def begin_work(admin: User) -> None:
    """Ask for what the demo has no example of, because workers made it and it is over."""
    start_analysis(actor=admin)
    start_export(actor=admin, reason="Pictures of every page")


def somebody_at_the_door() -> User:
    """A user who owes the second factor: it is set up, and this log-in has not shown it."""
    user = User.objects.filter(is_active=True).latest("pk")
    sealed = new_key()
    set_up(actor=user, sealed=sealed, code=TOTP(key_of(sealed)).now(), now=timezone.now())
    return user


def routes(reader: User) -> list[Route]:
    """All named routes but REST, with examples that fit `reader`."""
    found = []
    for name, parameters in _named(get_resolver()):
        examples = [_example(name, parameter, reader) for parameter in parameters]
        address = reverse(name, args=[uuid4() if one is None else one for one in examples])
        found.append(Route(name, address, has_example=None not in examples))
    return [route for route in found if route.name not in AT_A_PROVIDER]


def _named(
    resolver: URLResolver, namespace: str = "", above: tuple[str, ...] = ()
) -> Iterator[tuple[str, list[str]]]:
    for entry in resolver.url_patterns:
        parameters = (*above, *entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            if entry.namespace not in NOT_PAGES and not str(entry.pattern).startswith(NOT_PAGES):
                inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
                yield from _named(entry, inner, parameters)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{namespace}{entry.name}", list(parameters)


def _example(name: str, parameter: str, reader: User) -> Any:
    """What stands for a parameter: an object by the noun of the route's name."""
    if parameter != "public_id":
        other = _OTHERS.get(f"{name} {parameter}") or _OTHERS.get(parameter)
        return other(reader) if other else None
    noun = name.rpartition(":")[2].partition("_")[0]
    pick = _BY_NAME.get(name) or _BY_NOUN.get(noun)
    row = pick(reader) if pick else None
    return row.public_id if row is not None else None


def _person(reader: User) -> Any:
    """Whom this reader looks at: a report, else oneself, else somebody with levels."""
    people = Employee.objects.levels_visible_to(reader)
    measured = people.filter(skill_profile__fit__isnull=False)
    return (
        measured.filter(assignments__manager__user=reader).first()
        or measured.filter(user=reader).first()
        or measured.first()
        or people.first()
    )


def _request(reader: User) -> Any:
    """Anonymous feedback that this reader is asked for, else somebody else is."""
    asked = FeedbackInvitation.objects.filter(cycle__state="open", answered_on=None)
    return asked.filter(rater__user=reader).first() or asked.first()


def _report(reader: User) -> Any:
    """Of this reader, else of somebody else; its cycle has anonymous raters."""
    people = CycleParticipant.objects.filter(cycle__state="released", cycle__kinds__anonymous=True)
    return people.filter(employee__user=reader).first() or people.first()


def _review(reader: User, state: str) -> Any:
    """In this state: of the reader, else of somebody they read about."""
    seen = Review.objects.visible_to(reader).filter(state=state)
    return seen.filter(employee__user=reader).first() or seen.first()


def _goal(reader: User) -> Any:
    """One that was talked about, of the reader, else of somebody they read about."""
    seen = Goal.objects.open_today_to(reader).order_by("comments__id")
    return seen.filter(employee__user=reader).first() or seen.first()


def _own_plan(reader: User) -> Any:
    """The reader's running plan, else one they can see."""
    seen = DevelopmentPlan.objects.visible_to(reader)
    return seen.filter(employee__user=reader, state="active").first() or seen.first()


def _way_back(reader: User) -> Any:
    """From the platform of the first step of the reader's own plan, where they have one."""
    step = PlanStep.objects.filter(plan__employee__user=reader).order_by("pk").first()
    return return_token(step) if step else None


def _skill(reader: User) -> Any:
    profile = SkillProfile.objects.filter(employee=_person(reader)).first()
    slots = profile.slots if profile else []
    return Skill.objects.filter(slot__in=slots).first() or Skill.objects.first()


def _cycle(state: str) -> Callable[[User], Any]:
    """The newest cycle in this state."""
    return lambda _reader: AssessmentCycle.objects.filter(state=state).order_by("pk").last()


def _rated(reader: User) -> Any:
    """Somebody in the open cycle: a report of this reader, else the reader, else anybody."""
    people = Employee.objects.filter(cycles__cycle=_cycle("open")(reader))
    mine = people.filter(assignments__manager__user=reader).order_by("pk").first()
    return mine or people.filter(user=reader).first() or people.order_by("pk").first()


def _asked_skill(reader: User) -> Any:
    """A skill that is asked about somebody in the open cycle."""
    rows = CycleSkill.objects.filter(participant__cycle=_cycle("open")(reader))
    mine = rows.filter(participant__employee=_rated(reader)).first()
    return mine.skill.public_id if mine else None


def _invitation(_reader: User) -> Any:
    waiting = User.objects.filter(password__startswith="!", is_active=True).first()
    return invitation_link(waiting).rstrip("/").rpartition("/")[2] if waiting else None


def _certificate(reader: User) -> Any:
    """One of the reader's own that can be mended, else one that waits."""
    seen = Certificate.objects.visible_to(reader)
    own = seen.filter(employee__user=reader, state__in=["submitted", "rejected"])
    return own.first() or seen.waiting().first()


_BY_NAME: dict[str, Callable[[User], Any]] = {
    "pages:plan_replan": _own_plan,
    "reviews:goal_detail": _goal,
    "reviews:goal_edit": _goal,
    "reviews:unit_goal_new": lambda _reader: OrgUnit.objects.filter(goals__isnull=False).first(),
    "reviews:unit_goal_edit": lambda _reader: UnitGoal.objects.first(),
    "pages:review_template_edit": lambda _reader: ReviewTemplate.objects.newest().first(),
    "pages:review_question_edit": lambda _reader: Question.objects.filter(retired_on=None).first(),
    "pages:review_cycle_detail": lambda reader: ReviewCycle.objects.visible_to(reader).first(),
    "pages:fairness_detail": lambda _reader: FairnessReport.objects.first(),
    "pages:calibration_detail": lambda reader: ReviewCycle.objects.visible_to(reader).last(),
    "pages:calibration_people": lambda reader: ReviewCycle.objects.visible_to(reader).last(),
    "pages:review_cycle_edit": lambda reader: ReviewCycle.objects.visible_to(reader).first(),
    "pages:review_prepare": lambda reader: _review(reader, "preparing"),
    "pages:review_detail": lambda reader: _review(reader, "acknowledged"),
    "pages:review_pdf": lambda reader: _review(reader, "acknowledged"),
    "pages:plan_what_if": _person,
    "pages:person_erase": lambda _reader: Employee.objects.filter(status="left").first(),
    "pages:mentorship_talks": lambda reader: (
        Mentorship.objects.visible_to(reader).running().first()
    ),
    "pages:step_launch": _own_plan,
    "pages:session_list": lambda _reader: Activity.objects.filter(dates__isnull=False).first(),
    "pages:session_new": lambda _reader: Activity.objects.filter(dates__isnull=False).first(),
    "pages:certificate_kind_edit": lambda _reader: CertificateType.objects.first(),
    "pages:exercise_score": lambda reader: Exercise.objects.visible_to(reader).first(),
    "pages:remark_close": lambda reader: RemarkRequest.objects.visible_to(reader).open().first(),
    "pages:plan_record": lambda reader: (
        DevelopmentPlan.objects.visible_to(reader).filter(state="complete").first()
    ),
    "pages:template_use": lambda _reader: TemplateUse.objects.first(),
    "pages:cycle_edit": _cycle("draft"),
    "pages:cycle_people": _cycle("draft"),
    "pages:cycle_result": _cycle("released"),
    "pages:evidence_contest": _person,
    "pages:feedback_form": lambda reader: _request(reader).cycle,
    "pages:feedback_report": lambda reader: _report(reader).cycle,
    "pages:feedback_reason": lambda reader: _report(reader).cycle,
}
_BY_NOUN: dict[str, Callable[[User], Any]] = {
    "client": lambda _reader: ApiClient.objects.first(),
    "webhook": lambda _reader: WebhookEndpoint.objects.first(),
    "delivery": lambda _reader: WebhookEndpoint.objects.first(),
    "attempt": lambda reader: Attempt.objects.open().filter(employee__user=reader).first(),
    "result": lambda reader: Attempt.objects.visible_to(reader).filter(state="scored").first(),
    "quiz": lambda reader: Quiz.objects.visible_to(reader).first(),
    "item": lambda reader: Item.objects.visible_to(reader).first(),
    "scenario": lambda reader: Scenario.objects.visible_to(reader).first(),
    "passage": lambda reader: ScenarioAttempt.objects.filter(
        employee__user=reader, state="open"
    ).first(),
    "outcome": lambda reader: (
        ScenarioAttempt.objects.visible_to(reader).filter(state="scored").first()
    ),
    "version": lambda reader: ScenarioVersion.objects.visible_to(reader).first(),
    "expert": lambda reader: ScenarioVersion.objects.filter(experts__expert__user=reader).first(),
    "exercise": _person,
    "observation": lambda reader: Observation.objects.filter(author=reader, shared_at=None).first(),
    "review": lambda reader: _review(reader, "meeting"),
    "check": lambda reader: (
        CheckIn.objects.visible_to(reader).order_by("held_on", "planned_on").last()
    ),
    "action": lambda reader: CheckInAction.objects.visible_to(reader).first(),
    "person": _person,
    "away": lambda _reader: Employee.objects.filter(delegations__isnull=False).first(),
    "rating": lambda reader: Employee.objects.filter(user=reader).first() or _person(reader),
    "goal": _person,
    "cycle": _cycle("open"),
    "request": lambda reader: (
        RatingRequest.objects.wanted().filter(cycle=None, rater__user=reader).first()
    ),
    "matching": lambda _reader: MatchingRound.objects.first(),
    "mentorship": lambda reader: Mentorship.objects.visible_to(reader).open().first(),
    "mentee": lambda reader: Employee.objects.mentored_by(reader).first(),
    "remark": lambda reader: Remark.objects.visible_to(reader).first(),
    "plan": lambda reader: DevelopmentPlan.objects.visible_to(reader).first(),
    "skill": _skill,
    "role": lambda _reader: RoleProfile.objects.filter(assignments__isnull=False).first(),
    "activity": lambda _reader: Activity.objects.filter(dates__isnull=False).first(),
    "session": lambda _reader: (
        ActivitySession.objects.filter(plan_steps__plan__state__in=["proposed", "active"]).first()
        or ActivitySession.objects.first()
    ),
    "budget": lambda reader: BudgetRun.objects.visible_to(reader).first(),
    "programme": lambda reader: Programme.objects.visible_to(reader).first(),
    "circle": lambda reader: PeerCircle.objects.visible_to(reader).first(),
    "meeting": lambda reader: CircleMeeting.objects.visible_to(reader).last(),
    "template": lambda _reader: PathTemplate.objects.order_by("-pk").first(),
    "export": lambda reader: Job.objects.filter(actor=reader, name=EXPORT_JOB).first(),
    "job": lambda reader: Job.objects.filter(actor=reader).first() or Job.objects.first(),
    "certificate": _certificate,
    "import": lambda _reader: ImportBatch.objects.first(),
    "step": lambda reader: DevelopmentPlan.objects.visible_to(reader).first(),
    "token": lambda reader: reader.api_tokens.first(),
    "evidence": lambda reader: Evidence.objects.visible_to(reader).first(),
}
_OTHERS: dict[str, Callable[[User], Any]] = {
    "pages:feedback_form person_id": lambda reader: _request(reader).ratee.public_id,
    "pages:feedback_report person_id": lambda reader: _report(reader).employee.public_id,
    "pages:feedback_reason person_id": lambda reader: _report(reader).employee.public_id,
    "pages:cycle_team skill_id": _asked_skill,
    "pages:cycle_draft skill_id": _asked_skill,
    "evidence_id": lambda reader: getattr(
        Evidence.objects.standing().filter(employee=_person(reader)).first(), "public_id", None
    ),
    "row_id": lambda _reader: getattr(Delegation.objects.first(), "public_id", None),
    "person_id": lambda reader: getattr(_rated(reader), "public_id", None),
    "skill_id": lambda reader: getattr(_skill(reader), "public_id", None),
    "pages:calendar_feed token": renew_feed,
    "pages:library_file kind": lambda _reader: "skills",
    "pages:step_return token": _way_back,
    "token": _invitation,
    "uidb36": lambda _reader: "x",
    "key": lambda _reader: "gone",
    "position": lambda _reader: 0,
}
