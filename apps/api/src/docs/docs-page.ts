/**
 * The page of the reference: what swagger-ui makes of `/openapi.json`, whose introduction says where to begin. It holds no
 * script and no style of its own, for the sake of the policy.
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
<noscript><p>The interactive part needs JavaScript; <a href="/openapi.json">/openapi.json</a> does not.</p></noscript>
<main id="reference"></main>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/docs.js"></script>
</body>
</html>
`;
