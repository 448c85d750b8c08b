import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryDirectory } from '../../../test/support/temporary-directory.js';
import { openDataDirectory } from './data-directory.js';
import { databaseUser } from './database-user.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { usableBinaries } from './binaries.js';
import { findPostmaster, freePort, spawnPostmaster } from './postmaster.js';
import { isAlive } from './process-state.js';
import { visitEmbeddedPostgres } from './visit-embedded-postgres.js';

const log = (): void => undefined;

it('goes to the server that another runs, and otherwise runs one for the visit; where there is no cluster it makes none', async () => {
  const temporary = await temporaryDirectory();
  const dataDir = join(temporary.path, 'data');
  const visit = () => visitEmbeddedPostgres({ dataDir, throwAway: true, log });
  expect(await visit()).toBeNull();
  await mkdir(dataDir, { mode: 0o711 });
  expect(await visit()).toBeNull();

  const host = await startEmbeddedPostgres({ dataDir, throwAway: true, log });
  const guest = await visit();
  expect(guest).toMatchObject({ isGuest: true });
  expect(guest?.url('postgres')).toBe(host.url('postgres'));
  await guest?.stop();
  expect(await host.database('shop')).toBe(host.url('shop'));
  await host.stop();

  const user = await databaseUser();
  const data = await openDataDirectory(dataDir, user);
  const alone = await visit();
  expect(alone).toMatchObject({ isGuest: false });
  const pid = (await findPostmaster(data))?.pid ?? 0;
  await alone?.stop();
  expect(isAlive(pid)).toBe(false);

  const left = await spawnPostmaster(data, await usableBinaries(user, dataDir), user, await freePort(), true);
  const heir = await visit();
  expect(heir).toMatchObject({ isGuest: false });
  await heir?.stop();
  expect(isAlive(left.pid)).toBe(false);
  await temporary.remove();
});
