# Read by ./test: packages of the distribution that tests need, on Debian and its kin where packages may be installed.
# shellcheck shell=bash

have_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null

have_postgres() { [ -n "$(compgen -G '/usr/lib/postgresql/*/bin/initdb')" ] || command -v initdb; } >/dev/null

# as_root COMMAND...: as root or by sudo without a password; fails where neither is.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

# install_package NAME SECONDS HAVE: quiet, with what apt said where it fails. The limits are for a mirror that does not answer and for another apt that holds the lock.
install_package() {
  local name=$1 seconds=$2 have=$3 log=$root/artifacts/$1.log
  command -v apt-get >/dev/null || return 1
  as_root true 2>/dev/null || return 1
  say "== $name (first time: some minutes)"
  # The environment is set behind sudo, which clears it.
  if as_root env DEBIAN_FRONTEND=noninteractive timeout -k 10 120 apt-get -q -o Acquire::http::Timeout=15 -o Acquire::Retries=1 update </dev/null >"$log" 2>&1 \
    && as_root env DEBIAN_FRONTEND=noninteractive timeout -k 10 "$seconds" apt-get -q -y -o DPkg::Lock::Timeout=60 -o Acquire::http::Timeout=15 -o Acquire::Retries=1 \
      install --no-install-recommends "$name" </dev/null >>"$log" 2>&1 && "$have"; then
    return 0
  fi
  tail -n 3 "$log" >&2
  return 1
}

# Debian only: Ubuntu's package of that name is a snap.
install_chromium() { grep -qsx 'ID=debian' /etc/os-release && install_package chromium 400 have_chromium; }

# Tests start a private server from its programs; the package's own service is not needed.
install_postgres() { install_package postgresql 300 have_postgres; }
