#!/bin/sh
# try_fresh.sh: does `make demo CHECK=1` work in an empty clone, whoever tries and wherever?
# As an ordinary user, and (when started by root) as root, below a private home, and without npm.
# Each try has its own clone, its own port and an environment with nothing in it.
set -u
cd "$(dirname "$0")/.."
project=$(pwd)
area=$(mktemp -d)
chmod 755 "$area"
account=${TRY_AS:-nobody}
failed=""
trap 'rm -rf "$area"' EXIT

free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# A PATH in which everything is found but npm and node.
path_without_npm() {
    shadow=$area/bin
    mkdir -p "$shadow"
    echo "$PATH" | tr ':' '\n' | while read -r folder; do
        for program in "$folder"/*; do
            name=$(basename "$program")
            case $name in node | nodejs | npm | npx) continue ;; esac
            [ -x "$program" ] && ln -s "$program" "$shadow/$name" 2>/dev/null
        done
    done
    echo "$shadow"
}

# What package installers need to know about this machine's network; nothing else is passed on.
network_settings() {
    env | grep -iE '^(pip|uv|npm_config|https?_proxy|no_proxy|ssl_cert|node_extra_ca)' || true
}

try() { # NAME FOLDER PATH COMMAND-PREFIX...
    name=$1 folder=$2 path=$3
    shift 3
    git clone --quiet "$project" "$folder/clone"
    [ $# -eq 0 ] || chown -R "$account" "$folder"
    set -- HOME="$folder" PATH="$path" LANG=C.UTF-8 "$@"
    while IFS= read -r setting; do
        [ -z "$setting" ] || set -- "$setting" "$@"
    done <<EOF
$(network_settings)
EOF
    printf '%-34s' "$name"
    if (cd "$folder/clone" && exec env -i "$@" make demo CHECK=1 PORT="$(free_port)") \
        >"$area/log" 2>&1 </dev/null; then
        echo ok
    else
        echo FAILED
        tail -n 40 "$area/log"
        failed="$failed, $name"
    fi
    # Below a private home the cluster lives elsewhere: only the clone knows where.
    (cd "$folder/clone" && .venv/bin/python -c 'from skillmap.devstack import up; up.forget_demo()')
    rm -rf "$folder"
}

mkdir "$area/open"
try "own account" "$area/open" "$PATH"

mkdir -m 700 "$area/private"
try "own account, private home" "$area/private" "$PATH"

mkdir "$area/bare"
try "own account, no npm" "$area/bare" "$(path_without_npm)"

if [ "$(id -u)" = 0 ]; then
    mkdir -m 700 "$area/user"
    try "account $account, private home" "$area/user" /usr/local/bin:/usr/bin:/bin \
        setpriv --reuid "$account" --regid "$(id -g "$account")" --clear-groups
fi

[ -z "$failed" ] || { echo "Failed:${failed#,}" && exit 1; }
