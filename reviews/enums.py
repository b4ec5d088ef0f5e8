"""Choices of goals, review questions and reviews, and the life of a review."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 20_000  # characters of one answer or of the shared notes
MOST_WEIGHT = 5  # of a goal beside the person's others
HALF_A_LEVEL = 0.5  # levels of the skill's scale; so close two sides agree
ONE_LINE = 300  # characters of an observation, a talking point or an action
SECOND_THOUGHTS_HOURS = 24  # in which a shared observation or a new goal can be taken back


class GoalKind(models.TextChoices):
    SKILL = "skill", _("skill")
    CERTIFICATION = "certification", _("certification")
    KPI = "kpi", _("result to reach")


class GoalState(models.TextChoices):
    OPEN = "open", _("open")
    REACHED = "reached", _("reached")
    DROPPED = "dropped", _("dropped")


class GoalVisibility(models.TextChoices):
    """Who reads a goal beside the person, those who lead them and HR; never more than the goal."""

    LEADERS = "leaders", _("only me, who leads me and HR")
    TEAM = "team", _("my team too")
    ALL = "all", _("everybody here")


class QuestionKind(models.TextChoices):
    HARD = "hard", _("hard")
    SOFT = "soft", _("soft")
    BOTH = "both", _("both kinds")


class QuestionPhase(models.TextChoices):
    """Who prepares an answer."""

    SELF = "self", _("employee")
    MANAGER = "manager", _("manager")
    BOTH = "both", _("both")


class LevelSteps(models.TextChoices):
    """The scale on which a review rates: each skill's own, with or without half steps."""

    HALVES = "halves", _("levels and half steps")
    WHOLE = "whole", _("whole levels")


class ReviewCycleState(models.TextChoices):
    DRAFT = "draft", _("draft")
    RUNNING = "running", _("running")
    CLOSED = "closed", _("closed")


class Gate(models.TextChoices):
    """When the two parts of a review open to each other."""

    BOTH = "both", _("when both have sent their part")
    HR = "hr", _("when HR opens them")
    CALIBRATED = "calibrated", _("when HR has compared the levels across teams and locked them")


class ReminderKind(models.TextChoices):
    """What somebody was reminded of: one's own part, reviews one leads, what others owe."""

    OWN = "own", _("own review")
    TEAM = "team", _("reviews of the team")
    LATE = "late", _("who is late")


class FairnessAct(models.TextChoices):
    """What somebody did with the groups of people or a report of them."""

    LOOKED = "looked", _("read the report")
    COMPUTED = "computed", _("had the report computed")
    IMPORTED = "imported", _("brought in the groups")
    REMOVED = "removed", _("removed the groups")


class Outcome(models.TextChoices):
    """What the fairness report compares; each is true or not of a person."""

    OVERALL = "overall", _("overall rating is what the role asks for, or above")
    LEVELS = "levels", _("at least half of the agreed levels reach what the role asks for")
    PROMOTED = "promoted", _("agreed levels rose since the review before")
    PLAN = "plan", _("a plan was recommended in the period of the review or later")
    HOURS = "hours", _("the plan has more hours than half of all plans")
    COST = "cost", _("the plan costs more than half of all plans")


class ReviewState(models.TextChoices):
    PREPARING = "preparing", _("being prepared")
    READY = "ready", _("ready for the meeting")
    MEETING = "meeting", _("in the meeting")
    SIGNED = "signed", _("signed by the manager")
    ACKNOWLEDGED = "acknowledged", _("acknowledged")
    ARCHIVED = "archived", _("archived")


class Side(models.TextChoices):
    """Whose words an entry holds; private ones are their writer's alone."""

    SELF = "self", _("employee")
    MANAGER = "manager", _("manager")
    SHARED = "shared", _("both")
    PRIVATE = "private", _("private")


class Topic(models.TextChoices):
    SKILL = "skill", _("skill")
    QUESTION = "question", _("question")
    SUMMARY = "summary", _("summary")
    OVERALL = "overall", _("overall rating")
    NOTES = "notes", _("notes")


class Overall(models.IntegerChoices):
    """An overall rating, where a template asks for one; HR may word the four ranks anew."""

    BELOW = 1, _("below what the role asks for")
    PARTLY = 2, _("partly what the role asks for")
    MEETS = 3, _("what the role asks for")
    ABOVE = 4, _("above what the role asks for")


class Part(models.TextChoices):
    """As whom somebody acts in a review. HR leads where nobody who is here does."""

    SELF = "self", _("employee")
    LEADS = "leads", _("manager or stand-in")
    HR = "hr", _("HR")


class Step(models.TextChoices):
    SUBMIT = "submit", _("send one's part")
    TAKE_BACK = "take_back", _("take one's part back")
    OPEN = "open", _("open both parts")
    MEET = "meet", _("begin the meeting")
    SIGN = "sign", _("sign")
    AGREE = "agree", _("agree")
    DISAGREE = "disagree", _("seen, I disagree")
    ARCHIVE = "archive", _("archive")
    REOPEN = "reopen", _("correct in a new revision")


@dataclass(frozen=True)
class Move:
    """Who may take a step, and the state it leads to."""

    by: frozenset[Part]
    to: ReviewState


_EITHER = frozenset({Part.SELF, Part.LEADS})
_LEADS, _HR = frozenset({Part.LEADS}), frozenset({Part.HR})
_OWN, _CORRECT = frozenset({Part.SELF}), frozenset({Part.LEADS, Part.HR})
_R, _S = ReviewState, Step

# The whole life of a review; what is not here is not possible. Sending the second part opens both
# by itself unless HR keeps the gate. A correction archives the revision and begins the next one.
MOVES: dict[tuple[ReviewState, Step], Move] = {
    (_R.PREPARING, _S.SUBMIT): Move(_EITHER, _R.PREPARING),
    (_R.PREPARING, _S.TAKE_BACK): Move(_EITHER, _R.PREPARING),
    (_R.PREPARING, _S.OPEN): Move(_HR, _R.READY),
    (_R.PREPARING, _S.ARCHIVE): Move(_HR, _R.ARCHIVED),
    (_R.READY, _S.MEET): Move(_LEADS, _R.MEETING),
    (_R.READY, _S.ARCHIVE): Move(_HR, _R.ARCHIVED),
    (_R.MEETING, _S.SIGN): Move(_LEADS, _R.SIGNED),
    (_R.MEETING, _S.ARCHIVE): Move(_HR, _R.ARCHIVED),
    (_R.SIGNED, _S.AGREE): Move(_OWN, _R.ACKNOWLEDGED),
    (_R.SIGNED, _S.DISAGREE): Move(_OWN, _R.ACKNOWLEDGED),
    (_R.SIGNED, _S.ARCHIVE): Move(_HR, _R.ARCHIVED),
    (_R.SIGNED, _S.REOPEN): Move(_CORRECT, _R.ARCHIVED),
    (_R.ACKNOWLEDGED, _S.ARCHIVE): Move(_HR, _R.ARCHIVED),
    (_R.ACKNOWLEDGED, _S.REOPEN): Move(_CORRECT, _R.ARCHIVED),
    (_R.ARCHIVED, _S.REOPEN): Move(_CORRECT, _R.ARCHIVED),
}
