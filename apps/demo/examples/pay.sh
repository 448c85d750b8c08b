#!/usr/bin/env bash
# bash apps/demo/examples/pay.sh http://127.0.0.1:4021/joke
# Buys with curl and sed.
set -euo pipefail

address=${1-}
if [[ ! $address =~ ^https?: ]]; then
  echo 'usage: bash pay.sh <address> [<first-run.json of the demonstration>]' >&2
  exit 2
fi
first_run=${2:-.data/demo/first-run.json}
if [[ ! -r $first_run ]]; then
  echo "there is no $first_run: start the demonstration, or name its file" >&2
  exit 2
fi

# The text of one member of a JSON object, or of one parameter of a header.
member() { sed -n "s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p"; }
parameter() { sed -n "s/.*[ ,]$1=\"\([^\"]*\)\".*/\1/p"; }

challenge=$(curl -sS --output /dev/null --dump-header - "$address" | tr -d '\r' | grep -i '^www-authenticate: L402 ') || {
  echo "$address asks for no payment" >&2
  exit 1
}
macaroon=$(parameter macaroon <<<"$challenge")
invoice=$(parameter invoice <<<"$challenge")

# The payer's wallet; here the sandbox of the demonstration's broker.
preimage=$(curl -sS --fail "$(member baseUrl <"$first_run")/api/sandbox/pay" \
  -H "X-API-Key: $(member testApiKey <"$first_run")" -H 'Content-Type: application/json' \
  -d "{\"invoice\":\"$invoice\"}" | member preimage)

curl -sS --fail "$address" -H "Authorization: L402 $macaroon:$preimage"
echo
