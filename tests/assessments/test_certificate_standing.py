"""What a certificate counts for, until when, who is reminded of it and who sees it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from assessments.enums import CertificateState
from assessments.models import Certificate
from assessments.queries.certificates import (
    aligned_skills,
    certificates_to_renew,
    compliance_rows,
    validity,
)
from assessments.services.certificates import (
    CertificateContent,
    add_certificate,
    read_document,
    remind_of_certificates,
    revoke_certificate,
    verify_certificate,
)
from employees.models import CertificateRequirement, Employee, Exemption
from tests.assessments.certificate_files import upload
from tests.factories import (
    day,
    grant,
    make_certificate,
    make_certificate_type,
    make_skill,
    since,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def licence(cast):
    return make_certificate_type(
        code="LICENCE", name="Licence", skill=cast.hard, attained_level=Decimal(3), valid_months=24
    )


def send(person, **content):
    given = {"title": "First aid", "issued_on": day(-30), **content}
    return add_certificate(
        actor=person.user,
        employee=person,
        content=CertificateContent(**given),
        document=read_document(upload()),
        now=timezone.now(),
    )


def decide(service, actor, certificate, **values):
    service(actor=actor.user, certificate=certificate, now=timezone.now(), **values)


def notes(person):
    return list(person.user.notifications.values_list("kind", flat=True))


# --- what counts, and until when --------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "words"),
    [(-1, "expired"), (0, "expiring"), (59, "expiring"), (60, "valid"), (None, "valid")],
)
def test_last_day_still_counts(cast, ends, words):
    certificate = make_certificate(cast.carol, expires_on=None if ends is None else day(ends))
    assert validity(certificate, day(0)) == words


def standing(cast, person=None):
    person = Employee.objects.filter(pk=(person or cast.carol).pk)
    return [(row.type_name, row.standing, row.waits) for row in compliance_rows(person, day(0))]


@pytest.fixture
def needed(cast, licence):
    """The role of everybody asks for the licence."""
    version = cast.role.versions.get()
    CertificateRequirement.objects.create(role_version=version, certificate_type=licence)
    return licence


def test_requirement_is_missing_until_a_certificate_is_verified(cast, needed):
    assert standing(cast) == [("Licence", "missing", False)]
    certificate = send(cast.carol, type=needed)
    assert standing(cast) == [("Licence", "missing", True)]
    decide(verify_certificate, cast.bob, certificate)
    assert standing(cast) == [("Licence", "valid", False)]
    decide(revoke_certificate, cast.bob, certificate, reason="x")
    assert standing(cast) == [("Licence", "missing", False)]


def test_latest_end_decides_and_no_end_is_the_latest(cast, needed):
    make_certificate(cast.carol, type=needed, expires_on=day(-5))
    assert standing(cast) == [("Licence", "expired", False)]
    make_certificate(cast.carol, type=needed, expires_on=day(5))
    assert standing(cast) == [("Licence", "expiring", False)]
    make_certificate(cast.carol, type=needed)
    assert standing(cast) == [("Licence", "valid", False)]
    assert standing(cast, cast.dave) == [("Licence", "missing", False)]


def test_other_kinds_and_high_levels_do_not_fulfil_a_requirement(cast, needed):
    make_certificate(cast.carol, type=make_certificate_type(skill=cast.hard, attained_level=5))
    make_certificate(cast.carol, title="Licence")
    assert standing(cast) == [("Licence", "missing", False)]


def test_exemption_of_today_counts_and_one_of_the_past_does_not(cast, needed):
    exempt = {"certificate_type": needed, "reason": "x", "granted_by": cast.alice.user}
    Exemption.objects.create(employee=cast.carol, valid=since(-50, until=-10), **exempt)
    assert standing(cast) == [("Licence", "missing", False)]
    Exemption.objects.create(employee=cast.carol, valid=since(-5), **exempt)
    assert standing(cast) == [("Licence", "exempt", False)]


def test_requirements_of_past_versions_are_over(cast, needed):
    cast.role.versions.update(valid=since(-400, until=-1))
    assert standing(cast) == []


# --- reminders --------------------------------------------------------------------------------


def test_each_notice_is_given_once(cast, mailoutbox, django_capture_on_commit_callbacks):
    make_certificate(cast.carol, title="Licence", expires_on=day(90))
    given = []
    for offset in (-1, 0, 1, 59, 60, 70, 82, 83, 90, 91):
        with django_capture_on_commit_callbacks(execute=True):
            given.append((offset, remind_of_certificates(day(offset))))
            assert remind_of_certificates(day(offset)) == 0
    assert [offset for offset, sent in given if sent] == [0, 60, 83]
    assert notes(cast.carol) == ["certificate_ends"] * 3
    assert [mail.to for mail in mailoutbox] == [[cast.carol.user.email]] * 3
    assert "Licence ends on" in mailoutbox[0].subject
    assert "/certificates/" in mailoutbox[0].body


def test_missed_notices_are_caught_up_by_the_shortest(cast):
    make_certificate(cast.carol, expires_on=day(5))
    assert remind_of_certificates(day(0)) == 1
    assert Certificate.objects.get().reminded_days == 7


def test_no_notice_for_what_is_renewed_unverified_or_of_somebody_who_left(cast, licence):
    make_certificate(cast.carol, type=licence, expires_on=day(20))
    make_certificate(cast.carol, type=licence, expires_on=day(400))
    make_certificate(cast.dave, expires_on=day(20), state=CertificateState.SUBMITTED)
    make_certificate(cast.frank, expires_on=day(20))
    Employee.objects.filter(pk=cast.frank.pk).update(status="left")
    assert remind_of_certificates(day(0)) == 0


def test_reminder_leaves_version_and_trail_alone(cast):
    certificate = make_certificate(cast.carol, expires_on=day(20))
    before = Certificate.pgh_event_model.objects.count()
    remind_of_certificates(day(0))
    certificate.refresh_from_db()
    assert certificate.version == 1
    assert Certificate.pgh_event_model.objects.count() == before


def test_renewed_certificates_are_not_to_renew(cast, licence):
    old = make_certificate(cast.carol, type=licence, expires_on=day(-3))
    assert list(certificates_to_renew(cast.erin.user, day(0))) == [old]
    make_certificate(cast.carol, type=licence, expires_on=day(400))
    assert list(certificates_to_renew(cast.erin.user, day(0))) == []


# --- who sees what ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("carol", ["carol", "dave"]),
        ("bob", ["carol"]),
        ("alice", ["carol", "dave", "frank"]),
        ("erin", ["carol", "dave"]),
        ("frank", ["frank"]),
        ("heidi", []),
        ("grace", []),
        ("anonymous", []),
    ],
)
def test_certificates_are_seen_by_the_person_the_line_and_hr(cast, name, sees):
    for owner in ("carol", "dave", "frank"):
        make_certificate(cast.people[owner], title=owner)
    found = Certificate.objects.visible_to(cast.viewer(name))
    assert sorted(one.title for one in found) == sees


# --- alignment --------------------------------------------------------------------------------


def target(name="Nothing of ours", url="", code=""):
    return {"name": name, "url": url, "code": code, "framework": ""}


def test_alignment_finds_our_skill_by_address_code_name_and_label(cast):
    by_uri = make_skill("One", uri="https://skills.example/1")
    by_code = make_skill("Two", code="ESCO-2")
    labelled = make_skill("Three")
    labelled.labels.create(label="Drei")
    found = aligned_skills(
        [
            target(url="https://skills.example/1", code="ESCO-2"),
            target(code="ESCO-2"),
            target(name="SPREADSHEETS"),
            target(name="drei"),
            target(),
        ]
    )
    assert [skill for _one, skill in found] == [by_uri, by_code, cast.hard, labelled, None]


def test_hr_partner_right_that_ended_opens_nothing(cast):
    make_certificate(cast.carol)
    user = cast.frank.user
    grant(user, "hr_partner", cast.sales, valid=since(-90, until=-1))
    assert not Certificate.objects.visible_to(user).exists()


def test_end_in_the_far_future_and_at_the_edge_of_the_calendar(cast):
    certificate = send(cast.carol, expires_on=day(0).replace(9999, 12, 31))
    decide(verify_certificate, cast.bob, certificate)
    assert validity(certificate, day(0)) == "valid"
    assert remind_of_certificates(day(0) + timedelta(days=1)) == 0
