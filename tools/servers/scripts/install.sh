#!/usr/bin/env bash
# Installs the servers unless they are there: Debian's packages, and Kafka from Maven Central into FOLDER.
# Exit code 69 (EX_UNAVAILABLE): they are not there, and may not be installed here.
#   install.sh FOLDER
set -euo pipefail

folder=$1
pom=$(cd "$(dirname "${BASH_SOURCE[0]}")/../kafka" && pwd)/pom.xml
PATH=$PATH:/usr/sbin

programs=(rabbitmq-server redis-server nats-server mosquitto java mvn)
packages=(rabbitmq-server redis-server nats-server mosquitto default-jre-headless maven)
missing=()
for i in "${!programs[@]}"; do
  command -v "${programs[$i]}" >/dev/null || missing+=("${packages[$i]}")
done

unavailable() {
  echo "*** NOT TESTED AGAINST REAL BROKERS: $1 ***" >&2
  echo "On Debian or Ubuntu, as root: apt-get update && apt-get install --no-install-recommends ${packages[*]}" >&2
  exit 69
}

log=$(mktemp)
trap 'rm -f "$log"' EXIT
logged() {
  "$@" >"$log" 2>&1 && return
  tail -n 20 "$log" >&2
  return 1
}

if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get >/dev/null || unavailable "${missing[*]} MISSING, AND THERE IS NO apt-get HERE"
  [ "$EUID" -eq 0 ] || unavailable "${missing[*]} MISSING, AND ONLY ROOT MAY INSTALL IT"
  export DEBIAN_FRONTEND=noninteractive
  logged apt-get update || unavailable "apt-get FAILED"
  # Another apt-get may be at work: it is waited for.
  logged apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "${missing[@]}" ||
    unavailable "apt-get FAILED"
fi

# The copy of the pom is written last: what it says is there, and whole.
cmp -s "$pom" "$folder/kafka/pom.xml" && exit
rm -rf "$folder/kafka"
logged mvn --quiet --batch-mode --file "$pom" dependency:copy-dependencies \
  -DoutputDirectory="$folder/kafka" -DincludeScope=runtime || unavailable "MAVEN FAILED"
cp "$pom" "$folder/kafka/pom.xml"
