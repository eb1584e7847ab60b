#!/usr/bin/env bash
# Makes .venv and installs the locked dependencies: `venv.sh base` or `venv.sh dev`. Quick when nothing changed.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-base}
source scripts/lib.sh

stamp_of() { echo "$(.venv/bin/python -V) $(cksum < "requirements/$1.txt")"; }
fresh() { [ -x .venv/bin/python ] && [ "$(cat ".venv/.installed-$1" 2> /dev/null)" = "$(stamp_of "$1")" ]; }

fresh "$kind" && exit 0
# The locked development set holds all that running needs.
[ "$kind" = base ] && fresh dev && exit 0

find_python() {
  local candidate
  for candidate in ${PYTHON_BIN:-} python3 python3.13 python3.12 python3.11 python3.14; do
    if command -v "$candidate" > /dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; then
      echo "$candidate"
      return
    fi
  done
  die "Il faut Python 3.11 ou plus récent."
}

make_venv() {
  local python
  python=$(find_python)
  if ! "$python" -c 'import ensurepip, venv' 2> /dev/null; then
    apt_install python3-venv || die "Le module venv de Python manque : sudo apt-get install python3-venv"
  fi
  "$python" -m venv --clear .venv
}

if ! { [ -x .venv/bin/python ] && .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null; }; then
  say "Environnement virtuel : .venv"
  make_venv
fi
say "Dépendances : requirements/$kind.txt"
rm -f .venv/.installed-*
if command -v uv > /dev/null; then
  uv pip install -q --python .venv/bin/python --require-hashes -r "requirements/$kind.txt"
else
  .venv/bin/python -c 'import pip' 2> /dev/null || .venv/bin/python -m ensurepip -q
  .venv/bin/python -m pip install -qq --no-input --disable-pip-version-check --retries 5 --require-hashes -r "requirements/$kind.txt"
fi
stamp_of "$kind" > ".venv/.installed-$kind"
