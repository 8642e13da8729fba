# Dateline in a container: no extra shell tools, no root, writes only to /data and /tmp, needs no
# network once built. All models are in the Python packages.
#   docker build -t dateline .
FROM python:3.11-slim-bookworm AS build

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
RUN python -m venv /opt/dateline

# Rarely changed layers first. The CPU build of PyTorch.
COPY constraints.txt ./
RUN /opt/dateline/bin/pip install -c constraints.txt torch \
    --index-url https://download.pytorch.org/whl/cpu --extra-index-url https://pypi.org/simple

COPY pyproject.toml README.md LICENSE ./
COPY index index
COPY prompts prompts
COPY service service
COPY eval eval
RUN /opt/dateline/bin/pip install -c constraints.txt '.[mcp,postgresql]'


FROM python:3.11-slim-bookworm

RUN groupadd --gid 10001 dateline \
    && useradd --uid 10001 --gid dateline --no-create-home --home-dir /tmp --shell /usr/sbin/nologin dateline \
    && install --directory --owner=dateline --group=dateline --mode=0700 /data

COPY --from=build /opt/dateline /opt/dateline

# The container is reachable from outside: `serve` needs a key or DATELINE_PUBLIC_READ=true.
ENV PATH=/opt/dateline/bin:$PATH \
    HOME=/tmp \
    HF_HUB_OFFLINE=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DATELINE_DATA=/data \
    DATELINE_HOST=0.0.0.0 \
    DATELINE_LOG_FORMAT=json

USER 10001:10001
WORKDIR /tmp
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=2m --retries=3 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/ready', timeout=4)"]
ENTRYPOINT ["dateline"]
CMD ["serve"]
