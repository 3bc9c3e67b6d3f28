# Read by ./test: Chromium from the distribution's packages.
# shellcheck shell=bash

have_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null

# as_root COMMAND...: as root or by sudo without a password; fails where neither is.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  else
    sudo -n "$@"
  fi
}

# Quiet, with what apt said where it fails. Debian only: Ubuntu's package of that name is a snap. The limits are for a mirror that does not answer and for another apt that holds the lock.
install_chromium() {
  local log=$root/artifacts/chromium.log
  command -v apt-get >/dev/null && grep -qsx 'ID=debian' /etc/os-release || return 1
  as_root true 2>/dev/null || return 1
  say "== chromium (first time: some minutes)"
  # The environment is set behind sudo, which clears it.
  if as_root env DEBIAN_FRONTEND=noninteractive timeout -k 10 120 apt-get -q -o Acquire::http::Timeout=15 -o Acquire::Retries=1 update </dev/null >"$log" 2>&1 \
    && as_root env DEBIAN_FRONTEND=noninteractive timeout -k 10 400 apt-get -q -y -o DPkg::Lock::Timeout=60 -o Acquire::http::Timeout=15 -o Acquire::Retries=1 \
      install --no-install-recommends chromium </dev/null >>"$log" 2>&1 && have_chromium; then
    return 0
  fi
  tail -n 3 "$log" >&2
  return 1
}
