# SPDX-License-Identifier: AGPL-3.0-or-later
"""All settings; whatever differs by place comes from the environment."""

from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF

from kim import servers
from kim.accounts import provider
from permissions.database.sharing import SESSION, shared

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
django_stubs_ext.monkeypatch()  # ListView[User] is understood by the type checker and by Python

# --- What kind of installation this is ---------------------------------------------------------

DEMO = env.bool("DEMO", default=False)  # demo logins with a known password: never with real data
DEBUG = env.bool("DEBUG", default=False)
TESTING = env.bool("KIM_TESTING", default=False)  # set by tests/settings.py
HTTPS = not (DEMO or DEBUG or TESTING)

SECRET_KEY = env.str("KIM_SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("KIM_SECRET_KEY_FALLBACKS", default=[])
ALLOWED_HOSTS = env.list("KIM_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("KIM_TRUSTED_ORIGINS", default=[])

# --- What it is made of ------------------------------------------------------------------------

INSTALLED_APPS = [
    "kim",
    "workflows",
    "indicators",
    "casemanagement",
    "permissions",
    "guardian",
    "viewflow",
    "viewflow.workflow",
    "django_htmx",
    "csp",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "kim.headers.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kim.headers.MalformedMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kim.languages.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kim.pace.PaceMiddleware",
    # Last: it reads session and account as the login role, then acts as a hat.
    "permissions.web.ActorMiddleware",
]

ROOT_URLCONF = "kim.urls"
WSGI_APPLICATION = "kim.wsgi.application"
ASGI_APPLICATION = "kim.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kim.context.page",
            ],
        },
    }
]
FORM_RENDERER = "kim.forms.KernRenderer"

# The engine is used, its screens are not.
VIEWFLOW = {"AUTOREGISTER": False}

# --- Who signs in ------------------------------------------------------------------------------

AUTH_USER_MODEL = "permissions.User"
AUTHENTICATION_BACKENDS = ["permissions.authentication.PasswordBackend"]
ANONYMOUS_USER_NAME = None  # guardian would create an account for nobody
SILENCED_SYSTEM_CHECKS = [
    "guardian.W001",  # duties are read by permissions.policy, not by has_perm
    "security.W021",  # preloading concerns the whole domain of the municipality: not ours to decide
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
if TESTING or DEMO:  # the demo's password is printed on the screen; a slow hash protects nothing
    PASSWORD_HASHERS.insert(0, "django.contrib.auth.hashers.MD5PasswordHasher")
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "permissions.accounts.passwords.StretchedPasswordValidator"},
]

# Compulsory for everybody who signs in with a password kept here; the demo's is known to all anyhow.
SECOND_FACTOR = not DEMO
SESSION_ENGINE = "permissions.sessions"
SESSION_COOKIE_AGE = env.int("KIM_SESSION_SECONDS", default=10 * 60 * 60)
# Whoever watches the demo for a while is not sent away.
SESSION_IDLE_SECONDS = env.int("KIM_SESSION_IDLE_SECONDS", default=SESSION_COOKIE_AGE if DEMO else 15 * 60)
# Of one person, in each process of the web server; 0 is no limit.
PAGES_A_MINUTE = env.int("KIM_PAGES_A_MINUTE", default=300)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie can be read

# The municipality's own provider (OpenID Connect); without an issuer there is none.
OIDC = provider.from_environment(env, https=HTTPS)

# --- Database, cache, broker -------------------------------------------------------------------

DATABASE_URL = env.str("DATABASE_URL", default="") or servers.database_url()
REDIS_URL = env.str("REDIS_URL", default="") or servers.redis_url()


