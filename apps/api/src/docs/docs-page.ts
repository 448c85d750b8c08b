/**
 * The page of the reference: our own words first, so that a reader without a key knows where to begin, then what
 * swagger-ui makes of `/openapi.json`. It holds no script and no style of its own, for the sake of the policy.
 */
export const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Turnpike API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<link rel="stylesheet" href="/docs/docs.css">
</head>
<body>
<header>
<h1>Turnpike API</h1>
<p>Sell access to HTTP resources for Lightning payments. Your server mints a challenge, the payer pays its invoice
straight into your wallet, and your server verifies what the payer brings back.</p>
<h2>Try it with a test key</h2>
<ol>
<li>Choose <em>Authorize</em> below and paste a key that begins with <code>tp_test_</code>.</li>
<li>Mint: <code>POST /api/l402/challenges</code> answers an invoice and a macaroon.</li>
<li>Pay: <code>POST /api/sandbox/pay</code> with that invoice answers the preimage. No wallet is needed.</li>
<li>Verify: <code>POST /api/l402/challenges/verify</code> with macaroon and preimage answers <code>"valid": true</code>.</li>
</ol>
<p>Programs read the same contract from <a href="/openapi.json">/openapi.json</a> (OpenAPI 3.1).</p>
</header>
<noscript><p>The interactive part needs JavaScript; <a href="/openapi.json">/openapi.json</a> does not.</p></noscript>
<main id="reference"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/docs.js"></script>
</body>
</html>
`;
