"""Evidence of certificates that was there before: each becomes a certificate, as imports do it."""

from decimal import Decimal
from importlib import import_module

import pytest
from django.db import connection
from django.utils import timezone

from assessments.enums import Source
from assessments.models import Certificate, Retraction
from tests.factories import day, make_certificate_type, make_evidence

pytestmark = pytest.mark.django_db


def test_standing_certificates_of_the_past_are_adopted(cast):
    kind = make_certificate_type(skill=cast.hard, attained_level=Decimal(3))

    def observed(level, reference, **fields):
        person = fields.pop("person", cast.carol)
        skill = fields.pop("skill", cast.hard)
        source = Source.CERTIFICATE
        return make_evidence(person, skill, level, source, reference=reference, **fields)

    observed(3, "card 1", expires_on=day(9))
    observed(2, "card 2")
    observed(3, "/2026-01-01", skill=cast.soft)
    observed(5, "card 1", person=cast.dave)
    gone = observed(3, "gone")
    Retraction.objects.create(evidence=gone, reason="x", retracted_at=timezone.now())
    make_evidence(cast.carol, cast.hard, 3, Source.TEST, reference="quiz")

    module = import_module("assessments.migrations.0009_certificates_of_evidence")
    with connection.cursor() as cursor:
        cursor.execute(module.ADOPT)

    rows = Certificate.objects.order_by("employee_id", "reference")
    assert [
        (r.employee, r.reference, str(r), r.type, r.identifier, r.expires_on) for r in rows
    ] == [
        (cast.carol, "/2026-01-01", "Active listening", None, "", None),
        (cast.carol, "card 1", kind.name, kind, "card 1", day(9)),
        (cast.carol, "card 2", "card 2", None, "", None),
        (cast.dave, "card 1", kind.name, kind, "card 1", None),
    ]
    assert {row.state for row in rows} == {"verified"}