def _database(identity: str) -> dict[str, Any]:
    """Connect as the owner (set-up, migration, loading) or as the web server and worker do."""
    config: dict[str, Any] = dict(environ.Env.db_url_config(DATABASE_URL))
    options = config.setdefault("OPTIONS", {})
    config["HOST"] = options.pop("host", config["HOST"])  # a socket's folder stands in the query
    options["options"] = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
    options["application_name"] = f"kim-{env.str('KIM_PROCESS', default=identity)}"
    config |= {
        "ENGINE": "permissions.database",
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 0 if TESTING else 60,
        "CONN_HEALTH_CHECKS": True,
    }
    if identity == "owner":
        options["options"] += " -c role=kim_owner"
        return config
    config |= {"USER": "kim_web", "PASSWORD": env.str("KIM_WEB_PASSWORD", default="")}
    pool, pgbouncer = env.str("KIM_DB_POOL", default=""), env.bool("KIM_PGBOUNCER", default=False)
    return shared(config, pool=pool, pgbouncer=pgbouncer)


DATABASES = {"default": _database(env.str("KIM_DB_IDENTITY", default="web"))}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": env.str("KIM_CACHE_PREFIX", default="kim"),
    }
}

# The Job table is the truth; a message only wakes. Hence no results, late acknowledgement, and
# a visibility time-out longer than the longest job.
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 600,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 3,
    "global_keyprefix": env.str("KIM_CACHE_PREFIX", default="kim") + ".",
}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1}  # a page must not wait for the broker
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Berlin"

# --- Mail --------------------------------------------------------------------------------------

# No mail carries anything of a client; so far only the anchors of the journals are sent.
vars().update(env.email_url("KIM_MAIL_URL", default="dummymail://"))
DEFAULT_FROM_EMAIL = env.str("KIM_MAIL_FROM", default="kim@localhost")
# Whoever watches over the data of an organisation gets the anchor of every hour: stadt=a@b.de,awo=c@d.de
# The municipality's own questions of the assessment; empty means those that come with the program.
ASSESSMENT_ITEMS = env.str("KIM_ASSESSMENT_ITEMS", default="")
ANCHOR_MAIL: dict[str, str] = env.dict("KIM_ANCHOR_MAIL", default={})

# --- Language and time -------------------------------------------------------------------------

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "kim" / "locale"]
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
USE_I18N = True

# --- Files -------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("KIM_STATIC_ROOT", default="") or servers.VAR / "static")
STATICFILES_DIRS = [BASE_DIR / "kim" / "static"]
# Only our own files: what the engine brings for its screens is not served.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
_STATIC_STORAGE = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if TESTING or DEBUG:
    _STATIC_STORAGE = "django.contrib.staticfiles.storage.StaticFilesStorage"
# The list by which a restore deletes again lies beside the database and its backups, never inside.
DELETION_LEDGER = Path(env.str("KIM_DELETION_LEDGER", default="") or servers.VAR / "deletions.jsonl")
# Files that the archive takes: sealed for its key (X25519, base64), which alone opens them.
ARCHIVE_KEY = env.str("KIM_ARCHIVE_KEY", default="")
ARCHIVE_FOLDER = Path(env.str("KIM_ARCHIVE_FOLDER", default="") or servers.VAR / "archive")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # documents live in the database
    "staticfiles": {"BACKEND": _STATIC_STORAGE},
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG
# An upload stays in memory: nothing that belongs to a case is ever written to a temporary file.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
# Who scans uploads: the path of clamd's socket, or host:port. Empty: nobody.
CLAMD_SOCKET = env.str("KIM_CLAMD_SOCKET", default="")

# --- The browser -------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Signing out leads on to the provider, and browsers hold that against the form.
        "form-action": [SELF, *([OIDC.origin] if OIDC else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS and env.bool("KIM_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
if HTTPS:  # no other host of the domain can set or read them
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
# The web server in front says how and from where a request came; without one nobody is believed.
BEHIND_PROXY = env.bool("KIM_BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- What is written down ----------------------------------------------------------------------

# Names of persons reach a log by the text of exceptions and by request bodies: kim.logs drops both.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"()": "kim.logs.PlainFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": env.str("KIM_LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.db.backends": {"level": "INFO"},  # never statements: they carry the data
    },
}
