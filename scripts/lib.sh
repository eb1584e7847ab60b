# Shared by the scripts of this folder; sourced, not run.

say() { printf '→ %s\n' "$*"; }
die() {
  printf '✗ %s\n' "$*" >&2
  exit 1
}

# Installs Debian packages when nobody has to type a password; says no (1) otherwise.
apt_install() {
  local root=()
  command -v apt-get > /dev/null || return 1
  if [ "$(id -u)" != 0 ]; then
    command -v sudo > /dev/null && sudo -n true 2> /dev/null || return 1
    root=(sudo -n)
  fi
  say "Paquets du système : $*"
  local attempt
  for attempt in 1 2 3; do
    ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@" < /dev/null > /dev/null 2>&1 && return 0
    ${root[@]+"${root[@]}"} env DEBIAN_FRONTEND=noninteractive apt-get update -q < /dev/null > /dev/null 2>&1 || true
    [ "$attempt" = 1 ] || sleep $((attempt * 3))
  done
  return 1
}
