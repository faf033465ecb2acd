"""All settings of an installation. What differs between installations comes from the environment (README.md)."""

from pathlib import Path

import bootstrap_wrapper
from csp.constants import NONE, SELF

from config import environment, logs, passwords, sqlite

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(environment.text("DATA_DIR", str(BASE_DIR / "var")))

# --- Who is served, and how openly ---------------------------------------------------------------

DEBUG = environment.flag("DEBUG")
DEMONSTRATION = environment.flag("DEMONSTRATION")
DEMONSTRATION_PASSWORD = "yanshi-2026"  # of the accounts that ``demo`` makes; shown on the sign-in page there
INSECURE_HTTP = environment.flag("INSECURE_HTTP", default=DEMONSTRATION or DEBUG)
SECRET_KEY = environment.secret_key(DATA_DIR)
SECRET_KEY_IS_GIVEN = bool(environment.text("SECRET_KEY"))  # by the environment, not by a file in the data folder
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

# The column of all that was published; a county whose own site lists it (国办公开办函〔2019〕61号) leaves it off.
PUBLIC_COLUMN = environment.flag("PUBLIC_COLUMN", default=DEMONSTRATION)
PUBLIC_COLUMN_NAME = environment.text("PUBLIC_COLUMN_NAME", f"{'鲁山县' if DEMONSTRATION else ''}政府信息公开年报")
PUBLIC_PAGES_INDEXED = environment.flag("PUBLIC_PAGES_INDEXED")  # whether search engines may list what is published

SUPPORT_TELEPHONE = environment.text("SUPPORT_TELEPHONE", "0375-5051234" if DEMONSTRATION else "")

# --- What the application is made of -------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "corsheaders",
    "django_tasks",
    "django_tasks_db",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "reports",
]

