"""Compile the path search once, so that no first plan has to wait for it."""

from typing import Any

from django.core.management.base import BaseCommand

from training.analysis.catalogue import build_catalogue
from training.analysis.learner import Rules
from training.analysis.offers import Season
from training.analysis.planner import plan_path
from training.analysis.simulation import START, make_catalogue, make_learner


class Command(BaseCommand):
    help = "Compile the path search into NUMBA_CACHE_DIR, unless that was done before."
    requires_system_checks = ()

    def handle(self, **_options: Any) -> None:
        catalogue = build_catalogue(make_catalogue(40, skills=6))
        plan_path(Season(catalogue, START, Rules()), make_learner(skills=6, required=4), rounds=1)
