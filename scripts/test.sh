#!/usr/bin/env bash
# The whole suite, twice: on PostgreSQL with Redis, a real worker and a browser; then on SQLite without them.
# Arguments go to pytest: scripts/test.sh -k signature
set -uo pipefail
cd "$(dirname "$0")/.."
source scripts/lib.sh
scripts/system.sh pango chromium || exit 1

run="cls_$$"
own=$(mktemp -d "${TMPDIR:-/tmp}/cls-services.XXXXXX")
python=.venv/bin/python
workers=${TEST_WORKERS:-2}

tidy_up() {
  [ -n "${postgres_url:-}" ] && $python scripts/services.py drop "$postgres_url" 2> /dev/null
  [ -n "${postgres_bin:-}" ] && as_postgres "$postgres_bin/pg_ctl" -D "$own/postgres" -m immediate stop > /dev/null 2>&1
  [ -n "${redis_pid:-}" ] && kill "$redis_pid" 2> /dev/null
  rm -rf "$own"
}
trap tidy_up EXIT
trap 'exit 130' INT TERM

# PostgreSQL refuses to be run by root.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

find_postgres_bin() {
  local folder
  for folder in $(ls -d /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin 2> /dev/null | sort -rV); do
    [ -x "$folder/initdb" ] && echo "$folder" && return
  done
  command -v initdb > /dev/null && dirname "$(command -v initdb)"
}

start_postgres() {
  postgres_bin=$(find_postgres_bin)
  if [ -z "$postgres_bin" ]; then
    apt_install postgresql || die "Les essais demandent un PostgreSQL : donnez DATABASE_URL, ou sudo apt-get install postgresql"
    postgres_bin=$(find_postgres_bin)
  fi
  local port
  port=$($python scripts/services.py free-port)
  say "PostgreSQL pour les essais, port $port"
  chmod 755 "$own"
  mkdir "$own/postgres" "$own/socket"
  [ "$(id -u)" = 0 ] && chown postgres "$own/postgres" "$own/socket"
  as_postgres "$postgres_bin/initdb" -D "$own/postgres" -U postgres -A trust -E UTF8 --locale=C.UTF-8 > "$own/initdb.log" 2>&1 ||
    as_postgres "$postgres_bin/initdb" -D "$own/postgres" -U postgres -A trust -E UTF8 --no-locale > "$own/initdb.log" 2>&1 ||
    { cat "$own/initdb.log" >&2; die "PostgreSQL n’a pas pu être préparé."; }
  as_postgres "$postgres_bin/pg_ctl" -D "$own/postgres" -w -t 60 -l "$own/postgres/log" \
    -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$own/socket -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
    start > /dev/null || { cat "$own/postgres/log" >&2; die "PostgreSQL n’a pas pu démarrer."; }
  DATABASE_URL="postgres://postgres@127.0.0.1:$port/postgres"
}

start_redis() {
  command -v redis-server > /dev/null || apt_install redis-server ||
    die "Les essais demandent un Redis : donnez REDIS_URL, ou sudo apt-get install redis-server"
  local port
  port=$($python scripts/services.py free-port)
  say "Redis pour les essais, port $port"
  redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no --dir "$own" > "$own/redis.log" 2>&1 &
  redis_pid=$!
  REDIS_URL="redis://127.0.0.1:$port/0"
  $python scripts/services.py wait-redis "$REDIS_URL" || { cat "$own/redis.log" >&2; die "Redis n’a pas pu démarrer."; }
}

case "${DATABASE_URL:-}" in postgres*) ;; *) DATABASE_URL=postgres://postgres@127.0.0.1:5432/postgres ;; esac
$python scripts/services.py postgres "$DATABASE_URL" || start_postgres
REDIS_URL=${REDIS_URL:-redis://127.0.0.1:6379/0}
$python scripts/services.py redis "$REDIS_URL" || start_redis
command -v pg_dump > /dev/null || apt_install postgresql-client || die "Il manque pg_dump : sudo apt-get install postgresql-client"
postgres_url=$($python scripts/services.py named "$DATABASE_URL" "$run")
export REDIS_URL DJANGO_SETTINGS_MODULE=cls_platform.settings.test

code=0
say "Essais sur PostgreSQL, Redis, un travailleur et un navigateur"
DATABASE_URL=$postgres_url $python -m pytest -q -n "$workers" --dist loadfile --durations=10 "$@" || code=1
say "Essais sur SQLite"
DATABASE_URL="sqlite:///$own/test.sqlite3" \
  $python -m pytest -q -n "$workers" --dist loadfile -m "not services and not browser" "$@" || code=1
exit $code
