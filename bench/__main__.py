"""`python -m bench [--scale small|full] [TOPIC ...]`; needs a database: `make bench` gives one."""

import argparse
import importlib
import pkgutil
import sys

import django
from django.core.management import call_command

from bench import topics
from bench.report import Report, Scale


def main(arguments: list[str]) -> int:
    """Run the topics one after the other; 1 when a limit was missed."""
    known = sorted(module.name for module in pkgutil.iter_modules(topics.__path__))
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--scale", type=Scale, default=Scale.SMALL, choices=list(Scale))
    parser.add_argument("topics", nargs="*", metavar="TOPIC", help=", ".join(known))
    options = parser.parse_args(arguments)
    if unknown := set(options.topics) - set(known):
        parser.error(f"no such topic: {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)  # pages name their files
    missed = [topic for topic in options.topics or known if not _run(topic, options.scale)]
    if missed:
        print(f"Limits missed: {', '.join(missed)}")
    return 1 if missed else 0


def _run(topic: str, scale: Scale) -> bool:
    """Measure, print and keep one topic; whether all its limits were kept."""
    print(f"\n{topic} ({scale})", flush=True)
    report: Report = importlib.import_module(f"bench.topics.{topic}").measure(scale)
    for row in report.rows:
        print(row, flush=True)
    report.write(topic)
    return all(row.ok for row in report.rows)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
