#!/usr/bin/env bash
# Runs a server until standard input ends, so that it never outlives the program that started it; then
# removes FOLDER, which holds nothing that is worth an orderly end.
#   run.sh FOLDER COMMAND [ARGUMENT]…
set -uo pipefail
set -m # Each background job is a process group of its own: a server's children end with it.

folder=$1
shift
"$@" </dev/null &
server=$!
cat <&0 >/dev/null &
input=$!

end() {
  kill -KILL -- "-$server" "-$input"
  wait
  rm -rf -- "$folder"
} 2>/dev/null
trap end EXIT
trap 'exit 1' HUP INT PIPE TERM
wait -n # Whichever ends first: the server or standard input.
