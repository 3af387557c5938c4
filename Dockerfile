# One image for web, worker and beat; docker-compose.yml says which it is.

FROM node:22-bookworm-slim AS frontend
WORKDIR /packages
COPY package.json package-lock.json .npmrc ./
RUN npm ci

FROM python:3.11-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=config.settings.production
# Pango draws PDF files, libmagic tells what an uploaded file really is, the fonts are for the PDF files.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libmagic1 fonts-liberation \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --create-home casework && install -d -o casework /documents /seals /nightly
WORKDIR /app
COPY requirements.txt .
RUN pip install --no-cache-dir --disable-pip-version-check -r requirements.txt
COPY . .
COPY --from=frontend /packages/node_modules node_modules
# These values serve the build alone: collecting files asks for no server and keeps no secret.
RUN python -m parts.frontend --no-install \
    && SECRET_KEY=build ALLOWED_HOSTS=build DATABASE_URL=postgres:///build REDIS_URL=redis://build \
       python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf node_modules
USER casework
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--workers", "3", "--worker-class", "gthread", \
     "--threads", "4", "--worker-tmp-dir", "/dev/shm", "--no-control-socket"]
