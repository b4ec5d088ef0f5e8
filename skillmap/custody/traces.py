"""Which rows are about a person, and what of them goes when the person is erased.

What somebody said about others stays with the others, without a name; what was said about them,
their files and what they kept for themselves goes. `tests/custody/test_traces.py` fails for a text
that nobody has decided about.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Trace:
    """Rows of `model` that name the person, their log-in or a row of a trace above in `of`.

    Their `texts` are replaced, in history too; rows that `go` are deleted. `only` says which.
    """

    model: str
    of: tuple[str, ...]
    texts: tuple[str, ...] = ()
    goes: bool = False
    only: dict[str, Any] = field(default_factory=dict, hash=False)


_CERTIFICATE = (
    "title", "issuer", "identifier", "reason", "reference", "file", "file_name", "badge_id",
    "badge_recipient", "alignment",
)  # fmt: skip

TRACES = (
    Trace("core.apitoken", ("user",), ("name",)),
    Trace("core.logincode", ("user",), ("hashed",), goes=True),
    Trace("core.secondfactor", ("user",), ("sealed", "recovery"), goes=True),
    Trace("core.idempotencyrecord", ("user",), ("key", "path", "body", "headers"), goes=True),
    Trace("core.notification", ("user",), ("title", "link"), goes=True),
    Trace("core.savedview", ("user",), ("name", "query"), goes=True),
    Trace("account.emailaddress", ("user",), ("email",), goes=True),
    Trace("training.calendarfeed", ("user",), ("digest",), goes=True),
    Trace("reviews.reviewreminder", ("user",), goes=True),
    Trace("employees.assignment", ("employee",), ("job_title",)),
    Trace("employees.exemption", ("employee",), ("reason",)),
    Trace("employees.mentorship", ("mentee", "mentor")),
    Trace("training.mentoringnote", ("mentorship",), ("text",), goes=True),
    Trace("assessments.skillprofile", ("employee",), goes=True),
    Trace("assessments.certificate", ("employee",), _CERTIFICATE),
    Trace("assessments.evidence", ("employee",), ("reference",)),
    Trace("assessments.retraction", ("evidence",), ("reason",)),
    Trace("assessments.contest", ("evidence",), ("reason", "reply", "resolution")),
    Trace("assessments.ratingrequest", ("ratee",), ("note",)),
    Trace("assessments.exercise", ("employee",), ("title", "situation")),
    Trace("assessments.observer", ("exercise",)),
    Trace("assessments.observerscore", ("observer",), ("comment",)),
    Trace("assessments.externalrater", ("ratee",), ("name", "email", "digests")),
    Trace("assessments.externalanswer", ("rater",), ("comment",)),
    Trace("assessments.attempt", ("employee",)),
    Trace("assessments.attemptitem", ("attempt",), ("response",)),
    Trace("assessments.feedbackinvitation", ("ratee",), goes=True),
    Trace("assessments.feedbackanswer", ("ratee",), ("payload",), goes=True),
    Trace("assessments.rating", ("ratee",), ("comment", "link")),
    Trace("assessments.rating", ("rater",), ("comment", "link"), only={"submitted_at": None}),
    Trace("assessments.remark", ("receiver",), ("text", "report"), goes=True),
    Trace("assessments.remarkrequest", ("asker", "colleague"), ("question",), goes=True),
    Trace("training.developmentplan", ("employee",)),
    Trace("training.planstep", ("plan",), ("why",)),
    Trace("training.plandecision", ("plan",), ("reason",)),
    Trace("training.planoption", ("employee",), goes=True),
    Trace("training.templateresult", ("employee",), ("why_not",)),
    Trace("training.completion", ("employee",), ("reference",)),
    Trace("training.learningstatement", ("completion",), ("told",)),
    Trace("training.mandatoryactivity", ("employee",), ("reason",)),
    Trace("training.refusedactivity", ("employee",), ("reason",)),
    Trace("reviews.goal", ("employee",), ("title", "kpi_unit", "reason")),
    Trace("reviews.goalcomment", ("goal",), ("text",)),
    Trace("reviews.review", ("employee",)),
    Trace("reviews.reviewentry", ("review",), ("text",)),
    Trace("reviews.signedreview", ("review",), ("content",)),
    Trace("reviews.acknowledgement", ("signed",), ("comment",)),
    Trace("reviews.calibrationchange", ("review",), ("reason",)),
    Trace("reviews.checkin", ("employee",), ("notes",)),
    Trace("reviews.checkinaction", ("check_in",), ("text",)),
    Trace("reviews.talkingpoint", ("employee",), ("text",)),
    Trace("reviews.checkinnote", ("check_in", "writer"), ("text",), goes=True),
    Trace("reviews.observation", ("employee",), ("text",), goes=True),
    Trace("reviews.observation", ("author",), ("text",), goes=True, only={"shared_at": None}),
)

UNSEEN = {
    "assessments.feedbackanswer",
    "assessments.feedbackinvitation",
    "assessments.remark",
    "assessments.remarkrequest",
    "reviews.checkinnote",
    "reviews.observation",
    "training.mentoringnote",
}
"""Rows that HR does not read: nobody is told how many there were either."""

NAMES_OF_THINGS = {
    "core.organisation": ("name",),
    "employees.orgunit": ("path", "name"),
    "employees.roleprofile": ("name", "code", "family"),
    "employees.site": ("name",),
    "employees.situation": ("name",),
    "employees.titlemapping": ("title",),
    "skills.framework": ("name", "code"),
    "skills.skill": ("name", "code", "category"),
    "skills.skilllabel": ("label",),
    "skills.scale": ("name", "code"),
    "skills.scalelevel": ("name",),
    "skills.certificatetype": ("name", "code"),
    "assessments.assessmentcycle": ("name",),
    "assessments.quiz": ("title",),
    "assessments.scenario": ("title", "code"),
    "training.activity": ("title", "code"),
    "training.pathtemplate": ("name", "code"),
    "training.programme": ("name",),
    "reviews.reviewcycle": ("name",),
    "reviews.reviewtemplate": ("name",),
}
"""What units, skills and the like are called, first what HR finds them by. Others know them by it,
so an erasure does not change it; HR is told what is called like the person."""

FORMER_NAMES = {"employees.orgunitplacement": ("name",)}
"""What things were called at some time: that stays too."""
