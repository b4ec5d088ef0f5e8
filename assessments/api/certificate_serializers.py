"""Certificates as JSON."""

from typing import Any

from rest_framework import serializers

from assessments.enums import CertificateState
from assessments.models import Certificate
from skillmap.core.api.each import EachBody, TriedBody
from skillmap.core.api.inputs import Body, ChangedSince
from skillmap.core.api.refs import PersonRef, ScaleRef, SkillRef


class CertificateTypeRef(serializers.Serializer[Any]):
    """A kind of certificate; roles ask for kinds."""

    id = serializers.UUIDField(source="public_id")
    code = serializers.CharField()
    name = serializers.CharField()


class ShownLevelSerializer(serializers.Serializer[Any]):
    """A level that a verified certificate shows: one observation, not an estimate."""

    skill = SkillRef()
    level = serializers.FloatField()
    scale = ScaleRef()
    observed_on = serializers.DateField()
    expires_on = serializers.DateField(allow_null=True)


class AlignmentSerializer(serializers.Serializer[Any]):
    """What an Open Badge is about, and the skill of ours that it means, if any."""

    name = serializers.CharField()
    url = serializers.CharField()
    code = serializers.CharField()
    framework = serializers.CharField()
    skill = SkillRef(allow_null=True)


class CertificateSerializer(serializers.ModelSerializer[Certificate]):
    """A certificate; it counts while it is verified and `expires_on` has not passed.

    Nobody has checked the signature of a badge. `recipient` says whether it names the person's
    e-mail address: `matches`, `differs`, or empty when it names none.
    """

    id = serializers.UUIDField(source="public_id", read_only=True)
    person = PersonRef(source="employee")
    type = CertificateTypeRef(allow_null=True)
    name = serializers.CharField(source="__str__")
    file_name = serializers.CharField()
    recipient = serializers.CharField(source="badge_recipient")
    alignment = AlignmentSerializer(source="aligned", many=True)
    shows = ShownLevelSerializer(many=True)

    class Meta:
        model = Certificate
        fields = (
            *("id", "person", "type", "name", "issuer", "identifier", "issued_on", "expires_on"),
            *("state", "reason", "decided_at", "file_name", "media_type", "sha256"),
            *("badge_id", "recipient", "alignment", "shows", "created_at", "updated_at"),
        )


class CertificateWords(Body):
    """What a certificate says; a field that is left out stays as it is."""

    type = serializers.CharField(
        max_length=60, required=False, allow_null=True, help_text="The code of a kind."
    )
    title = serializers.CharField(max_length=200, required=False, allow_blank=True)
    issuer = serializers.CharField(max_length=200, required=False, allow_blank=True)
    identifier = serializers.CharField(max_length=200, required=False, allow_blank=True)
    issued_on = serializers.DateField(required=False)
    expires_on = serializers.DateField(required=False, allow_null=True)


class CertificateRow(EachBody, CertificateWords):
    """A certificate that another system knows by `reference`; the same again is the same one. It
    waits for verification, as one that the person has sent."""

    employee_number = serializers.CharField(max_length=60)
    reference = serializers.CharField(max_length=200)


class CertificateChange(TriedBody, CertificateWords):
    """What may be mended; a field that is left out stays as it is."""

    file = serializers.FileField(
        max_length=255,
        required=False,
        help_text="PDF, PNG, JPEG or an Open Badge 3.0 as JSON, at most 10 MB.",
    )


class CertificateBody(CertificateChange):
    """A certificate of one's own. A kind or a title, and the day of issue, unless a badge."""

    file = serializers.FileField(
        max_length=255,
        help_text="PDF, PNG, JPEG or an Open Badge 3.0 as JSON, at most 10 MB.",
    )


class SkillLevelBody(Body):
    """A level that a badge shows, on the scale of the skill."""

    skill = serializers.UUIDField()
    level = serializers.DecimalField(max_digits=4, decimal_places=1)


class VerificationBody(Body):
    """Which kind it is, and the levels that a badge shows in the skills it names."""

    type = serializers.CharField(max_length=60, required=False, help_text="The code of a kind.")
    levels = serializers.ListField(child=SkillLevelBody(), max_length=50, default=list)


class ReasonBody(Body):
    """Why; the person reads it."""

    reason = serializers.CharField(max_length=300)

    class Meta:
        ref_name = "CertificateReason"


class CertificateParameters(ChangedSince):
    person = serializers.UUIDField(required=False)
    org_unit = serializers.UUIDField(required=False, help_text="A unit; its subtree is included.")
    state = serializers.ChoiceField(choices=CertificateState.choices, required=False)
    type = serializers.CharField(max_length=60, required=False, help_text="The code of a kind.")
    expires_before = serializers.DateField(required=False)
