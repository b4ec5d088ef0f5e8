"""A certificate from its sending to its end: who may do what, what counts, what is told."""

from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from assessments.enums import CertificateState, Source
from assessments.models import Certificate, Evidence, Retraction
from assessments.services.certificates import (
    CertificateContent,
    add_certificate,
    change_certificate,
    read_document,
    reject_certificate,
    revoke_certificate,
    verify_certificate,
    withdraw_certificate,
)
from skillmap.core.errors import ConflictError, DomainError, ManyErrors, NotAllowedError
from tests.assessments.certificate_files import JPEG, PDF, badge_upload, upload
from tests.factories import (
    day,
    make_certificate,
    make_certificate_type,
    make_skill,
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
