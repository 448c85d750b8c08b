import type { KeysInUse } from '@turnpike/challenges';
import type { Env, KeyEntry } from '@turnpike/config';
import type { SealedCount } from '@turnpike/secrets';
import { fail, ok, warn } from './finding.js';
import type { Finding } from './finding.js';

const kidsOf = (ring: readonly KeyEntry[] | null): number[] => (ring ?? []).map(({ kid }) => kid);
const numbered = (kids: readonly number[]): string => kids.map(String).join(', ');

/** Whether the rings have every key that something in the database still needs. */
export function checkKeys(
  { masterKeys, invoiceKeys, sealKeys }: Pick<Env, 'masterKeys' | 'invoiceKeys' | 'sealKeys'>,
  inUse: KeysInUse,
  sealed: readonly SealedCount[],
): readonly Finding[] {
  return [
    needed(
      'master keys',
      'MASTER_KEYS',
      kidsOf(masterKeys),
      inUse.master,
      'tokens that were sold do not verify',
    ),
    needed(
      'invoice keys',
      'INVOICE_KEYS',
      kidsOf(invoiceKeys),
      inUse.invoice,
      'open invoices cannot be made again',
    ),
    sealing(kidsOf(sealKeys), sealed),
  ];
}

function needed(
  about: string,
  variable: string,
  ring: readonly number[],
  used: readonly number[],
  harm: string,
): Finding {
  const lost = used.filter((kid) => !ring.includes(kid));
  if (lost.length > 0)
    return fail(
      about,
      `number ${numbered(lost)} is in use and not there: ${harm}`,
      `put it back into ${variable}`,
    );
  const idle = ring.slice(1).filter((kid) => !used.includes(kid));
  const spare = idle.length === 0 ? '' : `; nothing seen needs number ${numbered(idle)} any more`;
  return ok(about, `number ${String(ring[0])} is current${spare}`);
}

function sealing(ring: readonly number[], sealed: readonly SealedCount[]): Finding {
  const about = 'seal keys';
  const lost = sealed.filter(({ kid }) => !ring.includes(kid));
  if (lost.length > 0) {
    const secrets = lost.reduce((sum, { count }) => sum + count, 0);
    const kids = numbered(lost.map(({ kid }) => kid));
    return fail(
      about,
      `${secrets} secrets are sealed under number ${kids}, which is not there: what is sealed so does not open`,
      'put it back into SEAL_KEYS, or have the wallets, webhooks and second factors set up again',
    );
  }
  const old = sealed.filter(({ kid }) => kid !== ring[0]);
  const count = old.reduce((sum, one) => sum + one.count, 0);
  if (count > 0)
    return warn(
      about,
      `${count} secrets are sealed under an old key`,
      'run turnpike reseal, then take the old key out',
    );
  const idle = ring.slice(1);
  const spare = idle.length === 0 ? '' : `; number ${numbered(idle)} can be taken out`;
  return ok(about, `everything is sealed under number ${String(ring[0])}${spare}`);
}
