"""Settings, read from the environment. The schema below is the operator's manual; README.md repeats it as a table."""

import re
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from .environment import Env
from .secret_key import kept_secret_key

BASE_DIR = Path(__file__).resolve().parent.parent

# Each name also works as NAME_FILE, a path to a file that holds the value: for secrets.
env = Env(
    # Signs sessions. Made and kept under DATA_DIR with SQLite; required with PostgreSQL.
    SECRET_KEY=(str, ""),
    # Shows details of errors to whoever meets them. For development only.
    DEBUG=(bool, False),
    # Host names the dashboard answers to, separated by commas.
    ALLOWED_HOSTS=(list, ["127.0.0.1", "localhost", "[::1]"]),
    # Origins that forms may be sent from, such as https://sip.example.com, behind a proxy that changes the host.
    CSRF_TRUSTED_ORIGINS=(list, []),
    # On behind a proxy that ends TLS: secure cookies, HSTS, redirect from http, X-Forwarded-* believed.
    HTTPS=(bool, False),
    # The first account, made when there is none. Without a password one is made up and shown once.
    DJANGO_SUPERUSER_USERNAME=(str, "admin"),
    DJANGO_SUPERUSER_PASSWORD=(str, ""),
    # How long after a lost answer a domain that is not found may still appear at Twilio.
    SETTLE_SECONDS=(int, 60),
    # Whether every change needs a reason, in the browser and from the shell.
    REASON_REQUIRED=(bool, False),
    # The zone that times are shown in.
    TIME_ZONE=(str, "UTC"),
    # Where state lives: the SQLite databases, the secret key, collected static files.
    DATA_DIR=(str, "var"),
    # The main database. Empty: SQLite under DATA_DIR. PostgreSQL 15 or newer: postgres://user:password@host/name
    DATABASE_URL=(str, ""),
    # The sandbox's database. Empty: its own SQLite file under DATA_DIR, or the main database when that is PostgreSQL.
    SANDBOX_DATABASE_URL=(str, ""),
    # The account that domains are administered in. Empty, with the credentials below: the built-in sandbox.
    TWILIO_ACCOUNT_SID=(str, ""),
    # The account's auth token, …
    TWILIO_AUTH_TOKEN=(str, ""),
    # … or, better, an API key of that account and its secret, which go before the token.
    TWILIO_API_KEY=(str, ""),
    TWILIO_API_SECRET=(str, ""),
    # The Region of the account's data, and the edge to reach it by: both or neither. us1 when empty.
    TWILIO_EDGE=(str, ""),
    TWILIO_REGION=(str, ""),
    # Stands for https://api.twilio.com, for a proxy or a double. Plain http only to this machine.
    TWILIO_BASE_URL=(str, ""),
)
environ.Env.read_env(BASE_DIR / ".env")


def _stop(sentence: str) -> NoReturn:
    raise ImproperlyConfigured(sentence)


def _is_on(variable: str) -> bool:
    """Read a switch. What is neither on nor off must not pass for off."""
    word = env.str(variable, default="off" if not env.scheme[variable][1] else "on").lower()
    if word not in {"on", "true", "yes", "1", "off", "false", "no", "0"}:
        _stop(f"{variable} must be on or off.")
    return word in {"on", "true", "yes", "1"}


# Where state lives

DATA_DIR = BASE_DIR / env.str("DATA_DIR")
try:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
except OSError as _error:
    _stop(f"DATA_DIR must be a folder that can be made or written to: {_error.strerror}.")

_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",  # a deferred transaction that turns to writing fails instead of waiting
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
# Each thread keeps its connection that long: opening one takes longer than most pages' queries.
_CONN_MAX_AGE = 60


