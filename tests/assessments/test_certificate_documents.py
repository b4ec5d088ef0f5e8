"""What may be sent as a certificate is told by its bytes; a badge is read within bounds."""

import hashlib
import json
from datetime import date

import pytest

from assessments.services.certificates import read_badge, read_document
from skillmap.core.errors import DomainError
from tests.assessments.certificate_files import JPEG, PDF, PNG, badge, badge_upload, upload
from tests.data_folder import real_data


def refusal(content: bytes, name: str = "certificate.pdf") -> DomainError:
    with pytest.raises(DomainError) as refused:
        read_document(upload(content, name))
    assert refused.value.field == "file"
    return refused.value


@pytest.mark.parametrize(
    ("content", "media_type", "name"),
    [
        (PDF, "application/pdf", "evil.pdf"),
        (PNG, "image/png", "evil.png"),
        (JPEG, "image/jpeg", "evil.jpg"),
    ],
)
def test_kind_is_told_by_content_and_gives_the_name_its_end(content, media_type, name):
    document = read_document(upload(content, "evil.html"))
    assert (document.media_type, document.name) == (media_type, name)
    assert document.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "SVG"),
        (b"\xef\xbb\xbf \n<!DOCTYPE html><h1>Hi</h1>", "web page"),
        (b"<?xml version='1.0'?><x/>", "XML"),
        (b"PK\x03\x04" + b"\x00" * 40, "ZIP"),
        (b"MZ\x90\x00", "program"),
        (b"\x7fELF", "program"),
        (b"#!/bin/sh\n", "script"),
        (b"GIF89a", "GIF"),
        (b"eyJhbGciOiJFUzI1NiJ9.e30.x", "JWT"),
        (b"\x00\x00\x00\x18ftypheic", "HEIC"),
        (b"a letter", "another file"),
    ],
)
def test_other_kinds_are_refused_by_what_they_are(content, words):
    fault = refusal(content)
    assert fault.code == "wrong_type"
    assert words in fault.message
    assert "PDF" in fault.message


def test_empty_and_too_large_files_are_refused():
    assert refusal(b"").code == "empty_file"
    fault = refusal(PDF + b"\x00" * (30 * 2**20))
    assert (fault.code, fault.message) == ("file_too_large", "This file is larger than 10 MB.")


def test_names_lose_folders_and_keep_no_dangerous_end():
    assert read_document(upload(PDF, "../../etc/passwd")).name == "passwd.pdf"
    assert read_document(upload(PDF, ".pdf")).name == ".pdf.pdf"


def test_badge_gives_title_issuer_dates_and_alignment():
    found = read_document(badge_upload(validUntil="2028-02-03T00:00:00+00:00")).badge
    assert found is not None
    assert (found.title, found.issuer) == ("Robot programming", "The College")
    assert (found.issued_on, found.expires_on) == (date(2026, 2, 3), date(2028, 2, 3))
    (target,) = found.alignment
    assert (target.name, target.code) == ("Programming of robots", "ROBOTS")
    assert target.url == "https://skills.example/robots"


@pytest.mark.parametrize("email", ["Carol@Example.org", " carol@example.org"])
def test_badge_says_whether_it_names_an_address(email):
    plain = {"identityType": "emailAddress", "identityHash": "carol@example.org", "hashed": False}
    digest = hashlib.sha256(b"carol@example.orgsalty").hexdigest()
    hashed = plain | {"identityHash": f"sha256${digest}", "hashed": True, "salt": "salty"}
    for identity in (plain, hashed):
        found = read_badge(json.dumps(_of(identity)).encode())
        assert found.recipient(email) == "matches"
        assert found.recipient("dave@example.org") == "differs"
    assert read_badge(json.dumps(badge()).encode()).recipient(email) == ""


def _of(identity):
    subject = badge()["credentialSubject"] | {"identifier": [identity]}
    return badge(credentialSubject=subject)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"type": ["VerifiableCredential"]}, "not an Open Badge"),
        ({"type": "OpenBadgeCredential"}, "not an Open Badge"),
        ({"type": {"a": 1}}, "not an Open Badge"),
        ({"type": ["VerifiableCredential", "EndorsementCredential"]}, "endorsement"),
        ({"credentialSubject": "somebody"}, "nothing about an achievement"),
        ({"credentialSubject": []}, "nothing about an achievement"),
        ({"credentialSubject": {"achievement": 5}}, "nothing about an achievement"),
        ({"credentialSubject": {"achievement": {"name": ["a"]}}, "name": 7}, "“name”"),
        ({"validFrom": None}, "“validFrom”"),
        ({"validFrom": 20260101}, "not a date"),
        ({"validFrom": "2026-13-45T00:00:00Z"}, "not a date"),
        ({"validUntil": "2020-01-01T00:00:00Z"}, "ends before it begins"),
        ({"issuer": {"name": {"en": "x"}}}, "who issued it"),
        ({"issuer": [[[]]]}, "who issued it"),
        ({"id": "nul\x00"}, "characters"),
        ({"id": "\ud800"}, "characters"),
    ],
)
def test_badge_with_wrong_parts_is_refused_with_a_sentence(changes, words):
    fault = refusal(json.dumps(badge(**changes)).encode())
    assert fault.code == "invalid_badge"
    assert words in fault.message


@pytest.mark.parametrize("alignment", [None, 5, "x", [5, None], {"targetName": 5}, [[]], {}])
def test_badge_with_odd_alignments_has_none(alignment):
    subject = {"achievement": {"id": "a", "name": "b", "alignment": alignment}}
    found = read_badge(json.dumps(badge(credentialSubject=subject)).encode())
    assert found.alignment == ()


@pytest.mark.parametrize(
    "content",
    [
        b"{" * 10_000,
        b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
        b'{"a":' + b"[" * 10_000 + b"]" * 10_000 + b"}",
        b'{"a": NaN}',
        b'{"a": "\xff"}',
        b"{'a': 1}",
        b"{}",
        b'{"type": "' + b"x" * 2**20 + b'"}',
    ],
    ids=["open", "nested", "lists", "nan", "bytes", "quotes", "empty", "large"],
)
def test_hostile_json_gives_a_sentence(content):
    assert refusal(content).message.endswith((".", "MB."))


def test_alignments_beyond_fifty_are_left_out():
    many = [{"targetName": f"Skill {n}"} for n in range(10_000)]
    subject = {"achievement": {"id": "a", "name": "b", "alignment": many}}
    assert len(read_badge(json.dumps(badge(credentialSubject=subject)).encode()).alignment) == 50


def test_published_examples_are_read():
    folder = real_data("openbadges3")
    read = {path.stem: read_badge(path.read_bytes()) for path in badges(folder)}
    assert {name: found.title for name, found in read.items()} == {
        "achievementAlignmentCase": "Text analysis",
        "achievementAlignmentCe": "Text analysis",
        "basicOpenBadgeCredential": "Teamwork",
        "fullOpenBadge": "1EdTech University Degree",
        "skillAssertionCase": "Robot Programming",
        "skillAssertionCtdl": "Linear equations and inequalities",
    }
    assert read["fullOpenBadge"].recipient("student@1edtech.edu") == "matches"
    assert [one.code for one in read["fullOpenBadge"].alignment] == ["degree", "degree"]
    with pytest.raises(DomainError, match="endorsement"):
        read_badge((folder / "endorsement.json").read_bytes())


def badges(folder):
    others = {"endorsement", "context-3.0.3"}
    return [path for path in sorted(folder.glob("*.json")) if path.stem not in others]
