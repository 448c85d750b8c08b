import { absolute, relative } from './format.js';
import { useNow } from './now.js';

/** A time as seen from now, with the exact one on hover; a dash where there is none. */
export function Time({ at, none = '–' }: { readonly at: string | null | undefined; readonly none?: string }) {
  const now = useNow();
  if (at == null) return <span>{none}</span>;
  return (
    <time dateTime={at} title={absolute(at)} className="tp-number" style={{ whiteSpace: 'nowrap' }}>
      {relative(at, now)}
    </time>
  );
}

/** The exact time, in the reader's own zone. */
export function ExactTime({ at }: { readonly at: string | null }) {
  if (at === null) return <span>–</span>;
  return (
    <time dateTime={at} className="tp-number">
      {absolute(at)}
    </time>
  );
}
