"""Inviting people, and the page an invitation leads to."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from employees import queries, rules
from skillmap.core import accounts
from skillmap.core.errors import DomainError

PAGE_SIZE = 50


@require_GET
def invitation_list(request: HttpRequest) -> HttpResponse:
    """People who cannot log in yet."""
    if not rules.can_invite(request.user):
        return render(request, "403.html", status=403)
    people = queries.people_without_password(search=request.GET.get("q", ""))
    page = Paginator(people, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "q": request.GET.get("q", "")}
    return render(request, "pages/invitation_list.html", context)


@require_POST
def invitation_send(request: HttpRequest) -> HttpResponse:
    """Mail one person, or everybody who cannot log in yet."""
    if not rules.can_invite(request.user):
        return render(request, "403.html", status=403)
    people = queries.people_without_password()
    if not request.POST.get("all"):
        people = people.filter(public_id__in=request.POST.getlist("person"))
    chosen = list(people)
    for person in chosen:
        if person.user:
            accounts.invite(person.user)
    text = ngettext("%(n)s invitation sent.", "%(n)s invitations sent.", len(chosen))
    messages.success(request, text % {"n": len(chosen)})
    return redirect("pages:invitation_list")


@login_not_required
@require_http_methods(["GET", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password once; the person is logged in afterwards."""
    try:
        user = accounts.invited_user(token)
    except DomainError as error:
        return render(request, "pages/invitation_gone.html", {"error": error}, status=410)
    form = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
        messages.success(request, _("Welcome to Skillmap."))
        return redirect("/")
    context = {"form": form, "invited": user}
    return render(
        request, "pages/invitation_accept.html", context, status=422 if form.errors else 200
    )
