"""Names of skills in catalogues that we do not know: match them once for all later imports."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from employees import rules
from skillmap.core.http import UserRequest
from skillmap.pages.filters import Filters
from skillmap.pages.forms import SearchForm
from skills.models import Skill
from skills.queries import skills_by_code, skills_by_name
from skills.services.matching import match_names
from training.queries.names import unmatched_names, with_skills_alike

PAGE_SIZE = 25
SURE = 60  # likeness in percent from which a suggestion is chosen beforehand
MOST_OFFERED = 500  # names of skills to type ahead


@require_http_methods(["GET", "POST"])
def name_list(request: UserRequest) -> HttpResponse:
    """Unknown names, those of most activities first, with the skills that are called alike."""
    if not rules.can_edit_catalogue(request.user):
        return render(request, "403.html", status=403)
    if request.method == "POST":
        chosen, unknown = _chosen(request)
        n = match_names(skills=chosen)
        _say(request, n, unknown)
        return redirect(request.get_full_path())
    filters = Filters(SearchForm(request.GET), request.GET)
    pages = Paginator(unmatched_names(filters.values["q"]), PAGE_SIZE)
    page = pages.get_page(request.GET.get("page"))
    skills = Skill.objects.active().order_by("name").values_list("name", flat=True)
    context = {
        "filters": filters,
        "page": page,
        "names": with_skills_alike(page),
        "skills": skills[:MOST_OFFERED],
        "sure": SURE,
    }
    return render(request, "pages/name_list.html", context)


def _chosen(request: UserRequest) -> tuple[dict[str, Skill], list[str]]:
    """Skill by name from `name`, `skill` and `other` in step; and what is no skill."""
    names, picked, typed = (request.POST.getlist(key) for key in ("name", "skill", "other"))
    wanted = {
        name.strip(): other.strip() or code.strip()
        for name, code, other in zip(names, picked, typed, strict=False)
        if name.strip() and name.isprintable() and len(name) <= 300
    }
    texts = {text for text in wanted.values() if text and text.isprintable()}
    known: dict[str, Skill] = {**skills_by_name(texts), **skills_by_code(texts)}
    chosen = {
        name: skill
        for name, text in wanted.items()
        if (skill := known.get(text) or known.get(text.lower()))
    }
    return chosen, [text for name, text in wanted.items() if text and name not in chosen]


def _say(request: UserRequest, n: int, unknown: list[str]) -> None:
    text = ngettext("%(n)d name matched.", "%(n)d names matched.", n) % {"n": n}
    messages.success(request, text + " " + _("Send the catalogue again to use them."))
    if unknown:
        text = _("No skill is called %(names)s. These names wait as before.")
        messages.warning(request, text % {"names": ", ".join(unknown)})
