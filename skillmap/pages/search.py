"""One search for everything: people, skills, activities, roles and pages."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from employees.models import RoleProfile
from employees.queries import find_people
from skillmap.core.http import UserRequest
from skillmap.pages.navigation import navigation
from skills.queries import find_skills
from training.models import Activity

SHOWN = 8
LONGEST = 100


@dataclass(frozen=True)
class Hit:
    """One result: what it is called, where it is, and a second line."""

    label: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """The hits of one kind; `more` leads to the whole list, empty when everything is shown."""

    title: str | Promise
    icon: str
    hits: list[Hit]
    more: str = ""


@require_GET
def search(request: UserRequest) -> HttpResponse:
    """Every word must occur; nothing is shown that the viewer could not open."""
    text = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]
    sections = [section for section in _sections(request, text) if section.hits] if text else []
    return render(request, "pages/search.html", {"q": text, "sections": sections})


def _sections(request: UserRequest, text: str) -> list[Section]:
    return [
        _people(request, text),
        _skills(request, text),
        _activities(request, text),
        _roles(request, text),
        _pages(request, text),
    ]


def _people(request: UserRequest, text: str) -> Section:
    found = find_people(request.user, search=text).select_related("site")[: SHOWN + 1]
    hits = [Hit(str(p), p.get_absolute_url(), p.site.name if p.site else "") for p in found]
    return _section(_("People"), "users", hits, "pages:person_list", text)


def _skills(request: UserRequest, text: str) -> Section:
    found = find_skills(request.user, search=text)[: SHOWN + 1]
    hits = [
        Hit(skill.name, reverse("pages:skill_detail", args=[skill.public_id]), skill.category)
        for skill in found
    ]
    return _section(_("Skills"), "stars", hits, "pages:skill_list", text)


def _activities(request: UserRequest, text: str) -> Section:
    found = Activity.objects.visible_to(request.user).active()
    for word in text.split():
        found = found.filter(title__icontains=word)
    hits = [
        Hit(
            activity.title,
            reverse("training:activity_detail", args=[activity.public_id]),
            str(activity.get_mode_display()),
        )
        for activity in found[: SHOWN + 1]
    ]
    return _section(_("Catalogue"), "books", hits, "training:activity_list", text)


def _roles(request: UserRequest, text: str) -> Section:
    found = RoleProfile.objects.visible_to(request.user).active()
    for word in text.split():
        found = found.filter(name__icontains=word)
    hits = [
        Hit(role.name, reverse("pages:role_detail", args=[role.public_id]), role.family)
        for role in found[: SHOWN + 1]
    ]
    return _section(_("Roles"), "id-badge-2", hits, "pages:role_list", text)


def _pages(request: UserRequest, text: str) -> Section:
    lines = [line for group in navigation(request)["navigation"] for line in group.entries]
    hits = [
        Hit(str(line["label"]), line["url"])
        for line in lines
        if all(word.lower() in str(line["label"]).lower() for word in text.split())
    ]
    return Section(_("Pages"), "layout-dashboard", hits[:SHOWN])


def _section(title: str | Promise, icon: str, hits: list[Hit], url_name: str, text: str) -> Section:
    more = f"{reverse(url_name)}?{urlencode({'q': text})}" if len(hits) > SHOWN else ""
    return Section(title, icon, hits[:SHOWN], more)
