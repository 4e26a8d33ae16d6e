# The bot in a container: what runs it, and nothing that builds it. It writes to /data and /tmp alone:
#   docker run --read-only --tmpfs /tmp -v truss:/data -p 8080:8080 truss
# WORDS=words hears English for captions, words-all 99 languages; empty hears nothing and is smaller.
FROM debian:bookworm-slim AS build
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3-venv binutils
WORKDIR /src
COPY requirements.lock requirements-words.lock requirements-words-all.lock requirements-build.lock ./
ARG WORDS=words
RUN python3 -m venv /build && python3 -m venv --without-pip /venv \
 && /build/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements-build.lock \
 && /build/bin/pip --python /venv/bin/python install --no-cache-dir --no-compile --require-hashes --no-deps \
      -r "requirements${WORDS:+-$WORDS}.lock"
# Tests of libraries, sources of what is compiled, AWS services that nothing here calls, names of countries in
# other languages, OpenCV's older models and the symbols of debuggers: a fifth of what was installed.
COPY deploy/trim.sh deploy/import_all.py deploy/
RUN sh deploy/trim.sh /venv
COPY pyproject.toml README.md LICENSE NOTICES.md ./
COPY bot bot
COPY cogs cogs
COPY config config
COPY core core
RUN /build/bin/pip wheel --no-build-isolation --no-deps --wheel-dir /wheel . \
 && /build/bin/pip --python /venv/bin/python install --no-cache-dir --no-compile --no-deps /wheel/*.whl
# An image that lacks a module or cannot make clips is not built. Truss is compiled, so that no start compiles it;
# the libraries would make the image larger than it may be.
RUN PYTHONDONTWRITEBYTECODE=1 /venv/bin/python deploy/import_all.py \
 && (cd /venv/lib/python3*/site-packages && /venv/bin/python -m compileall -q bot cogs config core) \
 && TRUSS_HOME=/tmp/try PYTHONDONTWRITEBYTECODE=1 /venv/bin/trussbot demo --once && rm -r /tmp/try

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends ca-certificates python3 \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/* \
 && useradd --uid 10001 --home-dir /data --no-create-home --shell /usr/sbin/nologin truss \
 && install -d -o truss -g truss -m 700 /data
COPY --from=build /venv /venv
USER 10001:10001
ENV TRUSS_HOME=/data TRUSS_WEB_HOST=0.0.0.0 PATH=/venv/bin:$PATH
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 ORT_DISABLE_TELEMETRY=1
WORKDIR /data
VOLUME /data
EXPOSE 8080
# A start takes 3 s of CPU and this look a quarter: so long on a machine that is loaded twenty-five times over.
HEALTHCHECK --interval=30s --timeout=15s --start-period=120s CMD ["python", "-c", \
  "import os, urllib.request as r; r.urlopen('http://127.0.0.1:' + os.environ.get('TRUSS_WEB_PORT', '8080') + '/livez', timeout=10)"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["trussbot"]
CMD ["run"]
