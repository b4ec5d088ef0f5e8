"""`If-Match`: the version of a row that the client has seen."""

import re

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import APIException, ParseError
from rest_framework.request import Request

IF_MATCH = OpenApiParameter(
    "If-Match",
    required=True,
    location=OpenApiParameter.HEADER,
    description="The ETag you have seen; `*` stands for whatever is stored.",
)
_TAG = re.compile(r'(?:W/)?"(\d{1,9})"')


def expected_version(request: Request) -> int | None:
    """The version named by `If-Match`, None without the header or for any version (`*`)."""
    sent = request.headers.get("If-Match", "*").strip()
    if sent == "*":
        return None
    found = _TAG.fullmatch(sent)
    if found is None:
        raise ParseError(_("If-Match takes one ETag of ours."))
    return int(found[1])


class PreconditionRequired(APIException):
    """A change without `If-Match` could overwrite what the client has never seen."""

    status_code = 428
    default_code = "precondition_required"


def required_version(request: Request) -> int | None:
    """As `expected_version`. Raises `PreconditionRequired` (428) without the header."""
    if "If-Match" not in request.headers:
        raise PreconditionRequired(_("Send the ETag you have seen as If-Match."))
    return expected_version(request)
