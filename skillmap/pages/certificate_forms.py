"""Forms about certificates: sending one, deciding about one, and the filters of compliance."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from assessments.enums import CertificateDecision, Compliance
from assessments.models import Certificate
from assessments.queries.certificates import aligned_skills
from assessments.services.certificates import CertificateContent
from assessments.services.certificates.documents import ACCEPTED
from skillmap.pages.forms import PlaceForm
from skills.models import CertificateType, Skill

DAYS = (30, 60, 90)
NOT_FULFILLED = "open"
DateInput = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def known_kinds() -> QuerySet[CertificateType]:
    """Kinds in use, by name."""
    return CertificateType.objects.filter(retired_on=None).order_by("name")


class CertificateForm(forms.Form):
    """What a person says about a certificate; a badge fills in what it says itself."""

    not_optional = ("type", "title", "issued_on")
    file = forms.FileField(
        label=_("Document"),
        max_length=255,
        help_text=_("PDF, PNG or JPEG, at most 10 MB, or an Open Badge 3.0 as JSON."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )
    type = forms.ModelChoiceField(
        label=_("Kind"),
        queryset=CertificateType.objects.none(),
        required=False,
        empty_label=_("Another one"),
    )
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("For another kind")
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=200, required=False)
    identifier = forms.CharField(label=_("Number"), max_length=200, required=False)
    issued_on = forms.DateField(
        label=_("Issued on"),
        required=False,
        widget=DateInput,
        help_text=_("Needed unless the document is a badge."),
    )
    expires_on = forms.DateField(
        label=_("Valid until"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: as long as this kind is valid."),
    )
    version = forms.IntegerField(min_value=1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, certificate: Certificate | None = None, **kwargs: Any) -> None:
        if certificate:
            names = ("type", "title", "issuer", "identifier", "issued_on", "expires_on", "version")
            kwargs["initial"] = {name: getattr(certificate, name) for name in names}
        super().__init__(*args, **kwargs)
        kind = self.fields["type"]
        assert isinstance(kind, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        kind.queryset = known_kinds()
        if certificate and certificate.file:
            self.fields["file"].required = False
            self.fields["file"].help_text = _("Only to replace the document you have sent.")
        if certificate and certificate.is_badge:
            for name in ("title", "issuer", "issued_on", "expires_on"):
                del self.fields[name]  # the badge says so

    @property
    def content(self) -> CertificateContent:
        """The valid values."""
        names = ("type", "title", "issuer", "identifier", "issued_on", "expires_on")
        given = {name: self.cleaned_data[name] for name in names if name in self.fields}
        return CertificateContent(**given)


class DecisionForm(forms.Form):
    """One decision, the reason where it needs one, and the version that was shown.

    Verifying says which kind it is and, per skill that the badge is about, the level it shows.
    """

    decision = forms.ChoiceField(choices=CertificateDecision.choices)
    reason = forms.CharField(max_length=300, required=False)
    version = forms.IntegerField(min_value=1)
    type = forms.ModelChoiceField(
        label=_("Counts as"),
        queryset=CertificateType.objects.none(),
        required=False,
        empty_label=_("Another one"),
    )

    def __init__(self, *args: Any, certificate: Certificate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["type"]
        kind.initial = certificate.type_id
        assert isinstance(kind, forms.ModelChoiceField)  # noqa: S101 - narrows for mypy
        kind.queryset = known_kinds()
        found = aligned_skills(certificate.alignment)
        self.skills = {f"level-{skill.public_id}": skill for _one, skill in found if skill}
        for name, skill in self.skills.items():
            self.fields[name] = _level_field(skill)

    @property
    def verifying(self) -> Sequence[Any]:
        """The fields that verifying shows."""
        return [self["type"], *(self[name] for name in self.skills)]

    @property
    def levels(self) -> dict[Skill, Decimal]:
        """The levels that were given, by skill."""
        given = {skill: self.cleaned_data.get(name) for name, skill in self.skills.items()}
        return {skill: level for skill, level in given.items() if level is not None}


def _level_field(skill: Skill) -> forms.DecimalField:
    return forms.DecimalField(
        label=_("Level it shows in %(skill)s") % {"skill": skill},
        required=False,
        min_value=skill.scale.zero_rank,
        max_value=skill.scale.top_rank,
        max_digits=4,
        decimal_places=1,
        step_size=Decimal("0.5"),
        help_text=_("0 to %(top)d; empty when it shows none.") % {"top": skill.scale.top_rank},
    )


class ExemptionForm(forms.Form):
    """Somebody needs no such certificate, for a reason; or does again."""

    type = forms.ModelChoiceField(
        label=_("Certificate"), queryset=known_kinds(), to_field_name="public_id", empty_label=None
    )
    reason = forms.CharField(
        label=_("Reason, which the person reads"), max_length=300, required=False
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=DateInput,
        help_text=_("Empty: until somebody ends it."),
    )
    ends = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ComplianceForm(PlaceForm):
    """Filters of the compliance list."""

    type = forms.ChoiceField(label=_("Certificate"), required=False)
    standing = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("Any state")),
            (NOT_FULFILLED, _("missing or expired")),
            *Compliance.choices,
        ],
    )
    days = forms.TypedChoiceField(
        label=_("Ends"),
        required=False,
        coerce=int,
        empty_value=None,
        choices=[("", _("At any time")), *((n, _("within %d days") % n) for n in DAYS)],
    )

    field_order = ("unit", "role", "type", "standing", "days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["site"], self.fields["work_mode"]
        kinds = known_kinds().values_list("public_id", "name")
        self._offer("type", _("All certificates"), [(str(pk), name) for pk, name in kinds])
