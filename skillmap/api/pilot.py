"""The product is on for one unit first: who waits reads and writes nothing over REST either."""

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from employees.rules import takes_part


class TakesPart(BasePermission):
    """Refuses people outside the pilot unit; programs of other systems hold a right."""

    def has_permission(self, request: Request, view: object) -> bool:  # noqa: ARG002 - DRF's
        if request.user.is_authenticated and not takes_part(request.user):
            text = _("Skillmap is not switched on for your unit yet.")
            raise PermissionDenied(text, code="not_in_pilot")
        return True
