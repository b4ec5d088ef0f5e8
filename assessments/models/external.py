"""People without a log-in who are asked, by mail, to rate somebody in a cycle."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from assessments.enums import RequestState
from assessments.models.cycles import AssessmentCycle
from assessments.models.evidence import Evidence
from employees.models import Employee
from skillmap.core.history import tracked
from skillmap.core.models import Record, User, Viewer
from skills.models import Skill


class ExternalRaterQuerySet(models.QuerySet["ExternalRater"]):
    def visible_to(self, user: Viewer) -> "ExternalRaterQuerySet":
        """Those of people one may read, and one's own: they answer by name, so who is asked is no
        secret."""
        return self.filter(ratee__in=Employee.objects.levels_visible_to(user))

    def asked(self) -> "ExternalRaterQuerySet":
        """Approved, whether they have answered or not."""
        return self.filter(state__in=[RequestState.APPROVED, RequestState.ANSWERED])


@tracked(exclude=["name", "email", "digests", "link_ends_on"])
class ExternalRater(Record):
    """Somebody outside the organisation is asked to rate a person in a cycle, by name.

    Unique by cycle, person and address (in lower case). `digests` are the SHA-256 of the codes that
    were mailed, one for the invitation and for each reminder; any of them lets this person answer
    once, until `link_ends_on`. Name, address and codes stay out of the audit, and the address is
    forgotten when the cycle closes. Without a name is who answered when readers were not told it.
    """

    cycle = models.ForeignKey(
        AssessmentCycle, on_delete=models.CASCADE, related_name="external_raters"
    )
    ratee = models.ForeignKey(Employee, on_delete=models.PROTECT, related_name="external_raters")
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.PROPOSED)
    proposed_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    digests = ArrayField(models.CharField(max_length=64), default=list)
    link_ends_on = models.DateField(null=True)

    objects = ExternalRaterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "ratee", "email"],
                condition=~Q(email=""),
                name="external_rater_once",
            ),
        ]
        indexes = [GinIndex(fields=["digests"], name="external_rater_digests")]

    def __str__(self) -> str:
        return self.name or gettext("somebody from outside")


@tracked()
class ExternalAnswer(models.Model):
    """What an external rater said by name about one skill; unique by rater and skill.

    Written once, all of a form together; no level is "cannot judge". The release of the cycle makes
    it `evidence`.
    """

    rater = models.ForeignKey(ExternalRater, on_delete=models.PROTECT, related_name="answers")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    level = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    comment = models.TextField(blank=True)
    answered_at = models.DateTimeField()
    evidence = models.OneToOneField(
        Evidence, null=True, on_delete=models.PROTECT, related_name="external_answer"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rater", "skill"], name="external_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.rater_id} on {self.skill_id}"
