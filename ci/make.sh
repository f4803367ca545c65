#!/usr/bin/env bash
# Makes every page in the working folder; tells the runner what came of it.
# Reads TAILOR_CI_*; writes to GITHUB_OUTPUT and GITHUB_STEP_SUMMARY; ends as tailor does.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
scratch="$(mktemp -d "${RUNNER_TEMP:-${TMPDIR:-/tmp}}/tailor-XXXXXX")"

words=(batch --format json)
[ -z "${TAILOR_CI_RESUME:-}" ] || words+=("--resume=$TAILOR_CI_RESUME")
[ -z "${TAILOR_CI_TEMPLATE:-}" ] || words+=("--template=$TAILOR_CI_TEMPLATE")
[ "${TAILOR_CI_STRICT:-false}" != true ] || words+=(--strict)
words+=(--)
while IFS= read -r job; do
  [ -z "$job" ] || words+=("$job")
done <<<"${TAILOR_CI_JOBS:-}"

code=0
tailor "${words[@]}" >"$scratch/report.json" 2>"$scratch/messages.txt" || code=$?
cat "$scratch/messages.txt" >&2
python "$here/tell.py" "$scratch/report.json" "$scratch/messages.txt"
exit "$code"
