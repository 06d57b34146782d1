#!/usr/bin/env bash
# Runs a Ceph cluster of its own in a new temporary folder: prints `ready` once it serves, and ends it
# when standard input ends: so it never outlives the program that started it.
#   run.sh GATEWAY_PORT MONITOR_PORT [CERTIFICATE_AND_KEY.pem]
set -euo pipefail

here=$(dirname "${BASH_SOURCE[0]}")
# In memory where there is such a folder: the monitor waits for the disk at every step.
parent=${TMPDIR:-/tmp}
[ ! -w /dev/shm ] || parent=/dev/shm
folder=$(mktemp -d "$parent/ceph-XXXXXX")
trap '"$here/stop.sh" "$folder"' EXIT
trap 'exit 1' HUP INT PIPE TERM

"$here/start.sh" "$folder" "$@" </dev/null
echo ready
cat >/dev/null
