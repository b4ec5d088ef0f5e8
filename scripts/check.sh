#!/bin/sh
# check.sh: every static check. Runs them all, then fails if any failed; `make check` calls it
# inside a fresh stack, because the migrations and the API schema are compared with a database.
set -u
cd "$(dirname "$0")/.."
failed=""

step() {
    name=$1
    shift
    printf '%-22s' "$name"
    if output=$("$@" 2>&1); then
        echo "ok"
    else
        echo "FAILED: $*"
        echo "$output"
        failed="$failed $name"
    fi
}

production() {
    env DEBUG=0 SKILLMAP_DEMO=0 BASE_URL=https://skillmap.example ALLOWED_HOSTS=skillmap.example "$@"
}

templates() { git ls-files -z '*.html' | xargs -0 djade --check --target-version 5.2; }

step format ruff format --check .
step lint ruff check .
step types mypy .
step "import contracts" lint-imports
step templates templates
step migrations python manage.py makemigrations --check --dry-run
step OpenAPI python manage.py spectacular --validate --fail-on-warn --file "${TMPDIR:-/tmp}/skillmap-openapi.yaml"
step "deploy check" production python manage.py check --deploy --fail-level WARNING

[ -z "$failed" ] || { echo "Failed:$failed" && exit 1; }
