"""Production settings: everything comes from the environment.

A missing variable stops the start with a sentence that names it.
"""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()


def required(name, why):
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"La variable d’environnement {name} manque : {why}.")
    return value


# --- What the operator must give -------------------------------------------------------------
SECRET_KEY = required("SECRET_KEY", "une longue suite de caractères secrète, propre à ce site")
DEBUG = env.bool("DEBUG", default=False)
required("ALLOWED_HOSTS", "les noms d’hôte du site, séparés par des virgules")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
SITE_URL = required("SITE_URL", "l’adresse publique du site, par exemple https://cls.exemple.fr").rstrip("/")
required("DATABASE_URL", "la base PostgreSQL, par exemple postgres://cls:secret@db/cls")
DATABASES = {"default": {**env.db_url("DATABASE_URL"), "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}}
if DATABASES["default"]["ENGINE"].endswith("postgresql"):
    # On tables of this size, compiling a query of many conditions takes several times what running it does.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
REDIS_URL = required("REDIS_URL", "le courtier et le cache, par exemple redis://redis:6379/0")
required("EMAIL_URL", "le serveur d’envoi des courriels, par exemple smtp+tls://…")
EMAIL_CONFIG = env.email_url("EMAIL_URL")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="ne-pas-repondre@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- Applications ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    # The design system stands before our apps, so that our templates may extend its own.
    "widget_tweaks",
    "dsfr",
    "django.forms",
    "django_htmx",
    "js_asset",
    "django_prose_editor",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rules.apps.AutodiscoverRulesConfig",
    "auditlog",
    "axes",
    "csp",
    # Our line: left never imports right.
    "core",
    "territories",
    "accounts",
    "contracts",
    "actions",
    "governance",
    "evaluation",
    # The assembly: the commands that need every app (demo, national_dataset).
    "cls_platform",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    # Everything asks for login unless a view says otherwise.
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "cls_platform.urls"
WSGI_APPLICATION = "cls_platform.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["core.typography.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "core.context_processors.site",
                "cls_platform.help.here",
            ],
            "builtins": ["core.templatetags.ui"],
        },
    },
]

# --- Accounts --------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "rules.permissions.ObjectPermissionBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "arrival"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    # 12 characters: ANSSI, recommandations relatives à l’authentification multifacteur et aux mots de passe (2021).
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 3
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "accounts.throttling.locked_out"
AXES_CLIENT_IP_CALLABLE = "accounts.throttling.client_ip"
# How many proxies of ours stand in front: the address of the person is then read from X-Forwarded-For.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_VERBOSE = False
# auth.W004: an address is unique whatever its case, by a functional constraint that the check cannot see.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

