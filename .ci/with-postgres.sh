#!/usr/bin/env bash
# Runs a command with DATABASE_URL naming a PostgreSQL of its own: a fresh one in a temporary folder, reached by a socket in that
# folder only, thrown away afterwards: `with-postgres.sh COMMAND…`. The server refuses to run as root, so root hands it to postgres.
set -euo pipefail

[ $# -gt 0 ] || { echo "usage: $0 COMMAND…" >&2; exit 2; }
bin="$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)"
[ -n "$bin" ] || bin="$(dirname "$(command -v initdb || echo /nowhere/initdb)")"
[ -x "$bin/initdb" ] || { echo "PostgreSQL's server is not installed: apt-get install postgresql" >&2; exit 1; }

folder="$(mktemp -d /tmp/perfeval-pg.XXXXXX)"
as_server=()
if [ "$(id -u)" = 0 ]; then
    chown postgres "$folder"
    as_server=(runuser -u postgres --)
fi
server() { (cd "$folder" && "${as_server[@]}" "$bin/$@"); }
stop() {
    server pg_ctl -D "$folder/data" -m immediate -s stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

server initdb -D "$folder/data" -U perfeval -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
server pg_ctl -D "$folder/data" -s -w -l "$folder/server.log" -o "-c listen_addresses= -c unix_socket_directories=$folder \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=256MB" start \
    || { cat "$folder/server.log" >&2; exit 1; }
server createdb -h "$folder" -U perfeval perfeval

DATABASE_URL="postgres://perfeval@/perfeval?host=$folder" "$@"
