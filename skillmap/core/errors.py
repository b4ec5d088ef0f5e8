"""Anticipated failures. The browser shows them at the form (422), the API as problem+json."""

from collections.abc import Mapping


class DomainError(Exception):
    """Something a person can understand and mend.

    `code` is stable and for programs, `message` is a sentence for people, `field` names the input
    at fault (empty: the whole request), `status` is the HTTP status it becomes.
    """

    status = 422

    def __init__(self, message: str, *, code: str = "invalid", field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.field = field


class NotAllowedError(DomainError):
    """Visible, but this person may not do that."""

    status = 403

    def __init__(self, message: str, *, code: str = "not_allowed") -> None:
        super().__init__(message, code=code)


class ConflictError(DomainError):
    """Somebody else changed the row, or it is no longer in the state the request assumed."""

    status = 409

    def __init__(self, message: str, *, code: str = "conflict") -> None:
        super().__init__(message, code=code)


class ManyErrors(DomainError):
    """Several fields at fault: `fields` maps a field to its sentence."""

    def __init__(self, message: str, fields: Mapping[str, str]) -> None:
        super().__init__(message, code="invalid")
        self.fields = dict(fields)
