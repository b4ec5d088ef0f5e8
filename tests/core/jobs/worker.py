"""Our Celery app with the tasks of the tests and leases short enough to wait for.

As a program (`python -m tests.core.jobs.worker USER COUNT`) it queues that many jobs.
"""

import sys

import django

django.setup()

from skillmap.celery import app  # noqa: E402 - needs the models
from skillmap.core import jobs  # noqa: E402
from skillmap.core.jobs import lease, queue, run  # noqa: E402
from tests.core.jobs import tasks  # noqa: E402, F401 - registers them

lease.JOB_LEASE_SECONDS = queue.JOB_LEASE_SECONDS = 2
lease.JOB_RENEW_SECONDS = 1
lease.JOB_MAX_CRASHES = run.JOB_MAX_CRASHES = 100  # this worker is killed far more often
app.conf.beat_schedule = {"sweep-jobs": {"task": "core.sweep_jobs", "schedule": 0.5}}

if __name__ == "__main__":
    for number in range(int(sys.argv[2])):
        jobs.enqueue("tests.write_slowly", user=int(sys.argv[1]), text=f"job {number}")
