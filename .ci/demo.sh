#!/usr/bin/env bash
# Serves the demonstration year on this machine: one server, one worker, both stopped by Ctrl-C. PORT chooses the port.
set -euo pipefail

port="${PORT:-8000}"
export DATA_DIR="${DATA_DIR:-$PWD/var}"
export DATABASE_URL="${DATABASE_URL:-sqlite:///$DATA_DIR/demo.sqlite3}"
export HTTPS=no LOG_LEVEL="${LOG_LEVEL:-WARNING}"
python="$PWD/.venv/bin/python"

if ! "$python" - "$port" <<'PY'
import socket, sys
with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(sys.argv[1])))
    except (OSError, ValueError, OverflowError) as error:
        sys.exit(f"Port {sys.argv[1]} cannot be used ({error}). Choose another: make demo PORT=8001")
PY
then
    exit 1
fi

"$python" manage.py migrate -v 0
"$python" manage.py collectstatic --noinput -v 0
"$python" manage.py demo_year

children=()
stop() {
    trap - EXIT INT TERM
    for child in "${children[@]}"; do kill -TERM "$child" 2>/dev/null || true; done
    wait || true
}
trap stop EXIT
trap 'stop; exit 0' INT TERM

"$python" manage.py db_worker -v 0 &
children+=($!)
"$python" -m gunicorn perfeval.wsgi --bind "127.0.0.1:$port" --workers 2 --timeout 60 --log-level warning --no-control-socket &
children+=($!)

for _ in $(seq 100); do
    if "$python" -c "import sys, urllib.request as r; r.build_opener(r.ProxyHandler({})).open(sys.argv[1], timeout=2)" \
        "http://127.0.0.1:$port/health/" 2>/dev/null; then
        echo
        echo "The demonstration year is at  http://127.0.0.1:$port/   (Ctrl-C stops it)"
        wait -n "${children[@]}" || true
        echo "The server or its worker has ended; stopping the other." >&2
        exit 1
    fi
    for child in "${children[@]}"; do
        kill -0 "$child" 2>/dev/null || { echo "The server or its worker did not start." >&2; exit 1; }
    done
    sleep 0.2
done
echo "The server did not answer within 20 seconds." >&2
exit 1
