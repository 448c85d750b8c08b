import { grouped } from './format.js';

/** An amount in satoshis, its digits all of one width. */
export function Money({ sats, bare = false }: { readonly sats: number; readonly bare?: boolean }) {
  return (
    <span className="tp-number" style={{ whiteSpace: 'nowrap' }}>
      {grouped(sats)}
      {!bare && <span style={{ color: 'var(--mantine-color-dimmed)' }}> {sats === 1 ? 'sat' : 'sats'}</span>}
    </span>
  );
}