MIDDLEWARE = [
    "reports.web.call_stack.KeepFramesTogether",
    "reports.web.request_numbers.NumberRequests",
    "reports.web.metrics.MeasureRequests",
    "reports.web.probes.AnswerProbes",
    "django.middleware.security.SecurityMiddleware",
    "reports.web.methods.AnswerKnownMethods",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "reports.web.middleware.StoreSessionsWherePossible",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "reports.web.auditing.AuditRequests",
    "reports.web.middleware.LimitBodies",
    "reports.web.middleware.RequireSignIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "reports.web.middleware.KeepPagesPrivate",
    "reports.web.middleware.SayWhatCannotBeDone",
    "reports.web.middleware.EndIdleSessions",
    "reports.web.middleware.RequireNewPassword",
    "reports.web.second_steps.RequireSecondFactor",
    "reports.web.asking_again.AskAgain",
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
                "reports.web.frame.frame",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = ("bootstrap5",)
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Where things are kept -----------------------------------------------------------------------

DATABASE_URL = environment.text("DATABASE_URL")
DATABASES = {
    "default": environment.postgresql(
        DATABASE_URL,
        environment.number("DATABASE_POOL", 8),  # more than a web process has threads; 0: no pool
        environment.number("DATABASE_STATEMENT_SECONDS", environment.STATEMENT_SECONDS),
    )
    if DATABASE_URL
    else {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "reports.sqlite3",
        "CONN_MAX_AGE": None,  # who closes the last connection deletes files that a full disk could not make again
        "OPTIONS": sqlite.OPTIONS,
        # Threads of a test must share its database, which an in-memory one does not let them do safely.
        "TEST": {"NAME": DATA_DIR / "test.sqlite3"},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# What was brought, until it has been read, bundles and the open data; served by no address of their own.
FILES = environment.storage(environment.text("STORAGE_URL"), DATA_DIR / "uploads")
MEDIA_ROOT = FILES.folder
FILE_UPLOAD_PERMISSIONS = 0o600

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("bootstrap", bootstrap_wrapper.get_bootstrap_dir()),
]
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "woff", "woff2", "map")
STORAGES = {
    "default": FILES.backend,
    "staticfiles": {"BACKEND": "config.static_files.HashedModules"},
}

SEAL_KEY_FILE = Path(environment.text("SEAL_KEY_FILE", str(DATA_DIR / "seal_key")))  # made where there is none
# 审计日志: months that are kept beside the one that runs, and where its end is noted outside (docs/audit.zh.md).
AUDIT_MONTHS = environment.number("AUDIT_MONTHS", 120)
if AUDIT_MONTHS < 6:
    raise ValueError("AUDIT_MONTHS must be 6 or more (网络安全法 2025 年修正，第二十三条)")
AUDIT_HEAD_FILE = environment.text("AUDIT_HEAD_FILE")
AUDIT_ALGORITHM = environment.text("AUDIT_ALGORITHM", "sha256")  # or sm3
environment.require_known("AUDIT_ALGORITHM", [AUDIT_ALGORITHM], ("sha256", "sm3"))
BACKUP_RECIPIENT = environment.text("BACKUP_RECIPIENT")  # an age public key; backups are encrypted to it

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

# Who must have a second factor, by role (`environment.ROLES`); nobody in a demonstration.
SECOND_FACTOR_REQUIRED = environment.words("SECOND_FACTOR_REQUIRED")
environment.require_known("SECOND_FACTOR_REQUIRED", SECOND_FACTOR_REQUIRED, environment.ROLES)
# Whether administrators are three who watch each other (三员分立), or one for all (docs/roles.zh.md).
ADMINISTRATION_PROFILE = environment.text("ADMINISTRATION_PROFILE", "single")
environment.require_known("ADMINISTRATION_PROFILE", [ADMINISTRATION_PROFILE], ("single", "separated"))
# Whether who has no second factor is asked for the password before deciding, publishing and exporting.
REAUTHENTICATE = environment.flag("REAUTHENTICATE")
OTP_TOTP_ISSUER = "年报填报系统"  # how the app on a phone names the account

IDLE_SECONDS = 30 * 60
SESSION_COOKIE_AGE = 10 * 60 * 60  # however busy, a session ends with the working day
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE_HTTP
SESSION_COOKIE_NAME = "sid" if INSECURE_HTTP else "__Host-sid"
CSRF_COOKIE_NAME = "csrf" if INSECURE_HTTP else "__Host-csrf"
KNOWN_BROWSER_COOKIE_NAME = "known" if INSECURE_HTTP else "__Host-known"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "reports.web.errors.csrf_failure"

# --- What a browser may do with our pages --------------------------------------------------------

SECURE_SSL_REDIRECT = environment.flag("SECURE_SSL_REDIRECT", default=not INSECURE_HTTP)
# Said over TLS alone, and believed by a browser only where the certificate is sound (RFC 6797, 8.1): for a year.
SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", 0 if INSECURE_HTTP else 365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.flag("SECURE_HSTS_INCLUDE_SUBDOMAINS")  # for the domain's owner to say
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

# Scripts of any website may read what is published, and nothing else; none of them is told of a session.
CORS_URLS_REGEX = r"^/(api/v1|public)/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_ALLOW_HEADERS = ("if-none-match", "if-modified-since")
CORS_EXPOSE_HEADERS = ("ETag", "Last-Modified")

# --- Who watches it ------------------------------------------------------------------------------

METRICS_TOKEN = environment.text("METRICS_TOKEN")  # what /metrics is asked with; without one there is no such page
if METRICS_TOKEN and len(METRICS_TOKEN) < 24:
    raise ValueError("METRICS_TOKEN needs 24 characters or more")

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

# --- Long work: a queue in the database, for the worker that script/server starts beside the web server -------

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# --- Limits --------------------------------------------------------------------------------------

MOST_BYTES_OF_ANYBODY, MOST_BYTES_SIGNED_IN = 64_000, 10_000_000  # of a body, whatever is in it
MOST_BYTES_OF_A_SUPERVISOR = 200_000_000  # of an archive of earlier reports, at the one address that takes it
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

FONTS_DIR = Path(environment.text("FONTS_DIR", str(DATA_DIR / "fonts")))  # the office's own fonts for the paper
FEES_HEADING_NAMES_DECIMALS = environment.flag("FEES_HEADING_NAMES_DECIMALS")  # 「，保留4位小数」, as in Henan
SUBMISSION_DEADLINE = (1, 31)  # month and day of the year after the report's, where 管理—年度 says nothing else

LOGGING = logs.configuration(environment.text("LOG_FORMAT", "plain"))
