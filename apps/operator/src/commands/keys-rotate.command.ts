import { appendAuditEntry } from '@turnpike/audit';
import { limits } from '@turnpike/config';
import type { Env, KeyEntry } from '@turnpike/config';
import { ColdPool } from '@turnpike/database';
import { newKeyFor, putKeyInFront } from '@turnpike/secrets';
import type { InstanceKeys } from '@turnpike/secrets';
import { OperatorError, UsageError } from '../command.js';
import type { Command, CommandCall } from '../command.js';
import { shellAuthor } from '../shell-author.js';
import { withParts } from '../with-parts.js';
import type { Parts } from '../with-parts.js';

const DAY_MILLIS = 86_400_000;

const rings = {
  master: { member: 'masterKeys', variable: 'MASTER_KEYS' },
  invoice: { member: 'invoiceKeys', variable: 'INVOICE_KEYS' },
  seal: { member: 'sealKeys', variable: 'SEAL_KEYS' },
} as const satisfies Record<string, { member: keyof InstanceKeys; variable: string }>;

type RingName = keyof typeof rings;

/** What was done about one ring. */
interface Rotated {
  readonly ring: RingName;
  readonly kid: number;
  /** Where the ring is kept: what is in a variable is changed by whoever sets it. */
  readonly keptIn: 'file' | 'variable';
  readonly oldKids: readonly number[];
  /** When the old keys may go, if time alone decides. */
  readonly oldMayGoAt: string | null;
  /** The new entry, only if asked for. */
  readonly entry?: string;
}

/** Makes new keys. */
export const keysRotate: Command = {
  name: 'keys rotate',
  summary: 'Makes a new key for a ring, or for all three, and puts it before the others.',
  notes: [
    'Keys in DATA_DIR are changed in keys.json; the instance must be stopped for that, as it has them in memory.',
    'Keys in variables are yours to change: with --print a new one is made and shown, with the steps to take.',
    'Nothing is taken away. An old key of macaroons or invoices may go 30 days later, one that seals after turnpike reseal; turnpike doctor says what is needed no more.',
  ],
  options: {
    ring: { value: 'master|invoice|seal', meaning: 'which ring; without it all three' },
    print: { meaning: 'shows the new keys' },
  },
  async run(call) {
    const names = ringNames(call.text('ring'));
    const given = call.env();
    const [inVariables, inFile] = [
      names.filter((name) => given[rings[name].member] !== null),
      names.filter((name) => given[rings[name].member] === null),
    ];
    if (inVariables.length > 0 && !call.isOn('print')) {
      const variables = inVariables.map((name) => rings[name].variable).join(', ');
      throw new OperatorError(`${variables} set these keys: call it with --print to be shown new ones`);
    }
    const shown = inVariables.map((name) => forVariable(name, given));
    const changed =
      inFile.length === 0 ? [] : await withParts(call, (parts) => changeFile(inFile, parts, call));
    const rotated = [...changed, ...shown];
    return { json: { rotated }, lines: rotated.flatMap(linesOf) };
  },
};

function ringNames(ring: string | null): readonly RingName[] {
  if (ring === null) return ['master', 'invoice', 'seal'];
  if (ring === 'master' || ring === 'invoice' || ring === 'seal') return [ring];
  throw new UsageError('--ring must be master, invoice or seal');
}

function forVariable(ring: RingName, env: Env): Rotated {
  const old = env[rings[ring].member] ?? [];
  const entry = newEntry(ring, old);
  return { ...rotatedOf(ring, entry, old, 'variable'), entry: textOf(entry) };
}

async function changeFile(
  names: readonly RingName[],
  { embedded, env, part }: Parts,
  call: CommandCall,
): Promise<Rotated[]> {
  if (embedded?.isRunning === true)
    throw new OperatorError('the instance has its keys in memory: stop it, call this again, and start it');
  const done: Rotated[] = [];
  for (const ring of names) {
    const { member } = rings[ring];
    const old = env[member] ?? [];
    const entry = newEntry(ring, old);
    await putKeyInFront(env.dataDir, member, entry);
    const change = { action: 'keys.rotate', target: ring, detail: { kid: entry.kid } } as const;
    await part(ColdPool).withTransaction((tx) =>
      appendAuditEntry(tx, shellAuthor(), { merchantId: null, mode: null, ...change, at: new Date() }),
    );
    const rotated = rotatedOf(ring, entry, old, 'file');
    done.push(call.isOn('print') ? { ...rotated, entry: textOf(entry) } : rotated);
  }
  return done;
}

function newEntry(ring: RingName, old: readonly KeyEntry[]): KeyEntry {
  const entry = newKeyFor(old);
  if (entry === null)
    throw new OperatorError(`the ${ring} ring has all 255 keys it can have: take old ones out`);
  return entry;
}

function rotatedOf(
  ring: RingName,
  { kid }: KeyEntry,
  old: readonly KeyEntry[],
  keptIn: Rotated['keptIn'],
): Rotated {
  const validityMillis = limits.tokenValiditySecondsMax * 1_000;
  const mayGo = new Date(Math.ceil((Date.now() + validityMillis) / DAY_MILLIS) * DAY_MILLIS);
  const oldMayGoAt = ring === 'seal' ? null : mayGo.toISOString();
  return { ring, kid, keptIn, oldKids: old.map((entry) => entry.kid), oldMayGoAt };
}

function textOf({ kid, key }: KeyEntry): string {
  return `${kid}:${key.toString('base64')}`;
}

function linesOf({ ring, kid, keptIn, oldKids, oldMayGoAt, entry }: Rotated): string[] {
  const { variable } = rings[ring];
  const old = oldKids.map(String).join(', ');
  const printed = entry === undefined ? [] : [`  ${entry}`];
  const going =
    oldMayGoAt === null
      ? `  Number ${old} may go once turnpike reseal has ended well.`
      : `  Number ${old} may go after ${oldMayGoAt.slice(0, 10)}, when nothing made under it is good any more.`;
  if (keptIn === 'file')
    return [
      `${ring}: number ${kid} is in front of ${old} in keys.json. Start the instance, and back the file up.`,
      ...printed,
      going,
    ];
  return [
    `${ring}: a new key, number ${kid}, for ${variable}:`,
    ...printed,
    `  1. Put it last in ${variable} of every process, and restart them one by one.`,
    '  2. Then put it first everywhere, and restart them again.',
    going,
  ];
}
