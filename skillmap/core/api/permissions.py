"""Denied until declared: every view names the scope of each of its actions."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from rest_framework.exceptions import MethodNotAllowed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from skillmap.core.api.scopes import Door, Needed, Scope
from skillmap.core.models import ApiToken

if TYPE_CHECKING:  # DRF's views import this module through the settings
    from rest_framework.views import APIView


class DeclaredScope(BasePermission):
    """Lets a request in when its view declares what the action needs and the token has it.

    A view without `scopes`, or with an action that is not in it, is closed to everybody.
    """

    def has_permission(self, request: Request, view: "APIView") -> bool:
        needed = _needed(request, view)
        if needed is Door.ANYBODY:
            return True
        if needed is None or not request.user.is_authenticated:
            return False
        if not isinstance(needed, Door):
            require_scope(request, needed)
        return True


def require_scope(request: Request, needed: Scope | tuple[Scope, ...]) -> None:
    """Raise 403 unless the token has (one of) the scopes. A session needs none."""
    accepted = needed if isinstance(needed, tuple) else (needed,)
    if not holds_scope(request, *accepted):
        raise PermissionDenied(
            _("This token lacks the scope %(scope)s.") % {"scope": " / ".join(accepted)},
            code="insufficient_scope",
        )


def holds_scope(request: Request, *accepted: Scope) -> bool:
    """Has the token one of these scopes? A session needs none."""
    if not isinstance(request.auth, ApiToken):
        return True
    return bool(set(accepted) & set(request.auth.scopes))


def _needed(request: Request, view: "APIView") -> Needed | None:
    """What the view declares for this request. Raises 405 for a method it does not have."""
    scopes: dict[str, Any] = getattr(view, "scopes", {})
    if not hasattr(view, "action_map"):
        return scopes.get((request.method or "").lower())
    action = view.action_map.get((request.method or "").lower())
    if action is None and request.user.is_authenticated:
        raise MethodNotAllowed(request.method or "")
    return scopes.get(action or "")
