"""Choices of training and plans."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Mode(models.TextChoices):
    """Delivery modes."""

    MICROLEARNING = "microlearning", _("microlearning")
    COURSE = "course", _("course")
    WORKSHOP = "workshop", _("workshop")
    SCENARIO = "scenario", _("scenario")
    ROLE_PLAY = "role_play", _("role-play")
    SIMULATION = "simulation", _("simulation")
    MENTORING = "mentoring", _("mentoring")
    PEER_COACHING = "peer_coaching", _("peer coaching")
    PROJECT = "project", _("on-the-job project")


class Venue(models.TextChoices):
    SELF_PACED = "self_paced", _("at your own pace")
    LIVE_ONLINE = "live_online", _("live online")
    ONSITE = "onsite", _("on site")


class Cadence(models.TextChoices):
    """Rhythm of a template step."""

    ONCE = "once", _("once")
    WEEKLY = "weekly", _("every week")
    WEEKS = "weeks", _("every few weeks")
    MONTHLY = "monthly", _("every month")


class PlanState(models.TextChoices):
    DRAFT = "draft", _("recommended")
    PROPOSED = "proposed", _("proposed")
    ACTIVE = "active", _("active")
    COMPLETE = "complete", _("complete")
    DISMISSED = "dismissed", _("dismissed")


PROVABLE = (PlanState.DRAFT, PlanState.PROPOSED)  # states in which a plan can be examined


class PlanFill(models.TextChoices):
    """How far a plan answers the gaps (`status` in files and REST)."""

    COMPLETE = "complete", _("answers every gap")
    PARTIAL = "partial", _("answers some gaps")
    EMPTY = "empty", _("no steps")


class Wish(models.TextChoices):
    """What somebody wants most of a plan."""

    RECOMMENDED = "recommended", _("Recommended")
    FAST = "fast", _("Fast")
    ECONOMICAL = "economical", _("Economical")
    WHAT_IF = "what_if", _("What if")


class DecisionKind(models.TextChoices):
    PROPOSE = "propose", _("proposed")
    ACCEPT = "accept", _("accepted")
    APPROVE = "approve", _("approved")
    OBJECT = "object", _("objected")
    DISMISS = "dismiss", _("dismissed")
    CHANGE = "change", _("changed")
    COMPLETE = "complete", _("completed")


class StepState(models.TextChoices):
    PLANNED = "planned", _("planned")
    DONE = "done", _("done")


class BudgetStage(models.TextChoices):
    """What the current round of a budget's computation does."""

    WAIT = "wait", _("waiting to begin")
    READ = "read", _("reading people and their gaps")
    PRICE = "price", _("finding prices")
    COLUMN = "column", _("searching thoroughly")
    HAND = "hand", _("handing out")
    FILL = "fill", _("using what is left")
    BOUND = "bound", _("proving how good it is")
    DONE = "done", _("finished")


class BudgetReason(models.TextChoices):
    """Why somebody gets no plan out of a budget."""

    OPEN_PLAN = "open_plan", _("has a plan already")
    NO_PROFILE = "no_profile", _("no level known yet")
    NO_GAP = "no_gap", _("no gap that was found")
    NO_OFFER = "no_offer", _("nothing in the catalogue fits")
    NO_HOURS = "no_hours", _("no time to learn")
    SCARCE = "scarce", _("others gain more from money and seats")


class Attendance(models.TextChoices):
    """What the sheet of a session says of somebody; empty until it is filled in."""

    PRESENT = "present", _("was there")
    ABSENT = "absent", _("was not there")


class Verb(models.TextChoices):
    """What a statement of a learning platform says that somebody did, as far as it matters."""

    COMPLETED = "completed", _("completed")
    PASSED = "passed", _("passed")
    FAILED = "failed", _("failed")
    SCORED = "scored", _("scored")
    VOIDED = "voided", _("taken back")
    OTHER = "other", _("something else")


class Strength(models.TextChoices):
    """How much the end of an activity says about a level; never a level by itself."""

    NONE = "none", _("says nothing about a level")
    WEAK = "weak", _("weak evidence")
    ASSESSED = "assessed", _("assessed")


OBJECTION_DAYS = 7
ESCALATION_DAYS = 10
PARKED = "parked"  # code of a completion that waits
PARKED_DAYS = 30  # how long a completion waits for its person or activity
UNMATCHED_SKILL = "unmatched_skill"  # fault of a name in a catalogue that is none of our skills


class NoteKind(models.TextChoices):
    """What a pair of mentor and mentee writes down, for the two of them."""

    AGENDA = "agenda", _("to talk about")
    MEETING = "meeting", _("what we talked about")
    END = "end", _("how it went")


class Practised(models.TextChoices):
    """Said at the end by each side: is what was learned seen in the work? Never a level."""

    YES = "yes", _("yes, several times")
    PARTLY = "partly", _("now and then")
    NOT_YET = "not_yet", _("not yet")


class MatchReason(models.TextChoices):
    """Why a mentor fits; hours and places come with their number."""

    WELL_ABOVE = "well_above", _("level well above")
    ABOVE = "above", _("level above")
    UNKNOWN = "unknown", _("offers the skill, levels not compared")
    LANGUAGE = "language", _("a language in common")
    HOURS = "hours", _("working hours in common")
    BY_WRITING = "by_writing", _("both agree to write instead of meeting")
    SITE = "site", _("same site")
    PLACES = "places", _("places left")


class MatchRefusal(models.TextChoices):
    """Why a mentor who offers the skill is not possible, in the order of the tests."""

    NOBODY = "nobody", _("nobody offers this skill")
    DECLINED = "declined", _("was proposed before, and one of the two declined")
    ONESELF = "oneself", _("is the person")
    KNOWN = "known", _("mentors this person already")
    OWN_LINE = "own_line", _("leads this person, or is led by them")
    LANGUAGE = "language", _("no language in common")
    HOURS = "hours", _("fewer than two working hours in common")
    BELOW = "below", _("level not above")
    FULL = "full", _("no place left")
    OTHERS = "others", _("went to somebody else")


MENTOR_HOURS = 2  # a month that one mentee takes
MOST_MENTEES, MOST_HOURS = 10, 40  # that one offer can name
MENTORING_TEXT = 1_000  # characters of a note
MOST_REQUESTS = 3  # open ones of one person who looks for a mentor
COMMON_HOURS = 2  # of a working day, for those who want to meet


class CircleRefusal(models.TextChoices):
    """Why somebody of a cohort is in no peer circle."""

    LINE = "line", _("all others are of the same reporting line")
    HOURS = "hours", _("too few working hours in common with the others")
    LANGUAGE = "language", _("no language in common with the others")
    NUMBER = "number", _("circles of three or four leave one over")


CENTS = 100  # in one unit of money
SMALL_GROUP = 5  # people below which no figure about them together is shown
LATE_JOIN_DAYS = 14  # after its start, somebody new still joins a cohort
CIRCLE_DAYS = 56  # after its start, circles of a cohort are looked for no more
RETRY_DAYS = 7  # before a plan is proposed again to a member who got none
