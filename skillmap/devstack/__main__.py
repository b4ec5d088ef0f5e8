"""The command line: `python -m skillmap.devstack up | run`."""

from __future__ import annotations

import argparse
import sys

from skillmap.devstack import run, up
from skillmap.devstack.stack import ChildEndedError
from skillmap.devstack.state import StateInUseError


def main(arguments: list[str]) -> int:
    """Parse the command line and hand over; returns the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.main(options))
    except (ChildEndedError, StateInUseError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m skillmap.devstack", description=__doc__)
    verbs = parser.add_subparsers(required=True, metavar="up|run")

    demo = verbs.add_parser("up", help="the whole demo until Ctrl-C")
    demo.add_argument("--port", type=int, default=8000, help="of the web server (8000)")
    demo.add_argument("--check", action="store_true", help="stop after the first healthy page")
    demo.add_argument("--from-scratch", action="store_true", help="forget the demo's data first")
    demo.set_defaults(main=up.main)

    one = verbs.add_parser("run", help="the servers for the length of one command")
    one.add_argument("--fresh", action="store_true", help="an empty, throw-away database")
    one.add_argument("--worker", action="store_true", help="add a Celery worker and scheduler")
    one.add_argument("--web", type=int, metavar="PORT", help="add the web server (0: any port)")
    one.add_argument("command", nargs="+", metavar="COMMAND", help="after --")
    one.set_defaults(main=run.main)
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
