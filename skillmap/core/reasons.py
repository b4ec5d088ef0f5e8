"""Reading with a reason, as pages ask for it."""

from skillmap.core.enums import ReadKind
from skillmap.core.errors import DomainError
from skillmap.core.http import UserRequest
from skillmap.core.services import log_read


def fault_of_reason(request: UserRequest, subject_id: int, kind: ReadKind) -> str:
    """Log the reason that was posted; return what is wrong with it, nothing once it is logged."""
    try:
        log_read(
            viewer=request.user,
            subject_id=subject_id,
            kind=kind,
            reason=request.POST.get("reason", ""),
        )
    except DomainError as error:
        return error.message
    return ""
