# The bot in a container: ffmpeg comes from the wheel, everything it writes lies in /data.
FROM python:3.12-slim-bookworm AS build
WORKDIR /app
COPY requirements-words.lock requirements-build.lock pyproject.toml README.md ./
COPY bot bot
COPY cogs cogs
COPY config config
COPY core core
# What builds stays behind: the image gets what runs, and neither pip nor hatchling.
RUN python -m venv /build \
 && /build/bin/pip install --no-cache-dir --require-hashes --no-deps -r requirements-build.lock \
 && /build/bin/pip wheel --no-build-isolation --no-deps --wheel-dir /wheel . \
 && python -m venv --without-pip /venv \
 && pip --python /venv/bin/python install --no-cache-dir --require-hashes --no-deps -r requirements-words.lock \
 && pip --python /venv/bin/python install --no-cache-dir --no-deps /wheel/*.whl

FROM python:3.12-slim-bookworm
RUN useradd --create-home truss && mkdir /data && chown truss /data
COPY --from=build /venv /venv
USER truss
ENV TRUSS_HOME=/data TRUSS_WEB_HOST=0.0.0.0 PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1
VOLUME /data
EXPOSE 8080
ENTRYPOINT ["trussbot"]
CMD ["run"]
