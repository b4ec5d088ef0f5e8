"""The copy of one's own data, the one HR hands on, and the page that erases."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from assessments.enums import FEEDBACK, RaterKind, Source
from employees.enums import EmployeeStatus
from employees.models import Employee
from reviews.models import CheckIn, CheckInNote, Observation
from skillmap.core.enums import ReadKind
from skillmap.core.models import Erasure, Job, ReadLog
from tests.cast import Cast
from tests.custody.full_disk import no_room_beyond
from tests.factories import day, make_certificate, make_evidence, make_rating, make_remark
from tests.reviews.season import make_goal

OWN = "/settings/data/file/"
WITHHELD = {
    "group_feedback",
    "private_notes",
    "own_observations",
    "ratings_given",
    "remarks",
    "review_entries",
}


@pytest.fixture
def known(cast: Cast) -> Cast:
    """Dave, of whom there is a bit of everything."""
    dave, carol = cast.dave, cast.carol
    make_evidence(dave, cast.hard, 2, Source.PEER, rater=cast.bob)
    make_evidence(dave, cast.soft, 1.25, Source.PEER, reference=f"{FEEDBACK}1 peer")
    said = {"submitted_at": timezone.now(), "comment": "from the manager"}
    make_rating(carol, dave, cast.hard, rater_kind=RaterKind.MANAGER, **said)
    make_rating(carol, dave, cast.soft, rater_kind=RaterKind.MANAGER, comment="a draft of hers")
    make_rating(
        cast.bob, dave, cast.soft, rater_kind=RaterKind.PEER, **(said | {"comment": "of a peer"})
    )
    make_goal(dave, cast.hard, title="Learn it")
    make_remark(cast.bob, dave, cast.soft, text="Well said!")
    met = CheckIn.objects.create(
        employee=dave, planned_on=day(0), created_by=carol.user, notes="We agreed"
    )
    CheckInNote.objects.create(check_in=met, writer=carol.user, text="only for Carol")
    CheckInNote.objects.create(check_in=met, writer=dave.user, text="only for Dave")
    seen = {"employee": dave, "author": carol.user, "observed_on": day(0)}
    Observation.objects.create(text="kept back", **seen)
    Observation.objects.create(text="told him", shared_at=timezone.now(), **seen)
    make_certificate(dave, title="First aid", file=ContentFile(b"%PDF", "proof.pdf"))
    return cast


def fetched(answer: Any) -> dict[str, Any]:
    """The files of a copy by name, JSON read."""
    assert answer.status_code == 200, answer.content
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        return {
            name.removesuffix(".json"): json.loads(archive.read(name))
            if name.endswith(".json")
            else archive.read(name)
            for name in archive.namelist()
        }


def test_own_copy_has_what_one_may_read_and_what_is_ones_own(known: Cast, client: Client):
    client.force_login(known.dave.user)
    copy = fetched(client.get(OWN))
    assert copy["person"][0]["number"] == known.dave.number
    assert copy["goals"][0]["title"] == "Learn it"
    assert [row["level"] for row in copy["group_feedback"]] == ["1.250"]
    assert [row["comment"] for row in copy["ratings"]] == ["from the manager"]
    assert copy["evidence"][0]["source"] == "peer"
    assert copy["check_ins"][0]["notes"] == "We agreed"
    assert [row["text"] for row in copy["private_notes"]] == ["only for Dave"]
    assert [row["text"] for row in copy["observations"]] == ["told him"]
    assert copy["remarks"][0]["text"] == "Well said!"
    assert [data for name, data in copy.items() if name.startswith("documents/")] == [b"%PDF"]


def test_own_copy_tells_nothing_of_others(known: Cast, client: Client):
    client.force_login(known.dave.user)
    words = str(fetched(client.get(OWN)))
    for secret in ("a draft of hers", "of a peer", "only for Carol", "kept back"):
        assert secret not in words
    assert "rater" not in {key for row in fetched(client.get(OWN))["evidence"] for key in row}


def test_copy_without_room_on_the_disk_says_so(known: Cast, client: Client):
    client.force_login(known.carol.user)
    with no_room_beyond(100):
        answer = client.get(OWN, follow=True)
    assert "There is no room left on the disk." in answer.content.decode()
    client.force_login(known.alice.user)
    with no_room_beyond(100):
        answer = client.post(f"/people/{known.carol.public_id}/data/", {"reason": "she asked"})
    assert answer.status_code == 422
    assert "There is no room left on the disk." in answer.content.decode()


def test_own_copy_is_nobodys_business(known: Cast, client: Client):
    client.force_login(known.dave.user)
    fetched(client.get(OWN))
    assert not ReadLog.objects.exists()


def test_admin_hands_on_a_copy_with_a_reason_the_person_reads(known: Cast, client: Client):
    client.force_login(known.alice.user)
    page = f"/people/{known.dave.public_id}/data/"
    assert client.post(page, {"reason": " "}).status_code == 422
    assert not ReadLog.objects.exists()
    copy = fetched(client.post(page, {"reason": "asked by letter"}))
    assert copy["goals"][0]["title"] == "Learn it"
    assert WITHHELD & set(copy) == set()
    assert "only for Dave" not in str(copy)
    assert "1.250" not in str(copy)
    look = ReadLog.objects.get()
    assert (look.subject_id, look.kind) == (known.dave.pk, ReadKind.PERSONAL_DATA)


def test_nobody_else_gets_a_copy(known: Cast, client: Client):
    page = f"/people/{known.dave.public_id}/data/"
    for other, status in ((known.carol, 403), (known.erin, 403), (known.frank, 404)):
        client.force_login(other.user)
        assert client.post(page, {"reason": "curious"}).status_code == status
    assert not ReadLog.objects.exists()


def test_admin_erases_after_number_and_reason(known: Cast, client: Client):
    Employee.objects.filter(pk=known.dave.pk).update(status=EmployeeStatus.LEFT)
    client.force_login(known.alice.user)
    page = f"/people/{known.dave.public_id}/erase/"
    shown = client.get(page).content.decode()
    assert "Evidence" in shown
    for unseen in ("Remark", "Observation", "Check in note"):
        assert f'"list-main">{unseen}' not in shown
    wrong = client.post(page, {"number": known.carol.number, "reason": "asked"})
    assert wrong.status_code == 422
    assert not Erasure.objects.exists()
    client.post(page, {"number": known.dave.number, "reason": "asked"})
    assert Erasure.objects.get().subject_id == known.dave.pk
    job = Job.objects.get(name="custody.erase_person")
    assert set(job.arguments) == {"erasure_id"}
    assert "Dave" not in job.title


def test_nobody_else_erases_and_nobody_themselves(known: Cast, client: Client):
    Employee.objects.filter(pk__in=[known.dave.pk, known.alice.pk]).update(
        status=EmployeeStatus.LEFT
    )
    asked = {"number": known.dave.number, "reason": "asked"}
    for other in (known.carol, known.erin, known.alice):
        client.force_login(other.user)
        whom = known.alice if other is known.alice else known.dave
        asked["number"] = whom.number
        assert client.post(f"/people/{whom.public_id}/erase/", asked).status_code == 403
    assert not Erasure.objects.exists()


def test_page_says_why_somebody_who_works_here_stays(known: Cast, client: Client):
    client.force_login(known.alice.user)
    page = f"/people/{known.dave.public_id}/erase/"
    assert "Only people who have left" in client.get(page).content.decode()
    answer = client.post(page, {"number": known.dave.number, "reason": "asked"})
    assert answer.status_code == 422
    assert not Job.objects.exists()


def test_library_and_audit_leave_as_files(known: Cast, client: Client):
    client.force_login(known.dave.user)
    skills = b"".join(client.get("/library/skills/file/").streaming_content).decode()
    assert known.hard.name in skills
    assert client.get("/library/skills/file/?format=xlsx").content[:2] == b"PK"
    assert client.get("/library/people/file/").status_code == 404
    assert client.get("/audit/?format=csv").status_code == 403


def test_auditor_gets_no_values_in_the_file_of_the_trail(known: Cast, client: Client):
    found = {}
    for who in (known.alice, known.heidi):
        client.force_login(who.user)
        answer = client.get("/audit/?model=employees.employee&format=csv")
        found[who.first_name] = b"".join(answer.streaming_content).decode()
    assert "Dave" in found["Alice"]
    assert "Dave" not in found["Heidi"]
    assert "first_name" in found["Heidi"]
