import { EnvError } from '@turnpike/config';
import { MigrationError } from '@turnpike/database';
import { EmbeddedPostgresError } from '@turnpike/embedded-postgres';
import { MetricsListenError } from '@turnpike/observability';
import { KeyFileError } from '@turnpike/secrets';
import { oneLine } from './one-line.js';

const system = (members: Record<string, unknown>): Error =>
  Object.assign(new Error(`${String(members['code'])}: as the system says it`), members);
const taken = { code: 'EADDRINUSE', syscall: 'listen', address: '127.0.0.1', port: 9100 };

describe('why a start failed', () => {
  it.each<[string, Error, string]>([
    ['a variable', new EnvError('PORT', 'a port'), 'PORT: expected a port'],
    [
      'a taken port of the API',
      system(taken),
      'cannot listen on 127.0.0.1:9100: another program uses this port, perhaps another Turnpike; stop that, or set PORT to a free port',
    ],
    [
      'a taken port of the figures',
      new MetricsListenError(system(taken)),
      'cannot listen on 127.0.0.1:9100: another program uses this port, perhaps another Turnpike; stop that, or set METRICS_PORT to a free port',
    ],
    [
      'an address of the figures that is not ours',
      new MetricsListenError(system({ ...taken, code: 'EADDRNOTAVAIL' })),
      'cannot listen on 127.0.0.1:9100: EADDRNOTAVAIL; check METRICS_HOST and METRICS_PORT',
    ],
    [
      'the embedded database',
      new EmbeddedPostgresError('DATA_DIR: /x is not a directory'),
      'cannot start: DATA_DIR: /x is not a directory',
    ],
    [
      'a damaged key file',
      new KeyFileError('/x/keys.json does not hold keys'),
      'cannot start: /x/keys.json does not hold keys',
    ],
    [
      'a key file that is somebody else’s',
      system({ code: 'EACCES', syscall: 'open', path: '/x/keys.json' }),
      'cannot start: this user may not use /x/keys.json',
    ],
    [
      'a full disk',
      system({ code: 'ENOSPC', syscall: 'write' }),
      'cannot start: the disk that holds DATA_DIR is full',
    ],
    [
      'a read-only disk',
      system({ code: 'EROFS', syscall: 'open', path: '/x/first-run.json' }),
      'cannot start: /x/first-run.json is on a read-only file system',
    ],
    [
      'a folder in the place of a file',
      system({ code: 'EISDIR', syscall: 'read' }),
      'cannot start: a file of DATA_DIR cannot be used (EISDIR)',
    ],
    [
      'a full disk of the database',
      new MigrationError('migration 1 failed', { cause: { code: '53100' } }),
      'cannot migrate the database: its disk is full',
    ],
    [
      'a database that is away',
      system({ code: 'ECONNREFUSED', syscall: 'connect' }),
      'cannot reach the database of DATABASE_URL: ECONNREFUSED: as the system says it',
    ],
    [
      'a login that the database refuses',
      system({ code: '28P01' }),
      'the database of DATABASE_URL refused: 28P01: as the system says it',
    ],
  ])('is one line for %s', (_what, error, line) => {
    expect(oneLine(error)).toBe(line);
  });

  it('comes with the stack where nobody expected it', () => {
    expect(oneLine(new TypeError('x is not a function'))).toMatch(
      /^cannot start: TypeError: x is not a function\n {4}at /,
    );
  });
});
