#!/usr/bin/env bash
# Installs tailor from the checkout of the action; its TeX engine comes with it.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
python -m pip install --quiet --disable-pip-version-check "$here"
tailor --version
