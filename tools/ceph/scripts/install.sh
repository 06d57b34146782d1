#!/usr/bin/env bash
# Installs Ceph's gateway and what it runs on (about 70 MB) from Debian's own packages, unless it is
# there. Exit code 69 (EX_UNAVAILABLE): it is not there, and may not be installed here.
set -euo pipefail

programs=(radosgw radosgw-admin ceph ceph-mon ceph-osd monmaptool)
packages=(radosgw ceph-mon ceph-osd ceph-common)

missing=()
for program in "${programs[@]}"; do
  command -v "$program" >/dev/null || missing+=("$program")
done
[ ${#missing[@]} -gt 0 ] || exit 0

unavailable() {
  echo "CEPH IS NOT INSTALLED (missing: ${missing[*]}), AND $1: the tests against a real S3 server DID NOT RUN." >&2
  echo "On Debian or Ubuntu, as root: apt-get update && apt-get install --no-install-recommends ${packages[*]}" >&2
  exit 69
}

command -v apt-get >/dev/null || unavailable "THERE IS NO apt-get HERE"
[ "$EUID" -eq 0 ] || unavailable "ONLY ROOT MAY INSTALL IT"

export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# Another apt-get may be at work: it is waited for.
if ! { apt-get update && apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  unavailable "apt-get FAILED"
fi
