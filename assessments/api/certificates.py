"""Certificates: one's own to send and mend, those of others to read and to decide about."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from assessments import rules
from assessments.api.certificate_serializers import (
    CertificateBody,
    CertificateChange,
    CertificateParameters,
    CertificateRow,
    CertificateSerializer,
    ReasonBody,
    VerificationBody,
)
from assessments.models import Certificate
from assessments.queries.certificates import aligned_skills, shown_levels
from assessments.services.certificates import (
    CertificateContent,
    add_certificate,
    change_certificate,
    read_document,
    reject_certificate,
    report_certificate,
    revoke_certificate,
    said_by,
    verify_certificate,
    withdraw_certificate,
)
from employees.models import Assignment, Employee
from employees.queries import subtree_of
from skillmap.core.api.each import (
    EachRow,
    Row,
    answer_of,
    compared,
    trying,
    writes_each,
)
from skillmap.core.api.idempotency import idempotent
from skillmap.core.api.inputs import Body
from skillmap.core.api.parsers import BoundedJSONParser
from skillmap.core.api.refs import named
from skillmap.core.api.scopes import Needed, Scope
from skillmap.core.api.versions import expected_version, required_version
from skillmap.core.enums import RowAction
from skillmap.core.imports.rows import RowResult
from skills.models import CertificateType, Skill

_CONTENT = ("title", "issuer", "identifier", "issued_on", "expires_on")
_ANSWER = answer_of(CertificateSerializer)


@writes_each("certificates", CertificateRow)
class CertificateViewSet(EachRow):
    """Certificates of oneself and of those whose certificates one may read."""

    queryset = Certificate.objects.select_related("employee__user", "type__skill__scale")
    serializer_class = CertificateSerializer
    parameters = CertificateParameters
    may_write = rules.can_report_certificates
    read_scope = Scope.CERTIFICATES_READ
    parser_classes = (MultiPartParser, BoundedJSONParser)
    scopes: ClassVar[Mapping[str, Needed]] = {
        "list": Scope.CERTIFICATES_READ,
        "retrieve": Scope.CERTIFICATES_READ,
        "file": Scope.CERTIFICATES_READ,
        "create": Scope.CERTIFICATES_WRITE,
        "bulk": Scope.CERTIFICATES_WRITE,
        "partial_update": Scope.CERTIFICATES_WRITE,
        "destroy": Scope.CERTIFICATES_WRITE,
        "verify": Scope.CERTIFICATES_WRITE,
        "reject": Scope.CERTIFICATES_WRITE,
        "revoke": Scope.CERTIFICATES_WRITE,
    }
    lookups: ClassVar[Mapping[str, str]] = {
        "person": "employee__public_id",
        "state": "state",
        "type": "type__code",
        "expires_before": "expires_on__lt",
    }

    def narrow(self, rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
        rows = super().narrow(rows)
        if unit := self.wanted.get("org_unit"):
            units = subtree_of(unit, self.request.user)
            inside = Assignment.objects.current().primary().filter(unit__in=units)
            rows = rows.filter(employee__in=inside.values("employee"))
        return rows

    def page(self, rows: QuerySet[Certificate]) -> Response:
        found = self.paginate_queryset(self.narrow(rows)) or []
        complete(found)
        return self.told(found)

    def shown(self, row: Certificate, status: int = 200) -> Response:
        complete([row])
        return super().shown(row, status)

    @extend_schema(
        request={"multipart/form-data": CertificateBody},
        responses=dict.fromkeys((200, 201), _ANSWER),
    )
    @idempotent
    def create(self, request: Request) -> Response:
        """Send a certificate of one's own; the line manager or HR verifies it.

        What an Open Badge says about itself counts more than the fields beside it.
        """
        values = self.valid(CertificateBody)
        person = Employee.objects.filter(user=request.user.pk).select_related("user").first()
        if person is None:
            raise PermissionDenied(_("Your log-in is not linked to a person."))
        with trying(dry_run=values["dry_run"]):
            certificate = add_certificate(
                actor=self.writer,
                employee=person,
                content=_content(values),
                document=read_document(values["file"]),
                now=timezone.now(),
            )
        return self._sent(certificate, None, values, 201)

    @extend_schema(
        request={
            "multipart/form-data": CertificateChange,
            "application/json": CertificateChange,
        },
        responses=_ANSWER,
    )
    def partial_update(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Mend one's own certificate until it is verified; needs `If-Match`."""
        certificate, version = self.one(), required_version(request)
        values, before = self.valid(CertificateChange), _columns(certificate)
        with trying(dry_run=values["dry_run"]):
            change_certificate(
                actor=self.writer,
                certificate=certificate,
                content=_content(values, certificate),
                document=read_document(values["file"]) if "file" in values else None,
                now=timezone.now(),
                expected=version,
            )
        return self._sent(certificate, before, values)

    def _sent(
        self,
        certificate: Certificate,
        before: dict[str, Any] | None,
        values: dict[str, Any],
        status: int = 200,
    ) -> Response:
        """What a document that was sent, or tried out, is answered with."""
        key = str(certificate.public_id if before else certificate)
        done = compared(certificate, key, before, _columns(certificate))
        if not values["dry_run"]:
            return self.answered(done, self.get_queryset().get(pk=certificate.pk), status)
        if "file" in values:
            certificate.file.delete(save=False)  # the row is gone, storage knows no transactions
        return self.answered(done, None)

    def write_row(self, row: Row) -> RowResult:
        people = Employee.objects.certificates_visible_to(self.request.user).working()
        person = named(people, row, "employee_number", by="number")
        said = {name: row[name] for name in _CONTENT if name in row}
        if "type" in row:
            said["type"] = _type(row["type"])
        reference, now = row["reference"], timezone.now()
        certificate, before = report_certificate(
            actor=self.writer, employee=person, reference=reference, said=said, now=now
        )
        shown_before = None if before is None else _plain(before)
        return compared(certificate, reference, shown_before, _columns(certificate))

    @extend_schema(responses={204: OpenApiResponse(description="Withdrawn")})
    def destroy(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Take back one's own certificate until it is verified; needs `If-Match`."""
        certificate, version = self.one(), required_version(request)
        withdraw_certificate(
            actor=self.writer,
            certificate=certificate,
            expected=version,
        )
        return Response(status=204)

    @extend_schema(request=VerificationBody, responses=_ANSWER)
    @action(detail=True, methods=["post"])
    @idempotent
    def verify(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Say that it is genuine: it counts, and what it shows becomes evidence."""
        certificate, values = self._deciding(VerificationBody)
        levels = _levels(values["levels"])
        as_type = _type(values.get("type"))
        return self._decide(verify_certificate, certificate, as_type=as_type, levels=levels)

    @extend_schema(request=ReasonBody, responses=_ANSWER)
    @action(detail=True, methods=["post"])
    @idempotent
    def reject(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Say why it cannot be verified; the person may mend it."""
        certificate, values = self._deciding(ReasonBody)
        return self._decide(reject_certificate, certificate, **values)

    @extend_schema(request=ReasonBody, responses=_ANSWER)
    @action(detail=True, methods=["post"])
    @idempotent
    def revoke(self, request: Request, id: UUID) -> Response:  # noqa: A002, ARG002
        """Say why a verified one no longer counts; its evidence is retracted."""
        certificate, values = self._deciding(ReasonBody)
        return self._decide(revoke_certificate, certificate, **values)

    @extend_schema(responses={(200, "application/octet-stream"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"])
    def file(self, request: Request, id: UUID) -> HttpResponseBase:  # noqa: A002, ARG002
        """The document, as it was sent."""
        certificate = self.one()
        try:
            content = certificate.file.open("rb")
        except (FileNotFoundError, ValueError):  # lost, or none was ever sent
            raise Http404 from None
        return FileResponse(
            content,
            as_attachment=True,
            filename=certificate.file_name,
            content_type=certificate.media_type,
            headers={"X-Content-Type-Options": "nosniff"},
        )

    def _deciding(self, expected: type[Body]) -> tuple[Certificate, dict[str, Any]]:
        """The certificate and the body, for those who may decide."""
        certificate = self.one()
        if not rules.can_decide_certificate(self.request.user, certificate):
            raise PermissionDenied(_("The line manager or HR decides about a certificate."))
        return certificate, self.valid(expected)

    def _decide(self, service: Any, certificate: Certificate, **values: Any) -> Response:
        service(
            actor=self.request.user,
            certificate=certificate,
            now=timezone.now(),
            expected=expected_version(self.request),
            **values,
        )
        key = certificate.public_id
        done = RowResult(RowAction.UPDATE, str(key), id=key)
        return self.answered(done, self.one())


def complete(certificates: Collection[Certificate]) -> None:
    """Give each `shows` and `aligned`; two queries for all of them."""
    levels = shown_levels(certificates)
    targets = [target for one in certificates for target in one.alignment]
    found = iter(aligned_skills(targets))
    for one in certificates:
        aligned = [next(found) for _target in one.alignment]
        one.aligned = [  # type: ignore[attr-defined]  # for the serializer
            {**target, "skill": skill} for target, skill in aligned
        ]
        one.shows = levels.get(one.pk, [])  # type: ignore[attr-defined]


def _columns(certificate: Certificate) -> dict[str, Any]:
    """What a certificate says, its kind by the code."""
    return _plain(said_by(certificate))


def _plain(said: Mapping[str, Any]) -> dict[str, Any]:
    kind = said["type"]
    return {**said, "type": kind.code if kind else None}


def _content(values: dict[str, Any], before: Certificate | None = None) -> CertificateContent:
    """What a body says, and what it leaves out as it was."""
    given = {name: getattr(before, name) for name in (*_CONTENT, "type")} if before else {}
    given |= {name: values[name] for name in _CONTENT if name in values}
    if "type" in values:
        given["type"] = _type(values["type"])
    return CertificateContent(**given)


def _type(code: str | None) -> CertificateType | None:
    """The kind of this code. Raises a fault when there is none."""
    if not code:
        return None
    found = CertificateType.objects.filter(code=code, retired_on=None).first()
    if found is None:
        text = _("There is no kind of certificate with this code.")
        raise serializers.ValidationError({"type": text}, code="unknown")
    return found


def _levels(given: list[dict[str, Any]]) -> dict[Skill, Decimal]:
    """Levels by skill. Raises a fault when one is not known."""
    wanted = {one["skill"]: one["level"] for one in given}
    skills = Skill.objects.active().filter(public_id__in=wanted).select_related("scale")
    levels = {skill: wanted[skill.public_id] for skill in skills}
    if len(levels) < len(given):
        text = _("A skill is not known or comes twice.")
        raise serializers.ValidationError({"levels": text}, code="unknown")
    return levels
