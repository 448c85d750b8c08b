import { isNumber, namedAddress } from '../../ui/own-machine.js';
import { Note } from '../../ui/note.js';

/** Whether browsers keep passkeys for the address of this page: they do for names alone. */
export function hasPasskeysHere(): boolean {
  return !isNumber(window.location.hostname);
}

/** Says that there are no passkeys at a number, and leads to the same page under a name where there is one. */
export function PasskeysElsewhere() {
  const named = namedAddress(window.location.href);
  return (
    <Note tone="calm" title="Passkeys need a name in the address">
      Browsers keep them for names, and this page is at {window.location.hostname}.{' '}
      {named === null ? (
        'Ask the operator for an address with a host name.'
      ) : (
        <>
          <a href={named}>Open it at {new URL(named).host}</a>, and sign in there.
        </>
      )}
    </Note>
  );
}
