#!/bin/sh
# locks.sh: write every lock anew. Locks hold hashes and no addresses, and fit every platform.
set -eu
cd "$(dirname "$0")/.."
for name in requirements requirements-pdf requirements-dev requirements-tools requirements-node; do
    .venv/bin/python -m uv pip compile -q --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-header ${UPGRADE:+--upgrade} "$name.in" -o "$name.lock"
done
npm install --package-lock-only # .npmrc keeps addresses out
