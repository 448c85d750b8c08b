import type { Snippet } from './snippet.js';

/** Go, with nothing but its standard library. */
export const goNetHttp: Snippet = {
  id: 'go',
  name: 'Go (net/http)',
  file: 'main.go',
  start: 'TURNPIKE_API_KEY=… go run main.go',
  code: (baseUrl) => `package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"time"
)

var client = &http.Client{Timeout: 10 * time.Second}
var credential = regexp.MustCompile(\`(?i)^(?:L402|LSAT)\\s+(.+):([^:]+)$\`)
var later = map[string]bool{"uses_reserved": true, "not_settled": true, "settlement_unknown": true}

type answer struct {
	Valid             bool
	Reason            string
	Macaroon, Invoice string
}

func call(path string, body map[string]any) (result answer, err error) {
	text, _ := json.Marshal(body)
	request, err := http.NewRequest("POST", "${baseUrl}/api/l402/"+path, bytes.NewReader(text))
	if err != nil {
		return result, err
	}
	request.Header.Set("X-API-Key", os.Getenv("TURNPIKE_API_KEY"))
	request.Header.Set("Content-Type", "application/json")
	response, err := client.Do(request)
	if err != nil {
		return result, err
	}
	defer response.Body.Close()
	if response.StatusCode != 200 {
		return result, fmt.Errorf("turnpike answered %d", response.StatusCode)
	}
	return result, json.NewDecoder(response.Body).Decode(&result)
}

func paid(priceSats int, next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// The payer may have paid, so no second challenge is asked for.
		tryLater := func() { w.Header().Set("Retry-After", "2"); http.Error(w, "Try again", 503) }
		if found := credential.FindStringSubmatch(r.Header.Get("Authorization")); found != nil {
			verdict, err := call("challenges/verify", map[string]any{
				"macaroon": found[1], "preimage": found[2],
				"resource": r.URL.Path, "method": r.Method, "minAmountSats": priceSats,
			})
			if err != nil || later[verdict.Reason] {
				tryLater()
				return
			}
			if verdict.Valid {
				next(w, r)
				return
			}
		}
		minted, err := call("challenges", map[string]any{
			"resource": r.URL.Path, "method": r.Method, "priceSats": priceSats,
		})
		if err != nil {
			tryLater()
			return
		}
		w.Header().Set("WWW-Authenticate", fmt.Sprintf(
			\`L402 macaroon="%s", invoice="%s", token="%[1]s", version="0"\`, minted.Macaroon, minted.Invoice))
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Vary", "Authorization")
		http.Error(w, "Payment Required", 402)
	}
}

func main() {
	http.HandleFunc("GET /api/premium", paid(25, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, \`{"weather": "sunny"}\`)
	}))
	http.ListenAndServe(":3000", nil)
}
`,
};