def _database(variable: str, default: str) -> dict[str, object]:
    url = env.str(variable) or default
    if not url.startswith(("sqlite:///", "postgres://", "postgresql://")):
        _stop(f"{variable} must begin with sqlite:/// or postgres://.")
    try:
        config: dict[str, object] = environ.Env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"{variable} must be a URL such as postgres://user:password@host/name.") from error
    if config["ENGINE"] == "django.db.backends.sqlite3":
        return config | {
            "OPTIONS": _SQLITE_OPTIONS,
            "CONN_MAX_AGE": _CONN_MAX_AGE,
            "TEST": {"NAME": f"{config['NAME']}-test"},
        }
    return config | {"CONN_MAX_AGE": _CONN_MAX_AGE, "CONN_HEALTH_CHECKS": True}


DATABASES = {"default": _database("DATABASE_URL", f"sqlite:///{DATA_DIR}/db.sqlite3")}
_ON_SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if _ON_SQLITE or env.str("SANDBOX_DATABASE_URL"):
    DATABASES["sandbox"] = _database("SANDBOX_DATABASE_URL", f"sqlite:///{DATA_DIR}/sandbox.sqlite3")
DATABASE_ROUTERS = ["domains.sandbox.router.SandboxRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SECRET_KEY = env.str("SECRET_KEY")
if not SECRET_KEY and not _ON_SQLITE:
    _stop("SECRET_KEY must be set with PostgreSQL, to the same long random text for every process.")
SECRET_KEY = SECRET_KEY or kept_secret_key(DATA_DIR)


# Twilio: an account with its credentials, or else the sandbox

TWILIO_ACCOUNT_SID = env.str("TWILIO_ACCOUNT_SID")
TWILIO_REGION = env.str("TWILIO_REGION") or "us1"
_TOKEN, _KEY, _KEY_SECRET = env.str("TWILIO_AUTH_TOKEN"), env.str("TWILIO_API_KEY"), env.str("TWILIO_API_SECRET")
_EDGE, _BASE_URL = env.str("TWILIO_EDGE"), env.str("TWILIO_BASE_URL")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")

if bool(_KEY) != bool(_KEY_SECRET):
    _missing, _present = ("TWILIO_API_SECRET", "TWILIO_API_KEY") if _KEY else ("TWILIO_API_KEY", "TWILIO_API_SECRET")
    _stop(f"{_missing} must be set too, since {_present} is.")
if TWILIO_ACCOUNT_SID and not (_TOKEN or _KEY):
    _stop("TWILIO_AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET, must be set too, since TWILIO_ACCOUNT_SID is.")
if not TWILIO_ACCOUNT_SID:
    for _variable in ("TWILIO_AUTH_TOKEN", "TWILIO_API_KEY", "TWILIO_EDGE", "TWILIO_REGION", "TWILIO_BASE_URL"):
        if env.str(_variable):
            _stop(f"TWILIO_ACCOUNT_SID must be set too, since {_variable} is.")
if TWILIO_ACCOUNT_SID and not re.fullmatch(r"AC[0-9a-fA-F]{32}", TWILIO_ACCOUNT_SID):
    _stop("TWILIO_ACCOUNT_SID must be AC and 32 hexadecimal digits.")
if _KEY and not re.fullmatch(r"SK[0-9a-fA-F]{32}", _KEY):
    _stop("TWILIO_API_KEY must be SK and 32 hexadecimal digits.")
for _variable, _value in (("TWILIO_AUTH_TOKEN", _TOKEN), ("TWILIO_API_SECRET", _KEY_SECRET)):
    if not re.fullmatch("[ -~]*", _value):
        _stop(f"{_variable} must have only letters, digits and signs: something else was pasted with it.")
if bool(_EDGE) != bool(env.str("TWILIO_REGION")):
    _missing, _present = ("TWILIO_REGION", "TWILIO_EDGE") if _EDGE else ("TWILIO_EDGE", "TWILIO_REGION")
    _stop(f"{_missing} must be set too, since {_present} is: Twilio’s host is api.EDGE.REGION.twilio.com.")
for _variable in ("TWILIO_EDGE", "TWILIO_REGION"):
    if not re.fullmatch(r"[a-z0-9-]*", env.str(_variable)):
        _stop(f"{_variable} must be a name such as dublin or ie1, in small letters.")
if _BASE_URL:
    try:
        _base = urlsplit(_BASE_URL)
        _usable = bool(_base.hostname) and _base.port != 0
    except ValueError:
        _usable = False
    if not _usable or _base.scheme not in ("http", "https") or _base.query or _base.fragment:
        _stop("TWILIO_BASE_URL must be a URL such as https://api.twilio.com.")
    if "/2010-04-01" in _base.path:
        _stop("TWILIO_BASE_URL must end before /2010-04-01, which is put behind it.")
    if _base.scheme == "http" and _base.hostname not in _LOOPBACK:
        _stop("TWILIO_BASE_URL must begin with https://: plain http is only for this machine (127.0.0.1).")
    if _base.username or _base.password:
        _stop("TWILIO_BASE_URL must not hold credentials: they have variables of their own.")
    if _EDGE:
        _stop("TWILIO_BASE_URL and TWILIO_EDGE cannot both be set: each names the host.")

_settle = env.str("SETTLE_SECONDS", default=str(env.scheme["SETTLE_SECONDS"][1]))
if not re.fullmatch("[1-9][0-9]{0,5}", _settle):
    _stop("SETTLE_SECONDS must be a whole number of seconds, 1 or more.")
SETTLE_SECONDS: float = int(_settle)
TWILIO_SANDBOX = not TWILIO_ACCOUNT_SID
TWILIO_USERNAME, TWILIO_PASSWORD = (_KEY, _KEY_SECRET) if _KEY else (TWILIO_ACCOUNT_SID, _TOKEN)
TWILIO_HOST = f"https://api.{_EDGE}.{TWILIO_REGION}.twilio.com" if _EDGE else "https://api.twilio.com"
TWILIO_BASE_URL = _BASE_URL.rstrip("/") or TWILIO_HOST


# The web

DEBUG = _is_on("DEBUG")
DEFAULT_EXCEPTION_REPORTER_FILTER = "sipadmin.reports.AlwaysWithoutSecrets"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS")
ROOT_URLCONF = "sipadmin.urls"
WSGI_APPLICATION = "sipadmin.wsgi.application"

HTTPS = _is_on("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SILENCED_SYSTEM_CHECKS = ["security.W021"]  # whether browsers preload the host is its owner's to decide
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "domains.views.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

INSTALLED_APPS = [
    "domains",
    "domains.sandbox",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # A list shrinks to a tenth. What BREACH needs is not there: CSRF tokens are masked anew for each answer, the length
    # of an answer is padded at random, and another site's requests come without the session (SameSite).
    "sipadmin.compression.PageCompression",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "domains.views.signing_in.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "domains.views.errors.NotAllowedPage",
]
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
                "domains.views.context.connection",
            ],
            "builtins": ["domains.templatetags.components"],
        },
    },
]
FORM_RENDERER = "sipadmin.rendering.FormRenderer"

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True


