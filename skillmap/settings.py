"""Settings, read from the environment. The table of variables is in docs/operations.md."""

import os
import sys
from email.utils import parseaddr
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF

from skillmap.schedule import BEAT_SCHEDULE

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("SKILLMAP_DEMO", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    if not DEBUG:
        sys.exit(
            "SECRET_KEY is not set: give it a long random value in the environment, "
            "or set DEBUG=1 on your own machine."
        )
    SECRET_KEY = "only-for-debugging-on-one-machine"  # noqa: S105

BASE_URL: str = env.str("BASE_URL", default="http://localhost:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

SKILLMAP_CURRENCY = env.str("SKILLMAP_CURRENCY", default="EUR")
SKILLMAP_TIME_ZONE = env.str("SKILLMAP_TIME_ZONE", default="UTC")
WEBHOOK_NETWORKS = [ip_network(text) for text in env.list("WEBHOOK_NETWORKS", default=[])]

INSTALLED_APPS = [
    "skillmap.core",
    "skills",
    "employees",
    "assessments",
    "training",
    "reviews",
    "skillmap.pages",
    "skillmap.custody",
    "skillmap.starter",
    "skillmap.demo",
    "allauth",
    "allauth.account",
    "oauth2_provider",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "skillmap.core.middleware.RequestIdMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "skillmap.pages.entrance.EntranceMiddleware",
    "skillmap.pages.entrance.LogInRequiredMiddleware",
    "skillmap.core.middleware.ViewerMiddleware",
    "skillmap.pages.pilot.PilotMiddleware",
    "skillmap.core.middleware.HistoryMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "skillmap.urls"
WSGI_APPLICATION = "skillmap.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "skillmap.pages.navigation.navigation",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

# --- database ---------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {
    "default": env.db_url("DATABASE_URL", default="postgresql:///skillmap"),
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = False
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["OPTIONS"] |= {
    "options": "-c statement_timeout=30s -c lock_timeout=10s "
    "-c idle_in_transaction_session_timeout=120s",
}
if "pytest" not in sys.modules:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- cache, sessions, jobs --------------------------------------------------------------------

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
REDIS_TIMEOUTS = {"socket_connect_timeout": 1, "socket_timeout": 1}
CACHES = {
    "default": {
        "BACKEND": "skillmap.core.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": REDIS_TIMEOUTS,
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

_BROKER_SOCKET = REDIS_URL.removeprefix("unix://")
CELERY_BROKER_URL = (
    f"redis+socket://{_BROKER_SOCKET}" if REDIS_URL.startswith("unix://") else REDIS_URL
)
CELERY_TASK_ACKS_LATE = True  # so a worker takes no message before it can start on it
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 60 * 60  # a worker that hangs is killed; its job is taken over
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # workers outlive any outage of the broker
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "ack_emulation": False,  # a message is a hint; to acknowledge it needs a broker that lives
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE

# --- people and log-in ------------------------------------------------------------------------

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["skillmap.core.accounts.LogInBackend"]
LOCAL_LOGIN = env.bool("LOCAL_LOGIN", default=True)
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=not DEMO)
SECOND_FACTOR_RULE = "employees.models.grants.asks_second_factor"  # whose role asks for one
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = env.str("OIDC_NAME", default="")
if OIDC_ISSUER and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    sys.exit("OIDC_ISSUER is set: give OIDC_CLIENT_ID and OIDC_CLIENT_SECRET too.")
if not LOCAL_LOGIN and not OIDC_ISSUER:
    sys.exit("LOCAL_LOGIN is off and OIDC_ISSUER is not set: nobody could log in.")
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "skillmap.core.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make us write to strangers
ACCOUNT_RATE_LIMITS = {  # a whole office may share one address; one account may not be guessed
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/300s/key",
}
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# --- mail, files ------------------------------------------------------------------------------

_MAIL = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(_MAIL)
MAIL_FOLDER: str = f"/{_MAIL['EMAIL_FILE_PATH']}"  # the reader of the URL drops the first slash
EMAIL_FILE_PATH = MAIL_FOLDER
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Skillmap <skillmap@localhost>")
SERVER_EMAIL = parseaddr(DEFAULT_FROM_EMAIL)[1]

# Machine code of the path search is kept here between processes; numba reads the environment.
os.environ["NUMBA_CACHE_DIR"] = env.str("NUMBA_CACHE_DIR", default=str(VAR_DIR / "machine-code"))
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [path for path in (BASE_DIR / "static", VAR_DIR / "vendor") if path.is_dir()]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or "pytest" in sys.modules
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "skillmap.core.spooling.BoundedUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 5
IMPORT_MAX_BYTES = 20 * 1024 * 1024

# --- language and time ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
# Nothing is looked up while English, the source, is the only language; tests know others.
USE_I18N = len(LANGUAGES) > 1 or "pytest" in sys.modules

# --- security ---------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; it alone sees plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 60 * 60 * 12
SILENCED_SYSTEM_CHECKS = ["security.W008"]  # SECURE_SSL_REDIRECT: see above

# --- REST -------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "skillmap.core.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "skillmap.core.api.permissions.DeclaredScope",
        "skillmap.api.pilot.TakesPart",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["skillmap.core.api.parsers.BoundedJSONParser"],
    "DEFAULT_THROTTLE_CLASSES": ["skillmap.core.api.throttling.RequestBudget"],
    "DEFAULT_METADATA_CLASS": None,
    "URL_FORMAT_OVERRIDE": None,
    "DEFAULT_PAGINATION_CLASS": "skillmap.core.api.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "skillmap.core.api.schema.ProblemAutoSchema",
    "NUM_PROXIES": TRUSTED_PROXIES,
    "EXCEPTION_HANDLER": "skillmap.core.api.problems.exception_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {  # client credentials only; what it would keep of tokens, ApiToken keeps
    "OAUTH2_SERVER_CLASS": "oauthlib.oauth2.BackendApplicationServer",
    "OAUTH2_VALIDATOR_CLASS": "skillmap.core.oauth.ClientValidator",
    "SCOPES_BACKEND_CLASS": "skillmap.core.oauth.ClientScopes",
    "CLIENT_SECRET_GENERATOR_LENGTH": 48,
    "ACCESS_TOKEN_EXPIRE_SECONDS": 60 * 60,
    **{
        f"COMPLIANT_BCP_RFC9700_{what}": True
        for what in (
            "IMPLICIT_GRANT",
            "PASSWORD_GRANT",
            "ACCESS_TOKEN_TRANSPORT",
            "TOKEN_STORAGE",
            "PKCE_METHOD",
            "AUTHZ_RESPONSE_ISS",
        )
    },
    "REFRESH_TOKEN_REUSE_PROTECTION": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https"],
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Skillmap",
    "DESCRIPTION": "Skills, levels with intervals, gaps and development plans.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "ChangeKind": "skillmap.changes.reading.KIND_CHOICES",
        "ProgramChangeKind": "skillmap.changes.reading.PROGRAM_KIND_CHOICES",
        "CertificateState": "assessments.enums.CertificateState",
        "SkillKind": "skills.enums.SkillKind",
        "RaterKind": "assessments.enums.RaterKind",
        "RunKind": "assessments.enums.RunKind",
        "ImportKind": "skillmap.core.enums.ImportKind",
        "RowResultKind": "skillmap.core.api.rows.RESULT_CHOICES",
        "RowsState": "skillmap.core.api.rows.STATE_CHOICES",
        "RunState": "assessments.enums.RunState",
        "AttemptState": "assessments.enums.AttemptState",
        "ContentState": "assessments.enums.ContentState",
        "GoalKind": "reviews.enums.GoalKind",
        "GoalState": "reviews.enums.GoalState",
        "ReviewState": "reviews.enums.ReviewState",
        "ReviewCycleState": "reviews.enums.ReviewCycleState",
        "PlanFill": "training.enums.PlanFill",
        "Mode": "training.enums.Mode",
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
}

# --- logging ----------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "weasyprint": {"level": "CRITICAL"},  # its warnings quote the text of a review
    },
}

PGHISTORY_CONTEXT_FIELD_NULL = True
