#!/usr/bin/env bash
# Ends what start.sh started in FOLDER, by process id, and removes FOLDER.
#   stop.sh FOLDER
set -uo pipefail

folder=$1

# The gateway first: it, or an OSD, that has lost its monitor takes long to end.
for name in client.rgw osd.0 mon.a; do
  file=$folder/run/$name.pid
  [ -s "$file" ] || continue
  pid=$(<"$file")
  kill "$pid" 2>/dev/null
  for ((i = 0; i < 50; i++)); do
    [ -e "/proc/$pid/exe" ] || break
    sleep 0.1
  done
  [ ! -e "/proc/$pid/exe" ] || kill -9 "$pid" 2>/dev/null
done
rm -rf -- "$folder"
