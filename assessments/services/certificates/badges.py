"""Reading Open Badges 3.0: what the credential says, without checking its signature."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from skillmap.core.errors import DomainError

BADGE_MAX_BYTES = 1024 * 1024
MOST_ALIGNMENTS = 50
_CREDENTIALS = {"OpenBadgeCredential", "AchievementCredential"}
_NAME, _ADDRESS = 200, 500  # characters kept


@dataclass(frozen=True, slots=True)
class Alignment:
    """One thing a badge says it is about, such as a skill of a published framework."""

    name: str
    url: str = ""
    code: str = ""
    framework: str = ""


@dataclass(frozen=True, slots=True)
class Badge:
    """What one achievement credential says. `identities` are (hash or address, salt) pairs."""

    id: str
    title: str
    issuer: str
    issued_on: dt.date
    expires_on: dt.date | None = None
    identifier: str = ""
    alignment: tuple[Alignment, ...] = ()
    identities: tuple[tuple[str, str], ...] = ()

    def recipient(self, email: str) -> str:
        """Whether it names this address: `matches`, `differs`, or empty when it names none."""
        if not self.identities or not email:
            return ""
        ours = email.strip().lower()
        return "matches" if any(_names(one, ours) for one in self.identities) else "differs"


def read_badge(content: bytes) -> Badge:
    """Read a credential in JSON. Raises `DomainError` saying what is wrong with it."""
    credential = _credential(content)
    subject = _first(credential.get("credentialSubject"))
    achievement = _first(subject.get("achievement"))
    if not achievement:
        raise _fault(_("This badge says nothing about an achievement."))
    issued_on = _day(credential, "validFrom") or _day(credential, "issuanceDate")
    badge_id = _text(credential.get("id"), _ADDRESS) or _text(achievement.get("id"), _ADDRESS)
    title = _text(achievement.get("name"), _NAME) or _text(credential.get("name"), _NAME)
    for value, name in ((badge_id, "id"), (title, "name"), (issued_on, "validFrom")):
        if not value:
            raise _fault(_("This badge lacks its “%(name)s”.") % {"name": name})
    expires_on = _day(credential, "validUntil") or _day(credential, "expirationDate")
    if expires_on and issued_on and expires_on < issued_on:
        raise _fault(_("This badge ends before it begins."))
    return Badge(
        id=badge_id,
        title=title,
        issuer=_issuer(credential.get("issuer")),
        issued_on=issued_on or dt.date.min,
        expires_on=expires_on,
        identifier=_text(subject.get("licenseNumber"), _NAME),
        alignment=tuple(_alignments(achievement.get("alignment"))),
        identities=tuple(_identities(subject.get("identifier"))),
    )


def _credential(content: bytes) -> Mapping[str, Any]:
    """The JSON object, when it is an achievement credential."""
    if len(content) > BADGE_MAX_BYTES:
        raise _fault(_("This badge is larger than 1 MB."), code="file_too_large")
    try:
        found = json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except RecursionError:
        raise _fault(_("This JSON is nested too deeply.")) from None
    except ValueError:
        raise _fault(_("This file looks like JSON and is not.")) from None
    types = found.get("type") if isinstance(found, dict) else None
    kinds = {one for one in _listed(types) if isinstance(one, str)}
    if "VerifiableCredential" in kinds and "EndorsementCredential" in kinds:
        raise _fault(_("This is an endorsement of somebody, not the badge of a person."))
    if "VerifiableCredential" not in kinds or not kinds & _CREDENTIALS:
        raise _fault(_("This JSON is not an Open Badge of version 3.0."))
    credential: Mapping[str, Any] = found
    return credential


def _refuse_constant(_word: str) -> None:
    raise ValueError


def _alignments(value: Any) -> Iterator[Alignment]:
    for one in _listed(value)[:MOST_ALIGNMENTS]:
        if isinstance(one, dict) and (name := _text(one.get("targetName"), _NAME)):
            yield Alignment(
                name=name,
                url=_text(one.get("targetUrl"), _ADDRESS),
                code=_text(one.get("targetCode"), _NAME),
                framework=_text(one.get("targetFramework"), _NAME),
            )


def _identities(value: Any) -> Iterator[tuple[str, str]]:
    for one in _listed(value)[:MOST_ALIGNMENTS]:
        if not isinstance(one, dict) or one.get("identityType") != "emailAddress":
            continue
        if known := _text(one.get("identityHash"), _ADDRESS):
            yield known.lower(), _text(one.get("salt"), _ADDRESS)


def _names(identity: tuple[str, str], email: str) -> bool:
    """An address stands there as it is or as `sha256$` of address and salt."""
    known, salt = identity
    digests = {hashlib.sha256(f"{email}{add}".encode()).hexdigest() for add in ("", salt)}
    return known == email or known.removeprefix("sha256$") in digests


def _issuer(value: Any) -> str:
    """The name of the issuer, else its address."""
    if isinstance(value, str):
        return _text(value, _NAME)
    profile = _first(value)
    name = _text(profile.get("name"), _NAME) or _text(profile.get("id"), _NAME)
    if not name:
        raise _fault(_("This badge does not say who issued it."))
    return name


def _day(credential: Mapping[str, Any], name: str) -> dt.date | None:
    value = credential.get(name)
    if value is None:
        return None
    try:
        moment = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise _fault(_("“%(name)s” of this badge is not a date.") % {"name": name})
    return moment.date()


def _text(value: Any, longest: int) -> str:
    """A text in one line; what is no text is nothing. Raises for what cannot be stored."""
    if not isinstance(value, str):
        return ""
    if "\x00" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
        raise _fault(_("This badge has characters that nobody can read."))
    return " ".join(value.split())[:longest]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _first(value: Any) -> Mapping[str, Any]:
    """An object, or the first of a list of them; else an empty one."""
    one = next(iter(_listed(value)), None)
    return one if isinstance(one, dict) else {}


def _fault(sentence: str, code: str = "invalid_badge") -> DomainError:
    return DomainError(sentence, code=code, field="file")
