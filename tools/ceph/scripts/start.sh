#!/usr/bin/env bash
# Starts a new Ceph cluster in an empty FOLDER: a monitor, one OSD that keeps its objects in memory,
# and the S3 gateway, all on 127.0.0.1. Returns when the gateway takes connections.
#   start.sh FOLDER GATEWAY_PORT MONITOR_PORT [CERTIFICATE_AND_KEY.pem]
# The keys of its user come from ACCESS_KEY_ID and SECRET_ACCESS_KEY; LIMITED_ACCESS_KEY_ID and
# LIMITED_SECRET_ACCESS_KEY make a second one, `limited`, whose policies the first may set. stop.sh FOLDER ends it.
set -euo pipefail

folder=$1 gateway_port=$2 monitor_port=$3 pem=${4:-}
conf=$folder/ceph.conf
cluster_id=$(cat /proc/sys/kernel/random/uuid)
osd_id=$(cat /proc/sys/kernel/random/uuid)
frontend="endpoint=127.0.0.1:$gateway_port"
[ -z "$pem" ] || frontend="ssl_endpoint=127.0.0.1:$gateway_port ssl_certificate=$pem"

mkdir -p "$folder"/{mon,osd,rgw,run,log}

# - auth none: nothing but the loopback reaches the cluster; the gateway checks S3's signatures itself.
# - ms mon client mode: without it the gateway insists on encryption, which auth none cannot give, and hangs.
# - one copy of everything, pools of one placement group: it holds test data, and starts sooner.
# - the OSD looks for free ports by itself.
cat >"$conf" <<CONF
[global]
fsid = $cluster_id
mon host = v2:127.0.0.1:$monitor_port
mon initial members = a
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind ipv6 = false
ms bind msgr1 = false
ms mon client mode = crc secure
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = 4294967296
mon allow pool size one = true
mon max pg per osd = 1000
paxos propose interval = 0.05
paxos min wait = 0.01
mon data = $folder/mon
osd data = $folder/osd
rgw data = $folder/rgw
keyring = $folder/keyring
run dir = $folder/run
pid file = $folder/run/\$name.pid
admin socket = $folder/run/\$name.asok
log file = $folder/log/\$name.log
crash dir = $folder/log
[client.rgw]
rgw frontends = beast $frontend
rgw dns name = s3.localhost
rgw run sync thread = false
rgw enable quota threads = false
rgw dynamic resharding = false
CONF

{
  monmaptool --create --clobber --fsid "$cluster_id" --addv a "[v2:127.0.0.1:$monitor_port]" "$folder/monmap"
  ceph-mon -c "$conf" -i a --mkfs --monmap "$folder/monmap"
  ceph-mon -c "$conf" -i a
  timeout 30 ceph -c "$conf" osd new "$osd_id"
  ceph-osd -c "$conf" -i 0 --mkfs --osd-uuid "$osd_id"
  ceph-osd -c "$conf" -i 0
  # The gateway would make these itself, and the first bucket would wait for it.
  for pool in .rgw.root default.rgw.{log,control,meta,buckets.index,buckets.data,buckets.non-ec}; do
    timeout 30 ceph -c "$conf" osd pool create "$pool" 1
    timeout 30 ceph -c "$conf" osd pool application enable "$pool" rgw
  done
  timeout 60 radosgw-admin -c "$conf" -n client.rgw user create --uid=test --display-name=test \
    --access-key="$ACCESS_KEY_ID" --secret="$SECRET_ACCESS_KEY" --caps="user-policy=*"
  [ -z "${LIMITED_ACCESS_KEY_ID:-}" ] || timeout 60 radosgw-admin -c "$conf" -n client.rgw user create \
    --uid=limited --display-name=limited --access-key="$LIMITED_ACCESS_KEY_ID" --secret="$LIMITED_SECRET_ACCESS_KEY"
  radosgw -c "$conf" -n client.rgw
} >"$folder/log/start.log" 2>&1 || { tail -n 20 "$folder/log/start.log" >&2; exit 1; }

for ((i = 0; i < 300; i++)); do
  if (exec 3<>"/dev/tcp/127.0.0.1/$gateway_port") 2>/dev/null; then exit 0; fi
  sleep 0.1
done
echo "the gateway took no connection within 30 s; its log ends with:" >&2
tail -n 20 "$folder"/log/client.rgw.log >&2
exit 1
