# Read by ./test: PostgreSQL's programs from the distribution's packages. Tests start a private server from them; the package's own service is not needed.
# shellcheck shell=bash

have_postgres() { [ -n "$(compgen -G '/usr/lib/postgresql/*/bin/initdb')" ] || command -v initdb; } >/dev/null

# Debian and Ubuntu. As quiet and as bounded as install_chromium.
install_postgres() {
  local log=$root/artifacts/postgres.log
  command -v apt-get >/dev/null || return 1
  as_root true 2>/dev/null || return 1
  say "== postgresql (first time: about a minute)"
  if as_root env DEBIAN_FRONTEND=noninteractive timeout -k 10 120 apt-get -q -o Acquire::http::Timeout=15 -o Acquire::Retries=1 update </dev/null >"$log" 2>&1 \
    && as_root env DEBIAN_FRONTEND=noninteractive timeout -k 10 300 apt-get -q -y -o DPkg::Lock::Timeout=60 -o Acquire::http::Timeout=15 -o Acquire::Retries=1 \
      install --no-install-recommends postgresql </dev/null >>"$log" 2>&1 && have_postgres; then
    return 0
  fi
  tail -n 3 "$log" >&2
  return 1
}
