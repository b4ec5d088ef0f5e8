"""People, units and roles as JSON."""

from typing import Any

from rest_framework import serializers

from employees.enums import EmployeeStatus, WorkMode
from employees.models import (
    Assignment,
    Employee,
    OrgUnit,
    Requirement,
    RoleProfile,
    RoleVersion,
)
from skillmap.core.api.inputs import ChangedSince
from skillmap.core.api.refs import PersonRef, RoleRef, ScaleRef, SkillRef, UnitRef
from skillmap.core.api.telling import Part


class PlaceSerializer(Part, serializers.ModelSerializer[Assignment]):
    """Where somebody works today."""

    unit = UnitRef()
    role = RoleRef(allow_null=True)
    manager = PersonRef(allow_null=True)

    class Meta:
        model = Assignment
        fields = ("unit", "role", "job_title", "manager")


class PersonSerializer(serializers.ModelSerializer[Employee]):
    """A directory card."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    employee_number = serializers.CharField(source="number", read_only=True)
    site = serializers.CharField(source="site.name", default=None, read_only=True, allow_null=True)
    assignment = PlaceSerializer(source="place", allow_null=True, read_only=True)

    class Meta:
        model = Employee
        fields = (
            "id",
            "employee_number",
            "first_name",
            "last_name",
            "email",
            "status",
            "site",
            "time_zone",
            "work_mode",
            "languages",
            "assignment",
            "updated_at",
        )


class PersonParameters(ChangedSince):
    q = serializers.CharField(
        required=False, max_length=100, help_text="Part of the last name, or the whole number."
    )
    org_unit = serializers.UUIDField(required=False, help_text="A unit; its subtree is included.")
    role = serializers.UUIDField(required=False)
    manager = serializers.UUIDField(required=False, help_text="A person; their direct reports.")
    site = serializers.CharField(required=False, max_length=100, help_text="Name of a site.")
    work_mode = serializers.ChoiceField(choices=WorkMode.choices, required=False)
    status = serializers.ChoiceField(choices=EmployeeStatus.choices, required=False)
    employee_number = serializers.CharField(required=False, max_length=60)


class UnitSerializer(serializers.ModelSerializer[OrgUnit]):
    """One unit of the organisation; its place in the tree is its path."""

    id = serializers.UUIDField(source="public_id", read_only=True)

    class Meta:
        model = OrgUnit
        fields = ("id", "name", "path", "retired_on", "updated_at")


class RequirementSerializer(serializers.ModelSerializer[Requirement]):
    """What the role asks for today; `required_level` is on the skill's own scale.

    `assumed`: the source named no level or weight, so ours was taken.
    """

    skill = SkillRef()
    scale = ScaleRef(source="skill.scale")
    required_level = serializers.FloatField()

    class Meta:
        model = Requirement
        fields = ("skill", "scale", "required_level", "importance", "essential", "assumed")


class RoleVersionSerializer(Part, serializers.ModelSerializer[RoleVersion]):
    """The requirements of today."""

    valid_from = serializers.DateField(source="valid.lower", allow_null=True)

    class Meta:
        model = RoleVersion
        fields = ("number", "valid_from")


class RoleSerializer(serializers.ModelSerializer[RoleProfile]):
    """A role profile; its requirements are a list of their own."""

    id = serializers.UUIDField(source="public_id", read_only=True)
    framework = serializers.CharField(
        source="framework.code", default=None, read_only=True, allow_null=True
    )
    situations = serializers.SlugRelatedField[Any](slug_field="name", many=True, read_only=True)
    version = RoleVersionSerializer(source="present", allow_null=True, read_only=True)

    class Meta:
        model = RoleProfile
        fields = (
            "id",
            "code",
            "name",
            "family",
            "description",
            "framework",
            "situations",
            "version",
            "retired_on",
            "updated_at",
        )


class RoleParameters(ChangedSince):
    family = serializers.CharField(required=False, max_length=200)
    code = serializers.CharField(required=False, max_length=200)
    q = serializers.CharField(required=False, max_length=100, help_text="Part of the name.")
