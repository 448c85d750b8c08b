import { javascriptCore } from './javascript-core.js';
import type { Snippet } from './snippet.js';

/** Express 4 and 5. */
export const express: Snippet = {
  id: 'express',
  name: 'Express (Node)',
  file: 'toll.mjs',
  start:
    'Start with TURNPIKE_API_KEY set to your key, then ask for /api/premium without a token: you get 402.',
  code: (baseUrl) => `import express from 'express';

${javascriptCore(baseUrl)}

const paid = (priceSats) => async (req, res, next) => {
  const { authorization } = req.headers;
  const answer = await toll({ authorization, resource: req.path, method: req.method, priceSats });
  if (answer === null) return next();
  res.status(answer.status).set(answer.headers).json(answer.body);
};

const app = express();
app.get('/api/premium', paid(25), (req, res) => res.json({ weather: 'sunny' }));
app.listen(3000);
`,
};
