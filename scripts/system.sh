#!/usr/bin/env bash
# Installs the system's own libraries where it may, else says the line to type: `system.sh pango chromium`.
set -euo pipefail
cd "$(dirname "$0")/.."
source scripts/lib.sh

has_pango() {
  .venv/bin/python - << 'PYTHON'
import ctypes.util, sys
names = ["pango-1.0", "pangoft2-1.0", "harfbuzz-subset"]
if sys.platform == "linux":
    def found(name):
        try:
            ctypes.CDLL(f"lib{name}.so.0")
            return True
        except OSError:
            return False
    sys.exit(not all(map(found, names)))
try:
    import weasyprint.text.ffi
except OSError:
    sys.exit(1)
PYTHON
}

pango() {
  has_pango 2> /dev/null && return
  apt_install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core && return
  local line="sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
  [ "$(uname)" = Darwin ] && line="brew install pango"
  printf '! Sans la bibliothèque Pango, le site marche mais ne fait pas de PDF. Une ligne suffit :\n    %s\n' "$line" >&2
}

chromium() {
  local name
  for name in ${CHROMIUM:-} chromium chromium-browser google-chrome; do
    command -v "$name" > /dev/null && return
  done
  apt_install chromium && return
  die "Les essais dans un navigateur demandent Chromium : sudo apt-get install chromium (ou CHROMIUM=chemin)"
}

for need in "$@"; do "$need"; done
