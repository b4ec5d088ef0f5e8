"""What we keep of SCIM's users and groups, and nothing else: `/Schemas` tells no more than that."""

from typing import Annotated, Any

from pydantic import Field, field_validator
from scim2_models import (
    URN,
    AuthenticationScheme,
    Bulk,
    CaseExact,
    ChangePassword,
    ComplexAttribute,
    ETag,
    Extension,
    Filter,
    Mutability,
    Patch,
    Reference,
    Required,
    Resource,
    ResourceType,
    ScimPolicy,
    ScimProvider,
    ServiceProviderConfig,
    Sort,
    Uniqueness,
)
from scim2_models.resources.resource import AnyExtension

MOST_RESULTS = 200
ReadOnly = Annotated[str | None, Mutability.read_only]


class Name(ComplexAttribute):
    formatted: str | None = None
    """The full name. It follows the other two, and gives them where they are missing."""

    family_name: str | None = None
    """The last name."""

    given_name: str | None = None
    """The first name."""


class Email(ComplexAttribute):
    value: str | None = None
    """The address with which the person logs in. One is kept: the primary one, that of the type
    work, or the first."""

    type: str | None = None
    """Always work."""

    primary: bool | None = None
    """Always true."""


class Membership(ComplexAttribute):
    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    """The id of the unit."""

    ref: Annotated[Reference["Group"] | None, Mutability.read_only] = Field(
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """The address of the unit."""

    display: ReadOnly = None
    """The unit by its path."""


class User(Resource[AnyExtension]):
    """Somebody who works or worked here."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:User")

    user_name: Annotated[str | None, Uniqueness.server, Required.true] = None
    """What the provider calls the person; until it does, the e-mail or the employee number."""

    name: Name | None = None
    """First and last name."""

    display_name: str | None = None
    """First and last name; what is sent counts only where both are missing."""

    title: str | None = None
    """The job title, which gives the role where HR has mapped it."""

    timezone: str | None = None
    """A time zone such as Europe/Madrid."""

    active: bool | None = None
    """Whether the person works here. False ends the employment and the log-in."""

    emails: list[Email] | None = None
    """The e-mail address."""

    groups: Annotated[list[Membership] | None, Mutability.read_only] = None
    """The unit the person works in."""


class Manager(ComplexAttribute):
    value: Annotated[str | None, CaseExact.true] = None
    """The id of the manager."""

    ref: Reference["User"] | None = Field(  # type: ignore[type-arg]
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """The address of the manager; what is sent is not looked at."""

    display_name: str | None = None
    """The name of the manager; what is sent is not looked at."""


class EnterpriseUser(Extension):
    """Where somebody works."""

    __schema__ = URN("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User")

    employee_number: Annotated[str | None, Mutability.immutable] = None
    """The number of the person, which never changes; without one the user name is taken."""

    organization: str | None = None
    """The top of the path of the unit, where it has more than one part."""

    division: str | None = None
    """The parts of the path between organization and department."""

    department: str | None = None
    """The name of the unit, or its whole path."""

    manager: Manager | None = None
    """Whom the person reports to."""

    @field_validator("manager", mode="before")
    @classmethod
    def _bare_id(cls, value: Any) -> Any:
        return {"value": value} if isinstance(value, str) else value


class Member(ComplexAttribute):
    value: Annotated[str | None, Mutability.read_only, CaseExact.true] = None
    """The id of the person."""

    ref: Annotated[Reference["User"] | None, Mutability.read_only] = Field(  # type: ignore[type-arg]
        None, serialization_alias="$ref", validation_alias="$ref"
    )
    """The address of the person."""

    type: ReadOnly = None
    """Always User."""

    display: ReadOnly = None
    """The name of the person."""


class Group(Resource[Any]):
    """A unit of the organisation, to be read: people move by their department."""

    __schema__ = URN("urn:ietf:params:scim:schemas:core:2.0:Group")

    display_name: Annotated[str | None, Mutability.read_only, Required.true] = None
    """The unit by its path."""

    members: Annotated[list[Member] | None, Mutability.read_only] = None
    """Who works in the unit itself."""


Person = User[EnterpriseUser]
USERS, GROUPS = ResourceType.from_resource(Person), ResourceType.from_resource(Group)

PROVIDER = ScimProvider(
    models=[User, EnterpriseUser, Group],
    resource_types=[USERS, GROUPS],
    config=ServiceProviderConfig(
        patch=Patch(supported=True),
        bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
        filter=Filter(supported=True, max_results=MOST_RESULTS),
        change_password=ChangePassword(supported=False),
        sort=Sort(supported=True),
        etag=ETag(supported=True),
        authentication_schemes=[
            AuthenticationScheme(
                type=AuthenticationScheme.Type.oauthbearertoken,
                name="Bearer",
                description="An OAuth2 client (client credentials) or a personal token,"
                " with the scope scim.",
            )
        ],
    ),
    policy=ScimPolicy(
        unknown=ScimPolicy.Unknown.ignore,
        remove_value_as_filter=ScimPolicy.RemoveValue.apply,
        unmatched_path_filter=ScimPolicy.UnmatchedPathFilter.create,
    ),
)
