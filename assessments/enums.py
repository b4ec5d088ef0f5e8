"""Choices of measuring skills."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.TextChoices):
    """Where one observation comes from (computation.md, table A2)."""

    SELF = "self", _("self-rating")
    MANAGER = "manager", _("manager")
    PEER = "peer", _("colleague")
    REPORT = "report", _("direct report")
    TEST = "test", _("test")
    CERTIFICATE = "certificate", _("certificate")
    COMPLETION = "completion", _("training completed")
    WORK_SAMPLE = "work_sample", _("work sample")
    AGREED = "agreed", _("agreed in a review")
    EXTERNAL = "external", _("another system")


FEEDBACK = "feedback "
"""Begins the reference of evidence from what a group said without names."""

SCENARIO = "scenario "
"""Begins the reference of evidence from a scenario, which counts as a test."""

VERIFIED_SOURCES = frozenset(
    {Source.TEST, Source.WORK_SAMPLE, Source.CERTIFICATE, Source.MANAGER, Source.AGREED}
)
"""Sources somebody or something answers for: a scored test or scenario, an observer, a verified
certificate, the manager, a signed review. A level with one of them counts as verified."""


class RaterKind(models.TextChoices):
    SELF = "self", _("self")
    MANAGER = "manager", _("manager")
    PEER = "peer", _("colleague")
    REPORT = "report", _("direct report")
    EXTERNAL = "external", _("external person")


class GapStatus(models.IntegerChoices):
    """What is stored in packed arrays; never 1-3 without evidence."""

    NOT_MEASURED = 0, _("not measured yet")
    MET = 1, _("meets the requirement")
    POSSIBLE = 2, _("maybe a gap")
    PROBABLE = 3, _("likely a gap")

    @property
    def code(self) -> str:
        """The word in files and REST."""
        return _GAP_CODES[self]


_GAP_CODES = ["not_measured", "met", "possible_gap", "probable_gap"]


class RunKind(models.TextChoices):
    GAPS = "gaps", _("gap analysis")
    PATHS = "paths", _("recommended paths")


class RunState(models.TextChoices):
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class CycleState(models.TextChoices):
    """Life of an assessment cycle; it never goes back once somebody has answered."""

    DRAFT = "draft", _("being prepared")
    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")
    RELEASED = "released", _("released")


class CyclePurpose(models.TextChoices):
    """Developmental answers are for the person alone and become evidence only when shared."""

    DEVELOPMENTAL = "developmental", _("for development")
    EVALUATIVE = "evaluative", _("for evaluation")


class FeedbackReaders(models.TextChoices):
    """Who reads the report of anonymous answers about a person; raters are told before they answer.

    Where the person shares, those who may read the levels see that there is group feedback, and
    the levels that it counts for.
    """

    PERSON = "person", _("only the person, and a mentor they show it to")
    PERSON_AND_LEVELS = (
        "levels",
        _("only the person, and a mentor they show it to; it counts towards the levels"),
    )
    MANAGEMENT = (
        "management",
        _("the person, a mentor they show it to, the direct manager and, with a reason, HR"),
    )


class RequestState(models.TextChoices):
    """Life of a request to rate. `answered` exists for named requests only."""

    PROPOSED = "proposed", _("proposed")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    ANSWERED = "answered", _("answered")


class ContestOutcome(models.TextChoices):
    """What became of a contested observation."""

    OPEN = "open", _("being looked at")
    STANDS = "stands", _("it stands")
    WITHDRAWN = "withdrawn", _("it no longer counts")


ONE_PERSON = (RaterKind.SELF, RaterKind.MANAGER)  # who rates is implied
NEVER_ANONYMOUS = (*ONE_PERSON, RaterKind.EXTERNAL)  # addresses from outside can be invented
CYCLE_SKILLS = 8  # asked per person and rater unless a cycle says otherwise
CYCLE_SKILLS_OF_KIND = 3  # at least, of each kind, where the role has them
SCORE_FLOOR = 4  # anonymous answers per rater kind before a score is shown
TEXT_FLOOR = 5  # anonymous answers before comments are shown
RATER_REPORT_RATINGS = 8  # given, before somebody is told how they rate
RATER_REPORT_PEOPLE = 4  # rated
FEWEST_PEOPLE = 5  # rated twice or more, before a figure of agreement is shown
NOT_MEASURED = -1  # stands in packed arrays where a value is missing
RESUBMIT_DAYS = 30  # submitting again within this time replaces one's earlier rating

# the array columns of `SkillProfile`, all of one length and in ascending order of slots
PACKED = ("slots", "mean", "sd", "n_ratings", "required", "importance", "p_gap", "status")

# Of the gaps file, in this order.
GAP_COLUMNS = (
    "employee_number", "unit", "role_code", "skill_code", "kind", "required_level", "importance",
    "attained_level", "interval_low", "interval_high", "n_ratings", "gap", "p_gap", "status",
)  # fmt: skip


class ContentState(models.TextChoices):
    """Life of an item, a test or a version of a scenario; only published content is given out."""

    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    RETIRED = "retired", _("retired")


class ItemKind(models.TextChoices):
    """How an item is answered. Every kind is scored right or wrong, nothing in between."""

    SINGLE = "single", _("one right answer")
    MULTIPLE = "multiple", _("all right answers")
    ORDERING = "ordering", _("put in order")
    NUMERIC = "numeric", _("a number")


class Assembly(models.TextChoices):
    """How the form of a test comes about."""

    FIXED = "fixed", _("the same questions for everybody")
    RANDOM = "random", _("drawn anew for each attempt")


class AttemptState(models.TextChoices):
    OPEN = "open", _("open")
    SCORED = "scored", _("scored")


class ScoreMethod(models.TextChoices):
    """How answers become a level (computation.md, A2 and A7)."""

    EAP = "eap", _("item response model")
    BINOMIAL = "binomial", _("share of right answers")


class ExerciseKind(models.TextChoices):
    ROLE_PLAY = "role_play", _("role-play")
    SIMULATION = "simulation", _("simulation")


RETAKE_DAYS = 90  # before the same test may be taken again
ATTEMPTS = 3  # in all, of one test by one person
SCENARIO_EXPERTS = 2  # keys that a scenario needs before it is given to anybody
EXERCISE_OBSERVERS = 2  # scores that an exercise needs before any of them counts
GRACE_SECONDS = 20  # for answers that were under way when the time was over


class CertificateState(models.TextChoices):
    """Only a verified certificate counts; rejected ones may be mended and sent again."""

    SUBMITTED = "submitted", _("waits for verification")
    VERIFIED = "verified", _("verified")
    REJECTED = "rejected", _("rejected")
    REVOKED = "revoked", _("revoked")


class Compliance(models.TextChoices):
    """How a person stands to one certificate that a role asks for: yes or no, not an estimate."""

    MISSING = "missing", _("missing")
    EXPIRED = "expired", _("expired")
    EXPIRING = "expiring", _("expires soon")
    VALID = "valid", _("valid")
    EXEMPT = "exempt", _("exempt")


class CertificateDecision(models.TextChoices):
    """What somebody else says about a certificate."""

    VERIFY = "verify", _("verify")
    REJECT = "reject", _("reject")
    REVOKE = "revoke", _("revoke")


EXPIRES_SOON_DAYS = 60
REMIND_DAYS = (90, 30, 7)  # before a certificate ends
CERTIFICATE_MAX_BYTES = 10 * 1024 * 1024


class RemarkTone(models.TextChoices):
    """How a remark begins; it never carries a number."""

    THANKS = "thanks", _("Thanks for")
    NEXT_TIME = "next_time", _("Next time")


class RemarkReaders(models.TextChoices):
    """Who reads a remark; its giver says so, and the person sees it."""

    PERSON = "person", _("only the person")
    MANAGER = "manager", _("the person and their manager")


REMARK_LENGTH = 500  # characters
REMARKS_A_DAY = 20  # that one person can give
REMARK_REQUESTS_OPEN = 10  # of one person, that nobody has answered yet


class AlertKind(models.TextChoices):
    """What needs somebody's attention, the most pressing first."""

    CERTIFICATE = "certificate", _("Certificate expired")
    UNMEASURED = "unmeasured", _("Essential skill not measured")
    SINGLE = "single", _("Only one person can")
    STALE = "stale", _("Level older than a year")
