"""Inviting people, and the page an invitation leads to."""

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import SetPasswordForm
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from employees import queries, rules
from skillmap.core import accounts
from skillmap.core.errors import DomainError
from skillmap.core.history import act_as
from skillmap.pages.downloads import FORMATS, download
from skillmap.pages.log_in import with_passwords

PAGE_SIZE = 50
EXPORT_HEAD = ("employee_number", "name", "email")


@require_GET
def invitation_list(request: HttpRequest) -> HttpResponseBase:
    """People who cannot log in yet; `format` gives those found as a file."""
    if not rules.can_invite(request.user):
        return render(request, "403.html", status=403)
    people = queries.people_without_password(search=request.GET.get("q", ""))
    if request.GET.get("format") in FORMATS:
        lines = ((one.number, str(one), one.user.email) for one in people if one.user)
        return download("invitations", EXPORT_HEAD, lines, request.GET["format"])
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
@with_passwords
@require_http_methods(["GET", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password once; the person is logged in afterwards."""
    try:
        user = accounts.invited_user(token)
    except DomainError as error:
        return render(request, "pages/invitation_gone.html", {"error": error}, status=410)
    form = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        act_as(user)
        form.save()
        login(request, user)
        messages.success(request, _("Welcome to Skillmap."))
        return redirect("/")
    context = {"form": form, "invited": user}
    return render(
        request, "pages/invitation_accept.html", context, status=422 if form.errors else 200
    )
