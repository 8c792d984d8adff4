"""Ajustes: un solo archivo, leído del entorno, que falla con un mensaje claro.

Todo secreto admite la forma ``NOMBRE_FILE`` con la ruta de un archivo (Docker secrets).
"""

import os
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

from conferencia.domain.recepcion import Horario

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()


def secreto(nombre: str, omision: str | None = None) -> str:
    """Valor de ``nombre`` o del archivo ``nombre_FILE``; sin ninguno ni omisión, detiene el arranque."""
    if ruta := os.environ.get(f"{nombre}_FILE"):
        try:
            return Path(ruta).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"No se pudo leer {nombre}_FILE ({ruta}): {error.strerror}.") from error
    valor = os.environ.get(nombre, omision)
    if valor is None:
        raise ImproperlyConfigured(f"Falta {nombre} (o {nombre}_FILE) en el entorno. `make run` la pone sola; véase README, «Variables».")
    return valor


def con_secreto(nombre: str, omision: str | None = None) -> str:
    """Como ``secreto``, y deja el valor en el entorno para que ``environs`` lo interprete."""
    os.environ[nombre] = secreto(nombre, omision)
    return os.environ[nombre]


DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SECRET_KEY = secreto("SECRET_KEY")
PORT = env.int("PORT", 8000)
BASE_URL = env.str("BASE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

con_secreto("DATABASE_URL")
DATABASES = {"default": env.dj_db_url("DATABASE_URL", conn_max_age=60, conn_health_checks=True)}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("DATABASE_URL debe ser de PostgreSQL 18 o posterior (postgres://…).")
REDIS_URL = con_secreto("REDIS_URL")

LOOPBACK = {"127.0.0.1", "localhost", "::1", "[::1]", "testserver"}


def _revisa_demo() -> None:
    """El modo demo siembra cuentas con contraseña conocida: jamás con base ajena ni en dirección pública."""
    if DATABASES["default"].get("HOST") not in LOOPBACK:
        raise ImproperlyConfigured("DEMO=1 se niega: DATABASE_URL apunta a una base externa.")
    publicos = (set(ALLOWED_HOSTS) | {urlsplit(BASE_URL).hostname}) - LOOPBACK
    if publicos:
        raise ImproperlyConfigured(f"DEMO=1 se niega: solo se atiende en loopback y ALLOWED_HOSTS o BASE_URL dicen {', '.join(map(str, publicos))}.")


if DEMO:
    _revisa_demo()

# HOY congela la fecha (no la hora) para mirar un acta vieja como si fuera su año. Solo en demo.
_hoy = env.str("HOY", "")
if _hoy and not DEMO:
    raise ImproperlyConfigured("HOY solo se admite en modo demo (DEMO=1).")
try:
    HOY = date.fromisoformat(_hoy) if _hoy else None
except ValueError as error:
    raise ImproperlyConfigured(f"HOY debe ser AAAA-MM-DD; llegó {_hoy!r}.") from error
DEMO_PASSWORD = secreto("DEMO_PASSWORD", "") if DEMO else ""
CORREO_DEMO_DIR = env.str("CORREO_DEMO_DIR", "") if DEMO else ""

INSTALLED_APPS = [
    "acuerdos",
    "transitorios",
    "enlaces",
    "conferencia",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "conferencia.apps.EstaticosConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "conferencia.web.middleware.IdentificadorDePeticion",
    "conferencia.web.middleware.AccesoNegadoPorOmision",
    "conferencia.web.middleware.TopeDeCarga",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "conferencia.urls"
WSGI_APPLICATION = "conferencia.wsgi.application"
FORM_RENDERER = "conferencia.web.formularios_render.RenderizadorInstitucional"
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
                "conferencia.web.contexto.sitio",
            ],
        },
    }
]

