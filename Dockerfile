# One image for the web, the worker and the clock.
FROM python:3.11-slim AS build
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/base.txt

FROM python:3.11-slim
# Pango makes the PDFs; pg_dump and pg_restore make the backups.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin cls
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=cls_platform.settings.base \
    STATIC_ROOT=/static \
    MEDIA_ROOT=/media
WORKDIR /app
COPY --from=build /venv /venv
COPY . .
# Collecting the static files reads no secret: these values live for this one command.
RUN SECRET_KEY=build ALLOWED_HOSTS=build SITE_URL=http://build DATABASE_URL=postgres://build/build \
    REDIS_URL=redis://build EMAIL_URL=dummymail:// python manage.py collectstatic --noinput -v 0 \
    && mkdir -p /media /app/var \
    && chown cls:cls /media /app/var
USER cls
EXPOSE 8000
VOLUME /media
CMD ["gunicorn", "cls_platform.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--timeout", "60", "--max-requests", "2000", "--max-requests-jitter", "200", "--access-logfile", "-"]
