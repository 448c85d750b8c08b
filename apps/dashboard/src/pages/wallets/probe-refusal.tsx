import { Note } from '../../ui/note.js';
import type { ProbeVerdict } from './probe-words.js';

/** Why a wallet was not connected, and what to do now. */
export function ProbeRefusal({ verdict }: { readonly verdict: ProbeVerdict }) {
  const { title, means, advice, excess } = verdict;
  return (
    <Note tone={excess.length > 0 ? 'warn' : 'bad'} title={title} announced>
      <p style={{ margin: 0 }}>{means}</p>
      {excess.length > 0 && (
        <p style={{ margin: '6px 0 0' }}>
          Too much: <span className="tp-mono tp-break">{excess.join(', ')}</span>
        </p>
      )}
      <p style={{ margin: '6px 0 0' }}>{advice}</p>
    </Note>
  );
}