AUTH_USER_MODEL = "conferencia.Usuario"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # el correo es único sin distinguir mayúsculas: usuario_correo_unico
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "conferencia.web.cuentas.AdaptadorDeCuentas"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_FORMS = {"login": "conferencia.web.cuentas.EntradaForm", "reset_password": "conferencia.web.cuentas.RecuperacionForm"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a quien no tiene cuenta no se le escribe: tampoco podría crearla
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(BASE_URL).scheme
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_TOTP_ISSUER = "Seguimiento de Acuerdos"
# Fuera de demo, la Secretaría Técnica no pasa sin segundo factor (conferencia.web.middleware).
SEGUNDO_FACTOR_OBLIGATORIO = not DEMO

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # horas
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "429.html"

LANGUAGE_CODE = "es-mx"
TIME_ZONE = "America/Mexico_City"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "var" / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.path("MEDIA_ROOT", BASE_DIR / "var" / "archivos")
MEDIA_URL = ""  # los archivos se sirven solo por vistas autorizadas


def _deposito() -> dict | None:
    """Con ``S3_BUCKET`` los archivos viven en un depósito S3, de cualquier proveedor; sin él, en ``MEDIA_ROOT``."""
    if not (cubeta := env.str("S3_BUCKET", "")):
        return None
    servidor, publico, estilo = env.str("S3_ENDPOINT_URL", "").rstrip("/"), env.str("S3_PUBLIC_URL", "").rstrip("/"), env.str("S3_ADDRESSING_STYLE", "path")
    for nombre, valor in (("S3_ENDPOINT_URL", servidor), ("S3_PUBLIC_URL", publico or servidor)):
        if urlsplit(valor).scheme not in {"http", "https"} or not urlsplit(valor).hostname:
            raise ImproperlyConfigured(f"Con S3_BUCKET hace falta {nombre}, que se escribe «https://servidor»; llegó {valor!r}.")
    if estilo not in {"path", "virtual"}:
        raise ImproperlyConfigured(f"S3_ADDRESSING_STYLE es «path» o «virtual»; llegó {estilo!r}.")
    segundos = env.int("S3_SIGNED_SECONDS", 60)
    if not 1 <= segundos <= 60:
        raise ImproperlyConfigured(f"S3_SIGNED_SECONDS va de 1 a 60: quien tenga la dirección puede bajar el archivo; llegó {segundos}.")
    opciones = {"bucket_name": cubeta, "endpoint_url": servidor, "direccion_publica": publico, "region_name": env.str("S3_REGION", "us-east-1")}
    llaves = {"access_key": secreto("S3_ACCESS_KEY_ID"), "secret_key": secreto("S3_SECRET_ACCESS_KEY")}
    return {"BACKEND": "conferencia.deposito.Deposito", "OPTIONS": {**opciones, **llaves, "estilo": estilo, "querystring_expire": segundos}}


def _de_donde_bajan(deposito: dict | None) -> list[str]:
    """De qué otros orígenes se puede mostrar un PDF dentro de una página: el del depósito, si lo hay."""
    if deposito is None:
        return []
    opciones = deposito["OPTIONS"]
    sitio = urlsplit(opciones["direccion_publica"] or opciones["endpoint_url"])
    return [f"{sitio.scheme}://{opciones['bucket_name']}.{sitio.netloc}" if opciones["estilo"] == "virtual" else f"{sitio.scheme}://{sitio.netloc}"]


DEPOSITO = _deposito()
STORAGES = {
    "default": DEPOSITO or {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Comprimir los mapas de la documentación de la API costaría medio minuto del primer arranque y nadie los pide.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "map"]
# Horas de oficina de la Secretaría Técnica: lo que llega después se tiene por recibido el siguiente día hábil.
HORARIO_DE_OFICINA = env.str("HORARIO_DE_OFICINA", "09:00-18:00")
try:
    Horario.leido(HORARIO_DE_OFICINA)
except ValueError as error:
    raise ImproperlyConfigured(f"HORARIO_DE_OFICINA se escribe «09:00-18:00»; llegó {HORARIO_DE_OFICINA!r}.") from error
DESHACER_DURANTE = timedelta(seconds=env.int("DESHACER_SEGUNDOS", 300))  # lo que el aviso de una decisión espera antes de salir
# Con un servidor web enfrente, él manda los bytes: «/ruta-interna/» que en nginx es «internal» y apunta a MEDIA_ROOT.
ARCHIVOS_X_ACCEL = env.str("ARCHIVOS_X_ACCEL", "")
# Carpeta con los certificados raíz (PEM o DER) de las autoridades cuyas firmas se reconocen; vacía, se dice que no se sabe.
ANCLAS_DE_FIRMA = env.str("ANCLAS_DE_FIRMA", "")
if ANCLAS_DE_FIRMA and not Path(ANCLAS_DE_FIRMA).is_dir():
    raise ImproperlyConfigured(f"ANCLAS_DE_FIRMA debe ser una carpeta que exista; llegó {ANCLAS_DE_FIRMA!r}.")
# ClamAV por su socket: «unix:///run/clamav/clamd.ctl» o «tcp://clamav:3310». Obligatorio: sin su veredicto no se recibe nada.
CLAMAV_URL = env.str("CLAMAV_URL", "")
CLAMAV_OBLIGATORIO = env.bool("CLAMAV_OBLIGATORIO", False)
CLAMAV_SEGUNDOS = env.float("CLAMAV_SEGUNDOS", 30.0)
if CLAMAV_URL and urlsplit(CLAMAV_URL).scheme not in {"unix", "tcp"}:
    raise ImproperlyConfigured(f"CLAMAV_URL se escribe «unix:///ruta» o «tcp://servidor:3310»; llegó {CLAMAV_URL!r}.")
if CLAMAV_OBLIGATORIO and not CLAMAV_URL:
    raise ImproperlyConfigured("CLAMAV_OBLIGATORIO=1 pide CLAMAV_URL: sin antivirus no se recibiría nada.")
ARCHIVO_TAMANO_MAXIMO = env.int("ARCHIVO_TAMANO_MAXIMO", 25 * 1024 * 1024)  # bytes
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640

con_secreto("EMAIL_URL", "smtp://127.0.0.1:25")
_correo = env.dj_email_url("EMAIL_URL")
EMAIL_BACKEND = _correo["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = _correo["EMAIL_HOST"], _correo["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _correo["EMAIL_HOST_USER"], _correo["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _correo["EMAIL_USE_TLS"], _correo["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("CORREO_REMITENTE", "Seguimiento de Acuerdos <seguimiento@localhost>")
# A dónde se responde y a dónde rebota lo enviado; cada aviso le agrega su firma («buzon+c…@», o «@dominio» si el buzón es comodín).
CORREO_BUZON = env.str("CORREO_BUZON", "buzon@demo.mx" if DEMO else "")
CORREO_REBOTES = env.str("CORREO_REBOTES", "rebotes@demo.mx" if DEMO else "")
IMAP_URL = secreto("IMAP_URL", "")  # imaps://usuario:contraseña@servidor/INBOX
CORREO_PROCESADOS = env.str("CORREO_PROCESADOS", "Procesados")  # a qué carpeta del buzón va lo ya recogido
CORREO_AUTENTICADOR: list[str] = env.list("CORREO_AUTENTICADOR", [])  # authserv-id cuyos SPF, DKIM y DMARC se creen (RFC 8601)
CORREO_TAMANO_MAXIMO = env.int("CORREO_TAMANO_MAXIMO", 40 * 1024 * 1024)  # bytes de un correo entero

CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "acuerdos"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "SAMEORIGIN"  # la bandeja muestra el PDF junto al dictamen
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31536000 if BASE_URL.startswith("https://") else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("DETRAS_DE_PROXY", False) else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],  # el QR de TOTP llega como data:
        "frame-src": ["'self'", *_de_donde_bajan(DEPOSITO)],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}

CELERY_BROKER_URL = REDIS_URL
CELERY_RESULT_BACKEND = None  # el resultado que importa es la fila de Trabajo en PostgreSQL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 10, "socket_connect_timeout": 5}
CELERY_TASK_PUBLISH_RETRY = False  # sin Redis no se espera: la fila queda y el barrido la despierta
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = "celery"
CELERY_BEAT_SCHEDULE = {"tic": {"task": "conferencia.tic", "schedule": 30.0, "options": {"expires": 25}}}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "conferencia.api.credenciales.AutenticacionPorCredencial",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["conferencia.api.permissions.AccesoPermitido"],
    "DEFAULT_PAGINATION_CLASS": "conferencia.api.paginacion.PaginacionPorCursor",
    "DEFAULT_FILTER_BACKENDS": ["conferencia.api.filters.FiltrosEstrictos"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "conferencia.api.problemas.manejador",
    "DEFAULT_THROTTLE_CLASSES": ["conferencia.api.limites.LimitePorTitular", "conferencia.api.limites.LimiteAnonimo"],
    "DEFAULT_THROTTLE_RATES": {"user": "1200/min", "anon": "60/min"},
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "URL_FORMAT_OVERRIDE": None,  # el formato se pide con Accept; «?format=» es un parámetro desconocido más
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Seguimiento de Acuerdos",
    "DESCRIPTION": "Acuerdos y disposiciones transitorias de la Conferencia: quién debe qué, para cuándo y cómo se prueba.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_SUFFIX": "",
    "ENUM_NAME_OVERRIDES": {
        "ClaseDeCompromiso": "enlaces.models.ClaseDeCompromiso",
        "ClaseDeDisposicion": "conferencia.models.Clase",
        "ClaseDeHallazgo": "conferencia.queries.texto_completo.OPCIONES",
        "ClaseDePlazo": "conferencia.models.ClasePlazo",
        "ClaseDeSolicitud": "conferencia.models.ClaseSolicitud",
        "EstadoDeObligacion": "conferencia.models.EstadoObligacion",
        "EstadoDePropuesta": "conferencia.models.EstadoPropuesta",
        "EstadoDeSolicitud": "conferencia.models.EstadoSolicitud",
        "ReglaDeAviso": "enlaces.models.Regla",
        "RolDeDesignacion": "conferencia.models.Rol",
        "RolQueSePropone": "conferencia.services.propuestas.ROLES_QUE_SE_PROPONEN",
        "TipoDeInstitucion": "conferencia.models.TipoInstitucion",
    },
    "SORT_OPERATION_PARAMETERS": False,
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "validatorUrl": None},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"linea": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"consola": {"class": "logging.StreamHandler", "formatter": "linea"}},
    "root": {"handlers": ["consola"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"weasyprint": {"level": "ERROR"}, "pikepdf": {"level": "WARNING"}, "pdfminer": {"level": "ERROR"}, "fontTools": {"level": "WARNING"}},
}
