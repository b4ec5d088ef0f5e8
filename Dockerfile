# One image for web, worker, scheduler and migrations; docker-compose.yml says which runs what.

FROM node:22-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
RUN python -m venv /venv
ENV PATH=/venv/bin:$PATH
COPY requirements.lock ./
RUN pip install --require-hashes -r requirements.lock
COPY . .
COPY --from=packages /app/node_modules node_modules
# The key only lets the settings load; nothing signed with it leaves this stage.
RUN python -m skillmap.devstack.assets \
    && SECRET_KEY=only-while-building python manage.py collectstatic --no-input --verbosity 0 \
    && rm -rf node_modules var/vendor

FROM python:3.11-slim
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    MEDIA_ROOT=/data/media NUMBA_CACHE_DIR=/data/machine-code
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin skillmap \
    && install -d -o skillmap -g skillmap /data /data/media
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
USER skillmap
VOLUME /data
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--no-ws", "--host", "0.0.0.0", "--port", "8000", \
     "--workers", "2", "--blocking-threads", "4", "skillmap.wsgi:application"]
