#!/usr/bin/env bash
# Makes the role and user by which gateways read mappings and analyzers. Running it again changes the password.
# Environment: ELASTICSEARCH_URL, CA_FILE, ELASTIC_PASSWORD, RELEVANCE_ACCOUNT_PASSWORD.
set -euo pipefail

# Passwords stand in no command line: others could read it in the list of processes.
put() {
  curl --silent --show-error --fail --cacert "$CA_FILE" --request PUT --header 'content-type: application/json' \
    --config <(printf 'user = "elastic:%s"\n' "$ELASTIC_PASSWORD") --data @- --output /dev/null "$ELASTICSEARCH_URL$1"
}

put /_security/role/relevance_gateway <<'ROLE'
{"cluster": ["monitor"], "indices": [{"names": ["*"], "privileges": ["read", "view_index_metadata"]}]}
ROLE
put /_security/user/relevance_gateway <<USER
{"password": "$RELEVANCE_ACCOUNT_PASSWORD", "roles": ["relevance_gateway"]}
USER
