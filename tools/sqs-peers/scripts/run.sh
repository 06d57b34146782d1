#!/usr/bin/env bash
# Runs a server until standard input ends, so that it never outlives the program that started it.
#   run.sh COMMAND [ARGUMENT]…
set -uo pipefail

"$@" </dev/null &
server=$!
trap 'kill "$server" 2>/dev/null' EXIT
exec 3<&0
(cat <&3 >/dev/null; kill "$server" 2>/dev/null) &
wait "$server"
