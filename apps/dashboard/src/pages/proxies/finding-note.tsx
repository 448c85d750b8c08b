import { Note } from '../../ui/note.js';
import type { Finding } from './proxy-words.js';

/** A finding where it was asked for, read out when it appears. */
export function FindingNote({ finding: { tone, title, advice } }: { readonly finding: Finding }) {
  return (
    <Note tone={tone} title={title} announced>
      {advice}
    </Note>
  );
}
