#!/usr/bin/env bash
# Runs as root in Elasticsearch's image: an authority in /authority, the node's certificate in /certificates, what others
# need to trust it in /trust. What is there already stays.
set -euo pipefail
umask 077
[ -f /certificates/elasticsearch.crt ] && exit 0

cd "$(mktemp -d)"
certutil=/usr/share/elasticsearch/bin/elasticsearch-certutil
"$certutil" ca --silent --pem --days 3650 --out "$PWD/ca.zip"
unzip -q ca.zip -d /authority
cat > instances.yml <<INSTANCES
instances:
  - name: elasticsearch
    dns: [elasticsearch, localhost]
    ip: [127.0.0.1]
INSTANCES
"$certutil" cert --silent --pem --days 825 --in "$PWD/instances.yml" --out "$PWD/certificates.zip" \
  --ca-cert /authority/ca/ca.crt --ca-key /authority/ca/ca.key
unzip -q certificates.zip

# Elasticsearch runs as user 1000 in group 0; the gateway is user 1000 too, in another group, and must not read the key.
install -o root -g 0 -m 0640 elasticsearch/elasticsearch.key /certificates/elasticsearch.key
install -o root -g 0 -m 0644 /authority/ca/ca.crt /trust/ca.crt
chmod 0755 /certificates /trust
# Last, since it says that all is done.
install -o root -g 0 -m 0644 elasticsearch/elasticsearch.crt /certificates/elasticsearch.crt
