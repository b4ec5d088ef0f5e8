#!/bin/sh
# install.sh LOCK ...: a virtual environment in .venv holding the packages of the locks.
# A stamp named by each lock's content makes the next call return at once.
set -eu
cd "$(dirname "$0")/.."

newest_python() {
    for candidate in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    echo "Skillmap needs Python 3.11 or newer; none was found. PYTHON=/path/to/python names one." >&2
    exit 1
}

create() {
    python=$(newest_python)
    "$python" -m venv .venv >/dev/null 2>&1 && return
    rm -rf .venv # half of one: Debian and Ubuntu ship venv without pip
    command -v uv >/dev/null && uv venv -q --seed --python "$python" .venv && return
    echo "$python cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2
    exit 1
}

install() {
    .venv/bin/python -m uv --version >/dev/null 2>&1 ||
        .venv/bin/python -m pip install -q --require-hashes -r requirements-tools.lock || true
    .venv/bin/python -m uv pip install -q --python .venv/bin/python --require-hashes -r "$1" ||
        .venv/bin/python -m pip install -q --require-hashes -r "$1"
}

[ -x .venv/bin/python ] || create
for lock in "$@"; do
    name=$(basename "$lock")
    stamp=.venv/.$name-$(cksum <"$lock" | tr ' ' '-')
    [ -e "$stamp" ] && continue
    echo "Installing $lock into .venv ..."
    install "$lock"
    rm -f ".venv/.$name"-*
    touch "$stamp"
done
