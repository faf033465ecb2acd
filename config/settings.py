"""All settings of an installation. What differs between installations comes from the environment (README.md)."""

from pathlib import Path

import bootstrap_wrapper
from csp.constants import NONE, SELF

from config import environment, passwords, sqlite

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(environment.text("DATA_DIR", str(BASE_DIR / "var")))

# --- Who is served, and how openly ---------------------------------------------------------------

DEBUG = environment.flag("DEBUG")
DEMONSTRATION = environment.flag("DEMONSTRATION")
DEMONSTRATION_PASSWORD = "yanshi-2026"  # of the accounts that ``demo`` makes; shown on the sign-in page there
INSECURE_HTTP = environment.flag("INSECURE_HTTP", default=DEMONSTRATION or DEBUG)
SECRET_KEY = environment.secret_key(DATA_DIR)
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

SUPPORT_TELEPHONE = environment.text("SUPPORT_TELEPHONE", "0375-5051234" if DEMONSTRATION else "")

# --- What the application is made of -------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "reports.views.middleware.KeepPagesPrivate",
    "reports.views.middleware.EndIdleSessions",
    "reports.views.middleware.RequireNewPassword",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "reports.views.frame.frame",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = ("bootstrap5",)
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Where things are kept -----------------------------------------------------------------------

DATABASE_URL = environment.text("DATABASE_URL")
DATABASES = {
    "default": environment.postgresql(DATABASE_URL)
    if DATABASE_URL
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "reports.sqlite3",
        "CONN_MAX_AGE": 60,
        "OPTIONS": sqlite.OPTIONS,
        # Threads of a test must share its database, which an in-memory one does not let them do safely.
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", bootstrap_wrapper.get_bootstrap_dir()),
]
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "woff", "woff2", "map")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Who comes in --------------------------------------------------------------------------------

AUTH_USER_MODEL = "reports.User"
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "sign_in"
PASSWORD_HASHERS = [
    "config.passwords.Argon2Hasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_PROFILE = environment.text("PASSWORD_PROFILE", "dengbao")
AUTH_PASSWORD_VALIDATORS = passwords.PROFILES[PASSWORD_PROFILE].validators
PASSWORD_ROTATION_DAYS = passwords.PROFILES[PASSWORD_PROFILE].rotation_days
PASSWORD_HISTORY = passwords.PROFILES[PASSWORD_PROFILE].history
MOST_SESSIONS = passwords.PROFILES[PASSWORD_PROFILE].most_sessions  # of one person at a time; none: any number

IDLE_SECONDS = 30 * 60
SESSION_COOKIE_AGE = 10 * 60 * 60  # however busy, a session ends with the working day
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE_HTTP
SESSION_COOKIE_NAME = "sid" if INSECURE_HTTP else "__Host-sid"
CSRF_COOKIE_NAME = "csrf" if INSECURE_HTTP else "__Host-csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "reports.views.errors.csrf_failure"

# --- What a browser may do with our pages --------------------------------------------------------

SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=not INSECURE_HTTP)
SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", 0)
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_TLS_PROXY = environment.flag("BEHIND_TLS_PROXY")  # believes what the proxy says of the client
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Mail: notices are sent by e-mail too where a server is configured; otherwise nothing is tried -------

EMAIL_URL = environment.text("EMAIL_URL")
SENDS_MAIL = bool(EMAIL_URL)
EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD, EMAIL_USE_SSL, EMAIL_USE_TLS = environment.mail_server(
    EMAIL_URL
)
EMAIL_TIMEOUT = 5  # seconds, for each answer of the server
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM")
SITE_URL = environment.text("SITE_URL")  # where the mails say to sign in
if SENDS_MAIL and not ("@" in DEFAULT_FROM_EMAIL and SITE_URL.startswith(("https://", "http://"))):
    raise ValueError("EMAIL_URL needs EMAIL_FROM, the sender's address, and SITE_URL, where to sign in")

# --- Limits --------------------------------------------------------------------------------------

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_MAX_MEMORY_SIZE = 0

# --- Language, time, words -----------------------------------------------------------------------

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = False

# --- The official form's settings ----------------------------------------------------------------

FEES_HEADING_NAMES_DECIMALS = environment.flag("FEES_HEADING_NAMES_DECIMALS")  # 「，保留4位小数」, as in Henan
SUBMISSION_DEADLINE = (1, 31)  # month and day of the year after the report's, where 管理—年度 says nothing else

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # WeasyPrint names every CSS property that it leaves out; what matters of that is tested.
    "loggers": {"fontTools": {"level": "ERROR"}, "weasyprint": {"level": "ERROR"}},
}
