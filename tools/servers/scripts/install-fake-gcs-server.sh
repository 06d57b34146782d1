#!/usr/bin/env bash
# Installs fake-gcs-server, an emulator of Google Cloud Storage, from the Go module proxy into FOLDER,
# unless it is there.
# Exit code 69 (EX_UNAVAILABLE): it is not there, and cannot be installed here.
#   install-fake-gcs-server.sh FOLDER
set -euo pipefail

version=v1.56.1
folder=$1/fake-gcs-server
[ -x "$folder/$version/fake-gcs-server" ] && exit
PATH=$PATH:/usr/local/go/bin
unavailable() {
  echo "*** NOT TESTED AGAINST fake-gcs-server: $1 ***" >&2
  exit 69
}
command -v go >/dev/null || unavailable "IT IS BUILT BY go, WHICH IS MISSING (https://go.dev/dl)"
log=$(mktemp)
trap 'rm -f "$log"' EXIT
mkdir -p "$folder"
# Modules and build cache are of no use afterwards: 1 GB.
GOPATH=$folder/go GOCACHE=$folder/cache GOBIN=$folder/bin GOFLAGS=-modcacherw CGO_ENABLED=0 \
  go install "github.com/fsouza/fake-gcs-server@$version" >"$log" 2>&1 || {
  tail -n 20 "$log" >&2
  unavailable "go COULD NOT BUILD IT"
}
mv "$folder/bin" "$folder/$version"
rm -rf "$folder/go" "$folder/cache"
