"""A certificate from its sending to its end: who may do what, what counts, what is told."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from assessments.enums import CertificateState, Source
from assessments.models import Certificate, Evidence, Retraction
from assessments.queries.certificates import (
    aligned_skills,
    certificates_to_renew,
    compliance_rows,
    validity,
)
from assessments.services.certificates import (
    CertificateContent,
    add_certificate,
    change_certificate,
    read_document,
    reject_certificate,
    remind_of_certificates,
    revoke_certificate,
    verify_certificate,
    withdraw_certificate,
)
from employees.models import CertificateRequirement, Employee, Exemption
from skillmap.core.errors import ConflictError, DomainError, ManyErrors, NotAllowedError
from tests.assessments.certificate_files import JPEG, PDF, badge_upload, upload
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
    """Documents of a test go with it."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def licence(cast):
    """A kind of certificate that shows level 3 of the hard skill for two years."""
    return make_certificate_type(
        code="LICENCE", name="Licence", skill=cast.hard, attained_level=Decimal(3), valid_months=24
    )


def files(folder: Path) -> list[str]:
    return sorted(path.suffix for path in folder.rglob("*") if path.is_file())


def send(person, file=None, **content):
    given = {"title": "First aid", "issued_on": day(-30), **content}
    return add_certificate(
        actor=person.user,
        employee=person,
        content=CertificateContent(**given),
        document=read_document(file or upload()),
        now=timezone.now(),
    )


def decide(service, actor, certificate, **values):
    service(actor=actor.user, certificate=certificate, now=timezone.now(), **values)


def shown(certificate):
    """Skill and level of the observations that count because of a certificate."""
    rows = Evidence.objects.standing().filter(
        source=Source.CERTIFICATE, reference=certificate.reference
    )
    return [(row.skill_id, row.level, row.observed_on, row.expires_on) for row in rows]


def notes(person):
    return list(person.user.notifications.values_list("kind", flat=True))


# --- sending ----------------------------------------------------------------------------------


def test_sent_certificate_waits_keeps_its_file_and_tells_the_manager(cast, media):
    certificate = send(cast.carol, issuer=" Red   Cross ")
    assert (certificate.state, certificate.issuer) == ("submitted", "Red Cross")
    assert files(media) == [".pdf"]
    assert "licence" not in certificate.file.name
    with certificate.file.open("rb") as stored:
        assert stored.read() == PDF
    assert notes(cast.bob) == ["certificate_sent"]
    assert shown(certificate) == []


def test_without_a_manager_hr_is_asked(cast):
    send(cast.frank)
    assert notes(cast.alice) == ["certificate_sent"]


def test_only_the_person_sends(cast, media):
    for actor in (cast.bob, cast.alice, cast.erin, cast.frank):
        with pytest.raises(NotAllowedError):
            add_certificate(
                actor=actor.user,
                employee=cast.carol,
                content=CertificateContent(title="x", issued_on=day(-1)),
                document=read_document(upload()),
                now=timezone.now(),
            )
    assert files(media) == []


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({"title": "  "}, "title"),
        ({"issued_on": None}, "issued_on"),
        ({"issued_on": day(3)}, "issued_on"),
        ({"expires_on": day(-31)}, "expires_on"),
    ],
)
def test_incomplete_certificates_are_refused_by_field_and_leave_nothing(
    cast, media, content, field
):
    with pytest.raises(ManyErrors) as refused:
        send(cast.carol, **content)
    assert set(refused.value.fields) == {field}
    assert not Certificate.objects.exists()
    assert files(media) == []


def test_kind_that_is_no_longer_used_is_refused(cast, licence):
    licence.retired_on = day(-1)
    licence.save()
    with pytest.raises(ManyErrors) as refused:
        send(cast.carol, type=licence)
    assert set(refused.value.fields) == {"type"}


def test_end_follows_from_the_kind_when_nobody_says_it(cast, licence):
    certificate = send(cast.carol, type=licence, title="", issued_on=day(0).replace(2024, 2, 29))
    assert certificate.expires_on == day(0).replace(2026, 2, 28)
    assert send(cast.dave, type=licence, expires_on=day(9)).expires_on == day(9)


def test_same_document_twice_is_one_certificate(cast, media):
    send(cast.carol)
    with pytest.raises(DomainError) as refused:
        send(cast.carol)
    assert refused.value.code == "sent_already"
    assert files(media) == [".pdf"]
    send(cast.carol, title="Another thing in the same document")
    send(cast.dave)


def test_badge_says_title_and_dates_itself_and_keeps_its_alignment(cast):
    certificate = send(cast.carol, badge_upload(), title="Mine", issued_on=None)
    assert str(certificate) == "Robot programming"
    assert (certificate.issuer, certificate.issued_on.isoformat()) == ("The College", "2026-02-03")
    assert [one["code"] for one in certificate.alignment] == ["ROBOTS"]
    assert certificate.is_badge


# --- changing and taking back -----------------------------------------------------------------


def test_changed_certificate_loses_its_old_document(
    cast, media, django_capture_on_commit_callbacks
):
    certificate = send(cast.carol)
    with django_capture_on_commit_callbacks(execute=True):
        change_certificate(
            actor=cast.carol.user,
            certificate=certificate,
            content=CertificateContent(title="First aid, renewed", issued_on=day(-2)),
            document=read_document(upload(JPEG)),
            now=timezone.now(),
        )
    certificate.refresh_from_db()
    assert (str(certificate), certificate.media_type) == ("First aid, renewed", "image/jpeg")
    assert files(media) == [".jpg"]


