import { environmentVariables, limits, parseEnv } from '@turnpike/config';
import { plansFile } from '../support/plans-file.js';
import { filesBelow, isShipped, textOf } from './project-files.js';

/** The rows of the README's table of variables, without what Markdown needs. */
function readmeRows(): { name: string; fallback: string; meaning: string }[] {
  return [...textOf('README.md').matchAll(/^\| `([A-Z][A-Z0-9_]*)` \| (?:`([^`]*)`)? *\| (.+) \|$/gm)].map(
    (match) => ({
      name: match[1] ?? '',
      fallback: match[2] ?? '',
      meaning: (match[3] ?? '').replaceAll('\\|', '|').replaceAll('`', ''),
    }),
  );
}

describe('the environment variables', () => {
  const names = environmentVariables.map(({ name }) => name);

  it('stand in the README, each with its default and meaning, in the same order, and no other', () => {
    expect(readmeRows()).toEqual(
      environmentVariables.map(({ name, default: fallback, meaning }) => ({ name, fallback, meaning })),
    );
  });

  it('are the ones that the code reads', () => {
    const read = new Set(
      [...textOf('libs/config/src/env.ts').matchAll(/'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)'/g)].map(
        (match) => match[1],
      ),
    );
    expect([...read].sort()).toEqual([...names].sort());
  });

  it('have the defaults that the table says', () => {
    const said = Object.fromEntries(environmentVariables.map((one) => [one.name, one.default]));
    expect(parseEnv(said)).toEqual(parseEnv({}));
  });

  it('are not read anywhere under another name', () => {
    const elsewhere = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md'].flatMap((file) =>
      [...textOf(file).matchAll(/`([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)`/g)]
        .map((match) => match[1] ?? '')
        .filter((name) => !names.includes(name))
        .map((name) => `${file}: ${name}`),
    );
    const notOurs = /: (POSTGRES_PASSWORD|RATE_LIMIT_EXCEEDED)$/;
    expect(elsewhere.filter((found) => !notOurs.test(found))).toEqual([]);
  });
});

describe('the file of plans in the README', () => {
  it('is one that an instance takes', async () => {
    const [, section = ''] = textOf('README.md').split('\n## Plans\n');
    const [, content = ''] = /```json\n([\s\S]*?)```/.exec(section) ?? [];
    const file = await plansFile(...(JSON.parse(content) as { plans: object[] }).plans);
    const { plans, defaultPlan } = parseEnv({ PLANS: file.path });
    await file.remove();
    expect([plans.map(({ id }) => id), defaultPlan]).toEqual([['free', 'pro'], 'free']);
  });
});

describe('the limits', () => {
  const shipped = filesBelow(['apps', 'libs'], ['.ts'])
    .filter((file) => isShipped(file) && file !== 'libs/config/src/limits.ts')
    .map(textOf)
    .join('\n');

  it('are each the bound of something', () => {
    const idle = Object.keys(limits).filter((name) => !new RegExp(`\\b${name}\\b`).test(shipped));
    expect(idle).toEqual([]);
  });

  it('name their unit or what they count last', () => {
    const units = /(Seconds|Millis|Bytes|Chars|Max|Min|Default|Every|FromWallet)(Max|Min|Default)?$/;
    expect(Object.keys(limits).filter((name) => !units.test(name))).toEqual([]);
  });
});