# The background: wake-ups wait in the main database, whichever that is

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


# The log

REASON_REQUIRED = _is_on("REASON_REQUIRED")


# Who may come in

AUTH_USER_MODEL = "domains.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "overview"
LOGOUT_REDIRECT_URL = "login"

# Failed sign-ins are counted for each pair of name and address, so that a stranger cannot lock an operator out.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "kept"]  # not written down with a failed sign-in
AXES_LOCKOUT_TEMPLATE = "registration/locked_out.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_CLIENT_IP_CALLABLE = "sipadmin.proxy.client_address"
AXES_VERBOSE = False


# Words, times, logs

LANGUAGE_CODE = "en"
USE_I18N = False
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE")
try:
    ZoneInfo(TIME_ZONE)
except (ZoneInfoNotFoundError, ValueError, OSError):
    _stop("TIME_ZONE must be the name of a time zone, such as Europe/Berlin.")
FORMAT_MODULE_PATH = ["sipadmin.formats"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "masked": {
            "()": "sipadmin.logs.MaskingFormatter",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "filters": {"forbidden": {"()": "sipadmin.logs.ForbiddenWithoutTraceback"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "masked", "filters": ["forbidden"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},  # the page “Background” says what ran
        "django": {"level": "INFO", "handlers": ["console"], "propagate": False},
    },
}
