"""What happens by the clock, in UTC; docs/operations.md says what each is for."""

from celery.schedules import crontab

BEAT_SCHEDULE = {
    "remind-certificates": {
        "task": "assessments.remind_certificates",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "remind-of-plans": {
        "task": "training.remind_of_plans",
        "schedule": crontab(hour="5", minute="10"),
        "options": {"expires": 3600},
    },
    "learn-from-results": {
        "task": "training.learn_from_results",
        "schedule": crontab(hour="3", minute="10"),
        "options": {"expires": 3600},
    },
    "retry-completions": {
        "task": "training.retry_completions",
        "schedule": crontab(hour="2", minute="20"),
        "options": {"expires": 3600},
    },
    "run-programmes": {
        "task": "training.run_programmes",
        "schedule": crontab(hour="3", minute="40"),
        "options": {"expires": 3600},
    },
    "forget-old": {
        "task": "core.forget_old",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "sweep-jobs": {"task": "core.sweep_jobs", "schedule": 5.0, "options": {"expires": 5}},
    "wake-webhooks": {"task": "pages.wake_webhooks", "schedule": 5.0, "options": {"expires": 5}},
    "start-due-analysis": {
        "task": "assessments.start_due_analysis",
        "schedule": crontab(hour="0", minute="40"),
        "options": {"expires": 3600},
    },
    "keep-cycles": {
        "task": "assessments.keep_cycles",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "keep-review-cycles": {
        "task": "reviews.keep_cycles",
        "schedule": 3600.0,
        "options": {"expires": 3600},
    },
    "count-feedback": {
        "task": "assessments.count_feedback",
        "schedule": crontab(hour="1", minute="30"),
        "options": {"expires": 3600},
    },
}
