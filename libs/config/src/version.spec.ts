import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { VERSION } from './index.js';

describe('the version', () => {
  it('is the one of the package', () => {
    const text = readFileSync(join(__dirname, '../../../package.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject({ version: VERSION });
  });
});
