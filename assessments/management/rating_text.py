"""The analysis of a rating file as text for a terminal, and as the keys of its JSON file."""

import math
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assessments.analysis.agreement import Figure, band
from assessments.analysis.rating_report import Agreement, Method, RatingReport
from assessments.imports.rating_file import RatingFile

_SHOWN_NAMES = 10


def as_json(file: RatingFile, report: RatingReport) -> dict[str, Any]:
    """Return the documented keys; what cannot be told is null."""
    model, overall = report.model, report.overall
    return {
        "n": len(file.table),
        "raters": [
            {"rater": file.raters[i], "severity": _known(value), "se": _known(se)}
            for i, (value, se) in enumerate(zip(model.severity, model.severity_se, strict=True))
        ],
        "items": [
            {"item": file.items[i], "difficulty": _known(value), "se": _known(se)}
            for i, (value, se) in enumerate(zip(model.difficulty, model.difficulty_se, strict=True))
        ],
        "steps": [
            {
                "item": None if step.item is None else file.items[step.item],
                "score": step.score,
                "threshold": step.threshold,
                "se": _known(step.se),
            }
            for step in model.steps
        ],
        "person_variance": model.person_variance,
        "log_likelihood": model.log_likelihood,
        "icc": {figure.form: _known(figure.value) for figure in overall.figures},
        "krippendorff_alpha": {
            "interval": _known(overall.interval),
            "ordinal": _known(overall.ordinal),
            "nominal": _known(overall.nominal),
        },
    }


def as_text(file: RatingFile, report: RatingReport, method: Method) -> Iterator[str]:
    """Yield the lines of the report."""
    yield _("Ratings: %(ratings)d; people: %(persons)d; raters: %(raters)d; items: %(items)d") % {
        "ratings": len(file.table),
        "persons": file.table.n_persons,
        "raters": file.table.n_raters,
        "items": file.table.n_items,
    }
    yield from _agreement(report.overall)
    yield from _model(report, method)
    yield from _facet(
        _("Raters, most severe first"), _("severity"), file.raters, report, "severity"
    )
    yield from _items(file, report)
    yield from _steps(file, report)
    yield from _warnings(file, report, method)


def _agreement(found: Agreement) -> Iterator[str]:
    yield ""
    yield _("Agreement (unit: a person on one item)")
    for figure in found.figures:
        yield f"  {_figure(figure)}"
    for name, value in (
        (_("Krippendorff's alpha, interval"), found.interval),
        (_("Krippendorff's alpha, ordinal"), found.ordinal),
        (_("Krippendorff's alpha, nominal"), found.nominal),
    ):
        yield f"  {name:<32} {_number(value)}"
    if found.once.single.known:
        yield "  " + _("%(k)s ratings per unit; one more rater: %(gain)s reliability") % {
            "k": f"{found.once.raters_per_unit:.2f}",
            "gain": f"{found.one_more:+.3f}",
        }


def _figure(figure: Figure) -> str:
    if not figure.known:
        return f"{figure.form:<10} " + _("cannot be told: nothing is rated twice, or all alike")
    low, high = band(figure)
    return _("%(form)s %(value)s, 95 %% interval %(low)s to %(high)s (%(bands)s)") % {
        "form": f"{figure.form:<10}",
        "value": _number(figure.value),
        "low": _number(figure.low),
        "high": _number(figure.high),
        "bands": low if low == high else f"{low} - {high}",
    }


def _model(report: RatingReport, method: Method) -> Iterator[str]:
    model = report.model
    yield ""
    if method == "crossed":
        yield _("Crossed effects, REML, in scores: variances")
    else:
        yield _("Many-facet Rasch model, marginal maximum likelihood, in logits: variances")
    for name, variance in model.components.items():
        yield f"  {name:<14} {_number(variance)}"
    yield "  " + _("log-likelihood %(value).4f") % {"value": model.log_likelihood}


def _facet(
    title: str, word: str, names: Sequence[str], report: RatingReport, facet: str
) -> Iterator[str]:
    values, errors = getattr(report.model, facet), getattr(report.model, f"{facet}_se")
    if not len(values):
        return
    yield ""
    yield title
    width = max(map(len, names))
    yield f"  {'':<{width}}  {word:>10}  {'SE':>7}"
    for place in sorted(range(len(values)), key=lambda i: (-_or_lowest(values[i]), names[i])):
        yield f"  {names[place]:<{width}}  {_number(values[place]):>10}  {_number(errors[place])}"


def _items(file: RatingFile, report: RatingReport) -> Iterator[str]:
    yield from _facet(_("Items, hardest first"), _("difficulty"), file.items, report, "difficulty")
    if not report.of_items:
        return
    yield ""
    yield _("Agreement on each item")
    width = max(map(len, file.items))
    yield f"  {'':<{width}}  ICC(1,1)  ICC(1,k)    alpha"
    for name, found in zip(file.items, report.of_items, strict=True):
        figures = (found.once.single.value, found.once.average.value, found.interval)
        yield f"  {name:<{width}}  " + "  ".join(f"{_number(value):>7}" for value in figures)


def _steps(file: RatingFile, report: RatingReport) -> Iterator[str]:
    if not report.model.steps:
        return
    yield ""
    yield _("Steps: where a score becomes likelier than the one below")
    for step in report.model.steps:
        name = "" if step.item is None else f"{file.items[step.item]} "
        yield f"  {name}{step.score:g}  {_number(step.threshold):>8}  {_number(step.se)}"


def _warnings(file: RatingFile, report: RatingReport, method: Method) -> Iterator[str]:
    model = report.model
    found = []
    if not model.converged:
        found.append(_("The search for the estimates did not come to an end."))
    if len(report.parts) > 1:
        found.append(
            _(
                "%(n)d groups share no rater (%(sizes)s people): across them severities compare "
                "only as far as the groups are alike."
            )
            % {"n": len(report.parts), "sizes": _listed([str(n) for n in report.parts])}
        )
    if report.flat:
        names = _listed([file.raters[i] for i in report.flat])
        found.append(_("Hardly any spread in the scores of: %(names)s") % {"names": names})
    extreme = [file.raters[i] for i in model.extreme_raters]
    extreme += [file.items[i] for i in model.extreme_items]
    if extreme:
        found.append(
            _("One end of the scale only, held by a prior: %(names)s") % {"names": _listed(extreme)}
        )
    if file.n_self:
        found.append(
            _("%(n)d scores have the same name as person and rater (--without-self).")
            % {"n": file.n_self}
        )
    if file.n_missing:
        found.append(
            ngettext("%(n)d score is missing.", "%(n)d scores are missing.", file.n_missing)
            % {"n": file.n_missing}
        )
    if method == "many_facet" and report.of_items:
        found.append(_("Impressions carried from item to item make these errors too small."))
    if found:
        yield ""
        yield from (f"! {sentence}" for sentence in found)


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _SHOWN_NAMES
    return ", ".join(names[:_SHOWN_NAMES]) + (f", … (+{more})" if more > 0 else "")


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _or_lowest(value: float) -> float:
    return value if math.isfinite(value) else -math.inf


def _number(value: float) -> str:
    return f"{value:7.3f}" if math.isfinite(value) else f"{'-':>7}"
