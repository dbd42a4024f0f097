"""One settings file; its readers fail loudly. Modes: demo, test, serve (the production default)."""

import json
import os
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent


def env(name: str, default: str | None = None) -> str:
    """The environment's value; without a default, an absent one stops the start and says why."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set. See docs/operating.md, or run `dadkar demo`.")
    return value


# A query that was asked twice on a connection is planned no more: two thirds of the server's time, measured.
PREPARED = {"server_side_binding": True, "prepare_threshold": 2}
if env("DADKAR_PREPARED", "1") == "0":
    PREPARED = {}


def database(url: str) -> dict[str, Any]:
    """Django's settings from a postgresql:// address. `host` may be a socket folder, percent-encoded."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or "")
        if "%2F" not in parts.netloc.upper()
        else unquote(parts.netloc.rsplit("@", 1)[-1].rsplit(":", 1)[0]),
        "PORT": str(parts.port or ""),
        "CONN_HEALTH_CHECKS": True,  # the pool hands out no connection that died with its server
        "OPTIONS": {
            "options": "-c jit=off -c timezone=UTC",
            "connect_timeout": 5,
            "keepalives_idle": 30,
            "tcp_user_timeout": 15_000,  # ms without an answer: the machine is gone
            **PREPARED,
        },
    }


def smtp(url: str) -> dict[str, Any]:
    """Django's mail settings from smtp://user:password@host:587 (STARTTLS) or smtps://…:465 (TLS).

    `smtp://localhost:25?tls=none` speaks to a relay on the same machine in clear.
    """
    parts = urlsplit(url)
    if url and parts.scheme not in ("smtp", "smtps"):
        raise ImproperlyConfigured("DADKAR_SMTP_URL must begin with smtp:// or smtps://")
    return {
        "EMAIL_HOST": unquote(parts.hostname or ""),
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and "tls=none" not in parts.query,
    }


def table(name: str) -> dict[str, str]:
    """A JSON object of texts in the environment; {} when it is not set."""
    try:
        value = json.loads(env(name, "{}"))
    except ValueError:
        value = None
    if not isinstance(value, dict) or not all(isinstance(one, str) for one in value.values()):
        raise ImproperlyConfigured(f"{name} must be a JSON object of texts")
    return value


MODE = env("DADKAR_MODE", "serve")
DEMO = MODE == "demo"
DATA = Path(env("DADKAR_DATA"))
KEYRING = Path(env("DADKAR_KEYRING"))
SECRET_KEY = env("DADKAR_SECRET_KEY")
DEBUG = False
ALLOWED_HOSTS = env("DADKAR_HOSTS", "localhost,127.0.0.1").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in env("DADKAR_ORIGINS", "").split(",") if o]
SECURE = MODE == "serve"

DATABASES = {"default": database(env("DATABASE_URL"))}
if replica := env("DATABASE_REPLICA_URL", ""):  # for numbers alone: dadkar.kernel.replica
    DATABASES["replica"] = database(replica)
    DATABASES["replica"]["OPTIONS"]["options"] += " -c default_transaction_read_only=on"
    DATABASES["replica"]["CONN_HEALTH_CHECKS"] = True  # one that is gone is seen before a page reads it
    DATABASES["replica"]["TEST"] = {"MIRROR": "default"}
DATABASE_ROUTERS = ["dadkar.kernel.replica.Router"]
if MODE != "test":  # as many connections as the web has threads, and some for the worker's own
    POOL = {"min_size": 1, "max_size": int(env("DADKAR_THREADS", "8")) + 2, "timeout": 5}
    for name, one in DATABASES.items():  # a page waits a second at most for a standby that is away
        one["OPTIONS"]["pool"] = POOL if name == "default" else POOL | {"timeout": 1}
CACHE = "dummy.DummyCache" if MODE == "test" else "locmem.LocMemCache"
CACHES = {
    "default": {"BACKEND": "dadkar.people.counts.SignInCounts"},  # of django-allauth alone
    "kept": {  # of counts and empty forms; nothing sealed, nothing of anybody
        "BACKEND": f"django.core.cache.backends.{CACHE}"
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "people.User"

INSTALLED_APPS = [
    "dadkar.kernel",
    "dadkar.web",
    "dadkar.people",
    "dadkar.records",
    "dadkar.commitments",
    "dadkar.cases",
    "dadkar.desk",
    "dadkar.portal",
    "dadkar.api",
    "dadkar.monitoring",
    "dadkar.reports",
    "dadkar.demo",
    "django.contrib.admin.apps.SimpleAdminConfig",  # dadkar.desk.admin names what is administered
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "django.forms",  # its widget templates, for FORM_RENDERER
]

MIDDLEWARE = [
    "dadkar.monitoring.requests.middleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "dadkar.kernel.sealing.keycache.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "dadkar.people.middleware.account_first",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "dadkar.urls"
WSGI_APPLICATION = "dadkar.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "dadkar.web.context.shell",
                "dadkar.desk.sections.sections",
            ],
            "builtins": ["dadkar.web.templatetags.dadkar", "dadkar.web.templatetags.components"],
        },
    }
]
if MODE in ("demo", "test"):
    TEMPLATES[0]["OPTIONS"]["context_processors"].append("dadkar.demo.sign_ins.doors")
