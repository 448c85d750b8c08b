import type { Snippet } from './snippet.js';

/** FastAPI with httpx. */
export const fastapi: Snippet = {
  id: 'fastapi',
  name: 'FastAPI (Python)',
  file: 'main.py',
  start: 'pip install fastapi httpx uvicorn, then run TURNPIKE_API_KEY=… uvicorn main:app',
  code: (baseUrl) => `import os, re
import httpx
from fastapi import Depends, FastAPI, HTTPException, Request

turnpike = httpx.AsyncClient(
    base_url="${baseUrl}",
    headers={"X-API-Key": os.environ["TURNPIKE_API_KEY"]},
    timeout=10,
)
LATER = {"uses_reserved", "not_settled", "settlement_unknown"}


async def call(path, body):
    answer = await turnpike.post("/api/l402/" + path, json=body)
    answer.raise_for_status()
    return answer.json()


def paid(price_sats: int):
    async def toll(request: Request):
        wanted = {"resource": request.url.path, "method": request.method}
        header = request.headers.get("authorization", "")
        match = re.fullmatch(r"(?:L402|LSAT)\\s+(.+):([^:]+)", header, re.I)
        try:
            if match:
                macaroon, preimage = match.groups()
                verdict = await call("challenges/verify", {
                    **wanted, "macaroon": macaroon, "preimage": preimage, "minAmountSats": price_sats,
                })
                if verdict["valid"]:
                    return
                # The payer may have paid, so no second challenge is asked for.
                if verdict["reason"] in LATER:
                    raise HTTPException(503, "Try again", {"Retry-After": "2"})
            minted = await call("challenges", {**wanted, "priceSats": price_sats})
        except httpx.HTTPError:
            raise HTTPException(503, "Try again", {"Retry-After": "2"})
        m, p = minted["macaroon"], minted["invoice"]
        challenge = f'L402 macaroon="{m}", invoice="{p}", token="{m}", version="0"'
        headers = {"WWW-Authenticate": challenge, "Cache-Control": "no-store", "Vary": "Authorization"}
        raise HTTPException(402, {"error": "Payment Required", "l402": {"macaroon": m, "invoice": p}}, headers)

    return toll


app = FastAPI()


@app.get("/api/premium", dependencies=[Depends(paid(25))])
async def premium():
    return {"weather": "sunny"}
`,
};
