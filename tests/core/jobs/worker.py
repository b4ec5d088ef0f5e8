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

for module in (lease, queue, run):  # a crash costs seconds, and this worker is killed often
    vars(module).update(JOB_LEASE_SECONDS=2, JOB_RENEW_SECONDS=1, JOB_MAX_CRASHES=100)
app.conf.beat_schedule = {"sweep-jobs": {"task": "core.sweep_jobs", "schedule": 0.5}}

if __name__ == "__main__":
    for number in range(int(sys.argv[2])):
        jobs.enqueue("tests.write_slowly", user=int(sys.argv[1]), text=f"job {number}")
