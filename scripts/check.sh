#!/usr/bin/env bash
# Everything that can be said of the code without running it. Says all that is wrong, not only the first.
set -uo pipefail
cd "$(dirname "$0")/.."
source scripts/lib.sh
export PATH="$PWD/.venv/bin:$PATH" DJANGO_SETTINGS_MODULE=cls_platform.settings.test
export DATABASE_URL="sqlite://:memory:"
mkdir -p var
failed=()

step() {
  local name=$1 start=$SECONDS out
  shift
  if out=$("$@" 2>&1); then
    printf '✓ %-44s %3d s\n' "$name" $((SECONDS - start))
  else
    printf '✗ %-44s %3d s\n%s\n' "$name" $((SECONDS - start)) "$out"
    failed+=("$name")
  fi
}

as_production() {
  env DJANGO_SETTINGS_MODULE=cls_platform.settings.base DEBUG=False \
    SECRET_KEY=vK3q8Zp1Xw5rT7yU9iO2aS4dF6gH8jL0mN1bV3cX5zQ7wE9rT2 \
    ALLOWED_HOSTS=cls.example.org SITE_URL=https://cls.example.org \
    DATABASE_URL=postgres://cls:secret@db/cls REDIS_URL=redis://redis:6379/0 \
    EMAIL_URL=smtp+tls://cls:secret@mail.example.org:587 "$@"
}

step "ruff: faults" ruff check .
step "ruff: formatting" ruff format --check .
[ -d templates ] && step "djlint: templates" djlint templates --lint --quiet
[ -d templates ] && step "djlint: formatting of templates" djlint templates --check --quiet
step "import-linter: the line of applications" lint-imports --cache-dir var/import_linter_cache
step "migrations are written" python manage.py makemigrations --check --dry-run
step "manage.py check --deploy, as in production" as_production python manage.py check --deploy --fail-level WARNING
step "docker-compose.yml follows the Compose schema" check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
step "mypy: types" mypy

if [ ${#failed[@]} -gt 0 ]; then
  printf '\n✗ %s\n' "${failed[@]}" >&2
  exit 1
fi
