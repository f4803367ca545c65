#!/usr/bin/env bash
# Installs tailor from the checkout of the action, and what it needs as the lock says, by hash; its
# TeX engine comes with it.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$here/requirements.lock"
python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation "$here"
tailor --version
