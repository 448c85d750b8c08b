# python3 apps/demo/examples/pay.py http://127.0.0.1:4021/joke
# Buys with nothing but the standard library.
import json
import re
import sys
from urllib.error import HTTPError
from urllib.request import Request, urlopen

SATS_MAX = 50

if len(sys.argv) < 2 or not re.match("https?:", sys.argv[1]):
    print("usage: python3 pay.py <address> [<first-run.json of the demonstration>]", file=sys.stderr)
    sys.exit(2)
address = sys.argv[1]
first_run = sys.argv[2] if len(sys.argv) > 2 else ".data/demo/first-run.json"
try:
    with open(first_run) as file:
        broker = json.load(file)
except FileNotFoundError:
    print(f"there is no {first_run}: start the demonstration, or name its file", file=sys.stderr)
    sys.exit(2)


def pay(invoice):
    """The payer's wallet; here the sandbox of the demonstration's broker."""
    headers = {"X-API-Key": broker["testApiKey"], "Content-Type": "application/json"}
    body = json.dumps({"invoice": invoice}).encode()
    with urlopen(Request(broker["baseUrl"] + "/api/sandbox/pay", body, headers)) as answer:
        return json.load(answer)["preimage"]


def sats(invoice):
    """The amount that an invoice names in its readable part (BOLT 11)."""
    number, unit = re.match(r"ln[a-z]+?(\d+)([munp])1", invoice).groups()
    return int(number) * {"m": 10**5, "u": 10**2, "n": 0.1, "p": 0.0001}[unit]


def fetch(address):
    try:
        return urlopen(address).read()
    except HTTPError as answer:
        if answer.code != 402:
            raise
        challenge = answer.headers["WWW-Authenticate"]
    part = dict(re.findall(r'(\w+)="([^"]*)"', challenge))
    if sats(part["invoice"]) > SATS_MAX:
        sys.exit("too dear")
    proof = f'L402 {part["macaroon"]}:{pay(part["invoice"])}'
    return urlopen(Request(address, headers={"Authorization": proof})).read()


print(fetch(address).decode())
