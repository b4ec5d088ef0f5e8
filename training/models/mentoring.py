"""Mentoring beyond its terms: who offers it, who looks for it, proposals, and what the pair writes.

The terms of one mentorship, and what it lets the mentor read, are `employees.Mentorship`.
"""

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from employees.models import Employee, Mentorship
from skillmap.core.history import tracked
from skillmap.core.models import Job, Record, User, Viewer
from skills.models import Skill
from training.enums import (
    MENTOR_HOURS,
    MENTORING_TEXT,
    MOST_HOURS,
    MOST_MENTEES,
    NoteKind,
    Practised,
)


class MentorOfferQuerySet(models.QuerySet["MentorOffer"]):
    def visible_to(self, user: Viewer) -> "MentorOfferQuerySet":
        """Offers that stand are for every colleague to read; one's own also later."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(ended_at=None) | Q(employee__user=user.pk))

    def standing(self) -> "MentorOfferQuerySet":
        """Not ended, of people who work here and can answer."""
        working = Employee.objects.working().filter(user__is_active=True)
        return self.filter(ended_at=None, employee__in=working)


@tracked()
class MentorOffer(Record):
    """Somebody offers to mentor; unique by person. Ended, and opened again, in the same row.

    `languages` empty means those of the person. `shows_levels`: a reason may tell a colleague how
    the mentor's levels in the offered skills compare with theirs.
    """

    employee = models.OneToOneField(Employee, on_delete=models.PROTECT, related_name="mentor_offer")
    skills = models.ManyToManyField(Skill, related_name="mentor_offers")
    mentees = models.PositiveSmallIntegerField(
        default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_MENTEES)]
    )
    hours_a_month = models.PositiveSmallIntegerField(
        default=MENTOR_HOURS, validators=[MinValueValidator(1), MaxValueValidator(MOST_HOURS)]
    )
    languages = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    by_writing = models.BooleanField(default=False)
    shows_levels = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True)

    objects = MentorOfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(mentees__gte=1, hours_a_month__gte=1), name="mentor_offer_has_room"
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee_id} offers to mentor"

    @property
    def places(self) -> int:
        """How many mentees fit into the number and the hours offered."""
        return min(self.mentees, self.hours_a_month // MENTOR_HOURS)


@tracked(obj_field=None)
class MentorOfferSkill(MentorOffer.skills.through):  # type: ignore[name-defined,misc]
    """An offer names a skill. A view of the link table, so that history knows its rows."""

    class Meta:
        proxy = True


class MentorRequestQuerySet(models.QuerySet["MentorRequest"]):
    def visible_to(self, user: Viewer, *, matches: bool) -> "MentorRequestQuerySet":
        """One's own, or all for those who match; callers know `matches` from `training.rules`."""
        if not user.is_authenticated:
            return self.none()
        return self if matches else self.filter(mentee__user=user.pk)

    def open(self) -> "MentorRequestQuerySet":
        """Nobody found yet, of people who work here."""
        return self.filter(closed_at=None, mentee__in=Employee.objects.working())


@tracked()
class MentorRequest(Record):
    """A person looks for a mentor in one skill; at most one open for the two.

    Closed when a mentorship comes of it, or when the person takes it back.
    """

    mentee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="mentor_requests")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    by_writing = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)

    objects = MentorRequestQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee", "skill"],
                condition=Q(closed_at=None),
                name="mentor_request_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mentee_id} looks for a mentor in {self.skill_id}"


class MatchingRound(Record):
    """One assignment of mentors to everybody who looked for one when it was started.

    The same method version and inputs give the same proposals. Adopted in one step, once.
    """

    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    job = models.ForeignKey(Job, null=True, on_delete=models.PROTECT, related_name="+")
    method = models.CharField(max_length=60)
    method_version = models.CharField(max_length=20)
    inputs_hash = models.CharField(max_length=64, blank=True)
    computed_at = models.DateTimeField(null=True)
    adopted_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"matching of {self.created_at:%Y-%m-%d}"


class MentorProposalQuerySet(models.QuerySet["MentorProposal"]):
    def visible_to(self, user: Viewer) -> "MentorProposalQuerySet":
        """The two it names, once it was adopted. Those who match read whole rounds."""
        if not user.is_authenticated:
            return self.none()
        pair = Q(request__mentee__user=user.pk) | Q(mentor__user=user.pk)
        return self.filter(pair, offered_at__isnull=False)

    def waiting(self) -> "MentorProposalQuerySet":
        """Adopted, and not yet answered by both."""
        return self.filter(offered_at__isnull=False, declined_at=None, mentorship=None)


@tracked()
class MentorProposal(Record):
    """What a round found for one request: a mentor and why, or nobody and why not.

    `reasons` holds `[code, number or null]` in the words of `training.enums`. Adopted, it is
    offered to both; a mentorship begins when both agreed.
    """

    round = models.ForeignKey(MatchingRound, on_delete=models.CASCADE, related_name="proposals")
    request = models.ForeignKey(MentorRequest, on_delete=models.PROTECT, related_name="proposals")
    mentor = models.ForeignKey(Employee, null=True, on_delete=models.PROTECT, related_name="+")
    score = models.FloatField(null=True)
    reasons = models.JSONField(default=list)
    offered_at = models.DateTimeField(null=True)
    mentee_agreed_at = models.DateTimeField(null=True)
    mentor_agreed_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    mentorship = models.ForeignKey(
        Mentorship, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MentorProposalQuerySet.as_manager()

    class Meta:
        ordering = ["round", "request"]
        constraints = [
            models.UniqueConstraint(fields=["round", "request"], name="mentor_proposal_once")
        ]

    def __str__(self) -> str:
        return f"{self.mentor_id} for {self.request_id}"


class MentoringNoteQuerySet(models.QuerySet["MentoringNote"]):
    def visible_to(self, user: Viewer) -> "MentoringNoteQuerySet":
        """The pair alone; nobody else, whatever rights they hold."""
        return self.filter(mentorship__in=Mentorship.objects.visible_to(user))


class MentoringNote(models.Model):
    """Something one of a pair wrote: a point to talk about, what a meeting brought, or at the end
    how it went; of the last one per person.

    Not tracked: the audit trail is read by others. `practised` is said at the end only.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=NoteKind)
    skill = models.ForeignKey(Skill, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=MENTORING_TEXT)
    practised = models.CharField(max_length=8, choices=Practised, blank=True)
    written_at = models.DateTimeField()

    objects = MentoringNoteQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "author"],
                condition=Q(kind=NoteKind.END),
                name="mentoring_end_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.mentorship_id}"
