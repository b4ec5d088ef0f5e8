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

# Without pip, which would take as long as everything it is wanted for (one small package).
create() {
    python=$(newest_python)
    "$python" -m venv --without-pip .venv >/dev/null 2>&1 && return
    rm -rf .venv # half of one
    command -v uv >/dev/null && uv venv -q --python "$python" .venv && return
    echo "$python cannot make a virtual environment." >&2
    exit 1
}

# With the pip of the Python at hand; where that has none, or an old one, .venv gets its own.
pip_install() {
    "$(newest_python)" -m pip --python .venv/bin/python install -q "$@" 2>/dev/null && return
    .venv/bin/python -m pip --version >/dev/null 2>&1 ||
        .venv/bin/python -m ensurepip >/dev/null 2>&1 ||
        uv pip install -q --python .venv/bin/python pip 2>/dev/null ||
        { echo "No pip was found. On Debian and Ubuntu: apt install python3-venv" >&2 && return 1; }
    .venv/bin/python -m pip install -q "$@"
}

install() {
    .venv/bin/python -m uv --version >/dev/null 2>&1 ||
        pip_install --require-hashes -r requirements-tools.lock || true
    .venv/bin/python -m uv pip install -q --python .venv/bin/python --require-hashes -r "$1" ||
        pip_install --require-hashes -r "$1"
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
