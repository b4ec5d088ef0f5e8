"""Reading xAPI statements (versions 1.0 and 2.0): what a learning platform sends, checked."""

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from skillmap.core.errors import DomainError
from training.enums import Verb
from training.queries.statements import Learner, Statement

VERBS = {
    f"{scheme}://adlnet.gov/expapi/verbs/{verb.value}": verb
    for scheme in ("http", "https")
    for verb in Verb
    if verb != Verb.OTHER
}
KNOWN = {
    "id", "actor", "verb", "object", "result", "context", "timestamp", "stored", "authority",
    "version", "attachments",
}  # fmt: skip
SET_BY_RECEIVER = {"id", "stored", "authority", "version"}  # no part of what is said
RESULT = {"score", "success", "completion", "response", "duration", "extensions"}
SCORE = {"scaled", "raw", "min", "max"}
IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
LONGEST = 500  # characters of an address or a name
HASH_LENGTH = 40


def read_statement(body: Any, now: dt.datetime) -> Statement:
    """Check one statement. Raises `DomainError` whose field names the part at fault."""
    if not isinstance(body, Mapping):
        raise _fault("", _("A statement is a JSON object."))
    _refuse_unknown(body, KNOWN, "")
    _refuse_nul(body)
    score, completion = _result(body.get("result"))
    verb = VERBS.get(_verb(body.get("verb")), Verb.OTHER)
    return Statement(
        id=read_id(body.get("id")) if "id" in body else uuid4(),
        digest=digest_of(body),
        verb=verb,
        learner=_learner(body.get("actor")),
        activity=_activity(body.get("object")),
        told_at=_moment(body["timestamp"]) if "timestamp" in body else now,
        score=score,
        completion=completion,
        voids=_voided(body.get("object")) if verb == Verb.VOIDED else None,
    )


def read_id(value: Any, field: str = "id") -> UUID:
    """A statement's id. Raises `DomainError` when it is none."""
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        raise _fault(field, _("The id of a statement is a UUID.")) from None


def digest_of(body: Mapping[str, Any]) -> str:
    """The same for the same content, whatever the order of its parts."""
    said = {name: value for name, value in body.items() if name not in SET_BY_RECEIVER}
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _verb(verb: Any) -> str:
    return _iri(_part(verb, "verb").get("id"), "verb/id")


def _learner(actor: Any) -> Learner | None:
    """The person; None for a group, which is not somebody who can finish something."""
    actor = _part(actor, "actor")
    kind = actor.get("objectType", "Agent")
    if kind not in {"Agent", "Group"}:
        raise _fault("actor/objectType", _("An actor is an Agent or a Group."))
    given = [name for name in IDENTIFIERS if name in actor]
    if kind == "Group":
        return None
    if len(given) != 1:
        raise _fault("actor", _("An actor has exactly one of mbox, mbox_sha1sum, openid, account."))
    return _identified(given[0], actor[given[0]])


def _identified(name: str, value: Any) -> Learner:
    field = f"actor/{name}"
    if name == "account":
        account = _part(value, field)
        home = _iri(account.get("homePage"), f"{field}/homePage")
        return Learner(account=_text(account.get("name"), f"{field}/name"), home_page=home)
    text = _text(value, field)
    if name == "mbox":
        if not text.lower().startswith("mailto:") or "@" not in text:
            raise _fault(field, _("An mbox looks like mailto:somebody@example.org."))
        return Learner(email=text[len("mailto:") :])
    if name == "mbox_sha1sum":
        if len(text) != HASH_LENGTH or set(text.lower()) - set("0123456789abcdef"):
            raise _fault(field, _("An mbox_sha1sum has 40 hexadecimal digits."))
        return Learner(email_sha1=text.lower())
    return Learner(account=_iri(text, field))


def _activity(thing: Any) -> str:
    """The activity's address; empty for an object of another type."""
    thing = _part(thing, "object")
    if thing.get("objectType", "Activity") != "Activity":
        return ""
    return _iri(thing.get("id"), "object/id")


def _voided(thing: Any) -> UUID:
    """The statement that is taken back."""
    thing = _part(thing, "object")
    if thing.get("objectType") != "StatementRef":
        raise _fault("object/objectType", _("Only a statement (StatementRef) can be taken back."))
    return read_id(thing.get("id"), "object/id")


def _result(result: Any) -> tuple[Decimal | None, bool | None]:
    """Score from 0 to 1, and whether it was completed."""
    if result is None:
        return None, None
    result = _part(result, "result")
    _refuse_unknown(result, RESULT, "result/")
    for name in ("completion", "success"):
        if not isinstance(result.get(name, False), bool):
            raise _fault(f"result/{name}", _("This is true or false."))
    return _score(result.get("score")), result.get("completion")


def _score(score: Any) -> Decimal | None:
    if score is None:
        return None
    score = _part(score, "result/score")
    _refuse_unknown(score, SCORE, "result/score/")
    given = {name: _number(score[name], f"result/score/{name}") for name in SCORE & set(score)}
    scaled = given.get("scaled")
    if scaled is None and {"raw", "min", "max"} <= set(given) and given["min"] < given["max"]:
        scaled = (given["raw"] - given["min"]) / (given["max"] - given["min"])
    if scaled is None:
        return None
    if not -1 <= scaled <= 1:
        raise _fault("result/score/scaled", _("A scaled score lies between -1 and 1."))
    return max(scaled, Decimal(0)).quantize(Decimal("0.0001"))


def _number(value: Any, field: str) -> Decimal:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            number = Decimal(str(value))
        except InvalidOperation:  # pragma: no cover - str of a float is a number
            number = Decimal("NaN")
        if number.is_finite() and abs(number) < Decimal("1e9"):
            return number
    raise _fault(field, _("This is not a number we can use."))


def _moment(value: Any) -> dt.datetime:
    text = _text(value, "timestamp")
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise _fault("timestamp", _("A timestamp looks like 2027-03-12T14:05:00Z."))
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _part(value: Any, field: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise _fault(field, _("This part is missing, or is no JSON object."))
    return value


def _iri(value: Any, field: str) -> str:
    text = _text(value, field)
    scheme, colon, rest = text.partition(":")
    if not colon or not rest or not scheme.isascii() or not scheme[:1].isalpha():
        raise _fault(field, _("This is not a full address (IRI)."))
    return text


def _text(value: Any, field: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _fault(field, _("This text is missing."))
    if len(value) > LONGEST:
        raise _fault(field, _("This text is longer than %(n)d characters.") % {"n": LONGEST})
    return value.strip()


def _refuse_unknown(part: Mapping[str, Any], known: set[str], prefix: str) -> None:
    if unknown := sorted(set(part) - known):
        raise _fault(f"{prefix}{unknown[0]}", _("The specification knows no such property."))


def _refuse_nul(body: Mapping[str, Any]) -> None:
    """Postgres keeps no NUL characters, and no honest text has one."""
    if "\\u0000" in json.dumps(body):
        raise _fault("", _("The statement contains a NUL character."))


def _fault(field: str, message: str) -> DomainError:
    return DomainError(message, code="bad_statement", field=field)
