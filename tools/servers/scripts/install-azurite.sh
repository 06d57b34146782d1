#!/usr/bin/env bash
# Installs Azurite, Microsoft's emulator of Azure Storage, from npm into FOLDER, unless it is there.
# Exit code 69 (EX_UNAVAILABLE): it is not there, and cannot be installed here.
#   install-azurite.sh FOLDER
set -euo pipefail

manifest=$(cd "$(dirname "${BASH_SOURCE[0]}")/../azurite" && pwd)/package.json
folder=$1/azurite
# The copy of the manifest is written last: what it says is there, and whole.
cmp -s "$manifest" "$folder/installed.json" && exit
log=$(mktemp)
trap 'rm -f "$log"' EXIT
rm -rf "$folder"
mkdir -p "$folder"
cp "$manifest" "$folder/package.json"
npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund >"$log" 2>&1 || {
  tail -n 20 "$log" >&2
  echo "*** NOT TESTED AGAINST AZURITE: npm COULD NOT INSTALL IT ***" >&2
  exit 69
}
cp "$manifest" "$folder/installed.json"