# --- Language and time -----------------------------------------------------------------------
LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True
# Years and references are numbers too: amounts are separated by the `money` and `number` filters alone.
USE_THOUSAND_SEPARATOR = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Files -----------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(BASE_DIR / "var" / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media")))
S3_BUCKET = env.str("S3_BUCKET", default="")
STORAGES: dict[str, dict] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env.str("S3_ENDPOINT_URL", default=None),
            "region_name": env.str("S3_REGION", default=None),
            "access_key": required("S3_ACCESS_KEY", "la clé du stockage S3, puisque S3_BUCKET est donné"),
            "secret_key": required("S3_SECRET_KEY", "le secret du stockage S3, puisque S3_BUCKET est donné"),
            "default_acl": "private",
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
DATA_DIR = BASE_DIR / "data"
# A scan of a 300-page contract fits; a film does not.
MAX_UPLOAD_MB = env.int("MAX_UPLOAD_MB", default=50)
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Security --------------------------------------------------------------------------------
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=SITE_URL.startswith("https://"))
SECURE_REDIRECT_EXEMPT = [r"^sante$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "cls_platform.views.csrf_failure"
SESSION_COOKIE_AGE = 60 * 60 * 12
# A document is shown inside a page of ours, never of others (the policy below says the same).
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS += ["security.W019"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        # The design system draws its icons with data: images.
        "img-src": [SELF, "data:"],
        "font-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

# --- Design system ---------------------------------------------------------------------------
# With hashed static files, the published checksums of the design system no longer apply.
DSFR_USE_INTEGRITY_CHECKSUMS = False
# The State's emblem and font are for State services: neutral unless the operator may use them.
STATE_BRAND = env.bool("STATE_BRAND", default=False)
SITE_NAME = env.str("SITE_NAME", default="Contrats locaux de santé")
SITE_TAGLINE = env.str("SITE_TAGLINE", default="Préparer, signer, suivre et évaluer")
SITE_ENTITY = env.str("SITE_ENTITY", default="")
SITE_LOGO = env.str("SITE_LOGO", default="")
DEMO_MODE = False

# --- Journal ---------------------------------------------------------------------------------
AUDITLOG_LOGENTRY_MODEL = "core.Change"
AUDITLOG_STORE_JSON_CHANGES = False
# Its own table, which ours replaces, would stay empty and stand in the way when tables are emptied.
MIGRATION_MODULES = {"auditlog": None}

# --- Jobs and cache --------------------------------------------------------------------------
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = TIME_ZONE
JOB_LEASE_SECONDS = env.int("JOB_LEASE_SECONDS", default=60)
JOB_SWEEP_SECONDS = env.int("JOB_SWEEP_SECONDS", default=30)
JOB_KEEP_DAYS = env.int("JOB_KEEP_DAYS", default=30)

# --- Figures ---------------------------------------------------------------------------------
# Below this many, a percentage says more than is known: « 1 sur 2 » is said instead.
SMALL_WHOLE = env.int("SMALL_WHOLE", default=10)
# How long a process keeps the short names of organisations, which pages explain.
ACRONYMS_SECONDS = 300

# --- REST ------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.authentication.ApiKeyAuthentication",
        "accounts.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PAGINATION_CLASS": "core.api_lists.Pagination",
    "DEFAULT_FILTER_BACKENDS": [
        "core.api_lists.Filters",
        "core.api_lists.AccentFreeSearch",
        "core.api_lists.StableOrdering",
    ],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["core.api_lists.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "core.api_schema.Schema",
    "EXCEPTION_HANDLER": "core.problems.exception_handler",
    "PAGE_SIZE": 50,
    "UNICODE_JSON": True,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "API des contrats locaux de santé",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": True,
    "ENUM_NAME_OVERRIDES": {
        "StageEnum": "contracts.enums.Stage",
        "ContractKindEnum": "contracts.enums.ContractKind",
        "OrganisationKindEnum": "accounts.enums.OrganisationKind",
        "BodyKindEnum": "governance.enums.BodyKind",
        "DecisionKindEnum": "governance.enums.DecisionKind",
        "FundingKindEnum": "actions.enums.FundingKind",
        "IndicatorKindEnum": "actions.enums.IndicatorKind",
        "MeetingStateEnum": "governance.enums.MeetingState",
        "NetworkKindEnum": "governance.enums.NetworkKind",
        "HandoverKindEnum": "governance.enums.HandoverKind",
        "MeetingAnswerEnum": "governance.enums.Answer",
        "PresenceEnum": "governance.enums.Presence",
        "NetworkPresenceEnum": "governance.enums.NetworkPresence",
        "CampaignStateEnum": "evaluation.campaign_enums.CampaignState",
        "ApproachStateEnum": "contracts.enums.ApproachState",
        "CommitmentStateEnum": "contracts.enums.CommitmentState",
        "PracticeStateEnum": "governance.enums.PracticeState",
        "ReviewStateEnum": "evaluation.review_enums.ReviewState",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {"axes": {"level": "WARNING"}, "weasyprint": {"level": "ERROR"}, "fontTools": {"level": "ERROR"}},
}
