// The real API, limits off. `forgetful`: it remembers no token, so that few tokens cost as much as many.
import { createApi } from '../../../dist/apps/api/src/bootstrap.js';
import { OpenedCredentials } from '../../../dist/libs/challenges/src/opened-credentials.js';
import { parseEnv } from '../../../dist/libs/config/src/index.js';
import { serve } from './serve.mjs';

const { variables, forgetful = false } = JSON.parse(process.argv[2]);
const app = await createApi({ env: parseEnv(variables), listen: true });
if (forgetful) app.get(OpenedCredentials, { strict: false }).seen.again = () => false;
serve(app.getHttpServer().address().port, () => app.close());