FORM_RENDERER = "dadkar.web.forms.Renderer"

LANGUAGE_CODE = "fa"
LANGUAGES = [("fa", _("Persian")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "run" / "locale"]  # which is no app
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tehran"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_FINDERS = [
    "dadkar.web.bundle.StylesheetFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MODE != "test"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = MODE == "test"

# Sign-in: django-allauth, never our own. Accounts are made by an administrator, not by signing up.
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "dadkar.people.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_ADAPTER = "dadkar.people.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_ADAPTER = "dadkar.people.adapter.MFAAdapter"
MFA_TOTP_ISSUER = "Dadkar"
MFA_TOTP_TOLERANCE = 1  # one step before or after: clocks differ and people type slowly (RFC 6238, 5.2)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "dadkar.people.forms.AddKeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or MODE == "test"
SECOND_FACTOR_REQUIRED = env("DADKAR_SECOND_FACTOR", "1" if MODE == "serve" else "0") == "1"

SESSION_ENGINE = "dadkar.people.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "dadkar.web.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"  # with no-referrer browsers send "Origin: null" and CSRF refuses
SECURE_CONTENT_TYPE_NOSNIFF = True
BEHIND_PROXY = SECURE and env("DADKAR_BEHIND_TLS_PROXY", "1") == "1"  # without one, its headers are anybody's
SECURE_SSL_REDIRECT = BEHIND_PROXY
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # asked from within, where there is no TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

# Narratives run long; files are sealed as they arrive and never touch the disk in clear.
FILE_UPLOAD_HANDLERS = ["dadkar.kernel.sealing.uploads.SealingUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# The ways out for notices. Without one its notices wait, and the desk says so.
MAIL = smtp(env("DADKAR_SMTP_URL", ""))
MAIL_FROM = env("DADKAR_MAIL_FROM", "") if MAIL["EMAIL_HOST"] else ""
EMAIL_HOST, EMAIL_PORT = MAIL["EMAIL_HOST"], MAIL["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL["EMAIL_HOST_USER"], MAIL["EMAIL_HOST_PASSWORD"]
EMAIL_USE_SSL, EMAIL_USE_TLS = MAIL["EMAIL_USE_SSL"], MAIL["EMAIL_USE_TLS"]
EMAIL_TIMEOUT = 20
if MAIL["EMAIL_HOST"] and not MAIL_FROM:
    raise ImproperlyConfigured("DADKAR_SMTP_URL is set, so DADKAR_MAIL_FROM must name the sender's address")
SMS: dict[str, Any] = {
    "provider": env("DADKAR_SMS", ""),  # "kavenegar" or "http"
    "key": env("DADKAR_SMS_KEY", ""),
    "sender": env("DADKAR_SMS_SENDER", ""),
    "url": env("DADKAR_SMS_URL", ""),
    "method": env("DADKAR_SMS_METHOD", "POST"),
    "fields": table("DADKAR_SMS_FIELDS"),  # such as {"to": "{to}", "body": "{text}"}
    "headers": table("DADKAR_SMS_HEADERS"),
    "json": env("DADKAR_SMS_FORMAT", "json") == "json",
}
if SMS["provider"] not in ("", "kavenegar", "http"):
    raise ImproperlyConfigured("DADKAR_SMS must be kavenegar or http")
if SMS["provider"] and not SMS["key" if SMS["provider"] == "kavenegar" else "url"]:
    raise ImproperlyConfigured("DADKAR_SMS is set, so it needs DADKAR_SMS_KEY (kavenegar) or DADKAR_SMS_URL")

# Whether every neighbour under the domain speaks TLS (subdomains, preload) is for its owner to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
LOG_FORMAT = env("DADKAR_LOG", "plain" if sys.stderr.isatty() else "json")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "dadkar.monitoring.logs.PlainFormatter"},
        "json": {"()": "dadkar.monitoring.logs.JSONFormatter"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "dadkar": {"level": "INFO"},
        "dadkar.request": {"level": "WARNING" if DEMO else "INFO"},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "httpx": {"level": "WARNING"},  # it would write addresses, with an account's key in them
        # Django's own handlers answer to DEBUG, and mail; ours is the only one
        "django": {"handlers": [], "level": "WARNING"},
    },
}
