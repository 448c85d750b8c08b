// The real API, limits off.
import { createApi } from '../../../dist/apps/api/src/bootstrap.js';
import { parseEnv } from '../../../dist/libs/config/src/index.js';
import { serve } from './serve.mjs';

const { variables } = JSON.parse(process.argv[2]);
const app = await createApi({ env: parseEnv(variables), listen: true });
serve(app.getHttpServer().address().port, () => app.close());