def test_stale_change_keeps_the_stored_document(cast, media):
    certificate = send(cast.carol)
    with pytest.raises(ConflictError):
        change_certificate(
            actor=cast.carol.user,
            certificate=certificate,
            content=CertificateContent(title="x", issued_on=day(-2)),
            document=read_document(upload(JPEG)),
            now=timezone.now(),
            expected=7,
        )
    assert files(media) == [".pdf"]
    assert default_storage.exists(Certificate.objects.get().file.name)


def test_badge_keeps_what_it_says_when_its_kind_is_chosen_later(cast, licence):
    certificate = send(cast.carol, badge_upload())
    change_certificate(
        actor=cast.carol.user,
        certificate=certificate,
        content=CertificateContent(type=licence),
        now=timezone.now(),
    )
    certificate.refresh_from_db()
    assert (certificate.title, certificate.type) == ("Robot programming", licence)


def test_withdrawn_certificate_is_gone_with_its_file(
    cast, media, django_capture_on_commit_callbacks
):
    certificate = send(cast.carol)
    with pytest.raises(NotAllowedError):
        withdraw_certificate(actor=cast.bob.user, certificate=certificate)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_certificate(actor=cast.carol.user, certificate=certificate)
    assert not Certificate.objects.exists()
    assert files(media) == []


def test_verified_certificate_can_neither_be_changed_nor_withdrawn(cast):
    certificate = make_certificate(cast.carol)
    with pytest.raises(ConflictError):
        withdraw_certificate(actor=cast.carol.user, certificate=certificate)
    with pytest.raises(ConflictError):
        change_certificate(
            actor=cast.carol.user,
            certificate=certificate,
            content=CertificateContent(title="x", issued_on=day(-2)),
            now=timezone.now(),
        )


# --- deciding ---------------------------------------------------------------------------------


def test_verified_certificate_shows_the_level_of_its_kind(cast, licence):
    certificate = send(cast.carol, type=licence, title="", expires_on=day(300))
    decide(verify_certificate, cast.bob, certificate)
    assert certificate.state == CertificateState.VERIFIED
    assert shown(certificate) == [(cast.hard.pk, Decimal(3), day(-30), day(300))]
    assert notes(cast.carol) == ["certificate_verified"]


@pytest.mark.parametrize("name", ["bob", "erin", "alice"])
def test_line_manager_and_hr_decide(cast, name):
    certificate = send(cast.carol)
    decide(verify_certificate, cast.people[name], certificate)
    assert certificate.decided_by == cast.viewer(name)


@pytest.mark.parametrize("name", ["carol", "dave", "frank", "grace", "heidi"])
def test_nobody_else_decides(cast, name):
    certificate = send(cast.carol)
    for service in (verify_certificate, reject_certificate):
        more = {"reason": "because"} if service is reject_certificate else {}
        with pytest.raises(NotAllowedError):
            decide(service, cast.people[name], certificate, **more)


def test_manager_of_the_manager_does_not_decide(cast):
    with pytest.raises(NotAllowedError):
        decide(verify_certificate, cast.bob, send(cast.dave))


def test_hr_admin_does_not_verify_their_own(cast):
    with pytest.raises(NotAllowedError):
        decide(verify_certificate, cast.alice, send(cast.alice))


def test_verifier_may_say_which_kind_it_is_and_what_a_badge_shows(cast, licence):
    robots = make_skill("Robots", code="ROBOTS")
    certificate = send(cast.carol, badge_upload())
    with pytest.raises(DomainError, match="says nothing about Spreadsheets"):
        decide(verify_certificate, cast.bob, certificate, levels={cast.hard: Decimal(5)})
    levels = {robots: Decimal("2.5")}
    decide(verify_certificate, cast.bob, certificate, as_type=licence, levels=levels)
    assert {(skill, level) for skill, level, *_dates in shown(certificate)} == {
        (robots.pk, Decimal("2.5")),
        (cast.hard.pk, Decimal(3)),
    }


def test_level_off_the_scale_verifies_nothing(cast):
    robots = make_skill("Robots", code="ROBOTS")
    certificate = send(cast.carol, badge_upload())
    with pytest.raises(DomainError):
        decide(verify_certificate, cast.bob, certificate, levels={robots: Decimal(9)})
    certificate.refresh_from_db()
    assert certificate.state == CertificateState.SUBMITTED


def test_rejected_certificate_can_be_mended_and_waits_again(cast):
    certificate = send(cast.carol)
    with pytest.raises(DomainError, match="Say why"):
        decide(reject_certificate, cast.bob, certificate, reason=" ")
    decide(reject_certificate, cast.bob, certificate, reason="Not readable")
    assert notes(cast.carol) == ["certificate_rejected"]
    change_certificate(
        actor=cast.carol.user,
        certificate=certificate,
        content=CertificateContent(title="First aid", issued_on=day(-30)),
        now=timezone.now(),
    )
    certificate.refresh_from_db()
    assert (certificate.state, certificate.reason) == (CertificateState.SUBMITTED, "")
    assert notes(cast.bob) == ["certificate_sent"] * 2


def test_revoked_certificate_takes_its_level_back(cast, licence):
    certificate = send(cast.carol, type=licence, title="")
    decide(verify_certificate, cast.bob, certificate)
    decide(revoke_certificate, cast.erin, certificate, reason="Forged")
    assert shown(certificate) == []
    assert Retraction.objects.get().retracted_by == cast.erin.user
    with pytest.raises(ConflictError):
        decide(verify_certificate, cast.bob, certificate)


def test_two_deciders_at_once_decide_once(cast):
    certificate = send(cast.carol)
    other = Certificate.objects.get()
    decide(reject_certificate, cast.bob, certificate, reason="No")
    with pytest.raises(ConflictError):
        decide(verify_certificate, cast.erin, other)
    assert Certificate.objects.get().state == CertificateState.REJECTED


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
