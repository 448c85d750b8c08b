import { Kbd, Modal } from '@mantine/core';
import { useSession } from '../session/use-session.js';
import { letteredPlaces } from './navigation.js';
import classes from './shortcuts-dialog.module.css';

/** What the keyboard can do. */
export function ShortcutsDialog({
  opened,
  onClose,
}: {
  readonly opened: boolean;
  readonly onClose: () => void;
}) {
  const { operator } = useSession();
  const places = letteredPlaces.filter(({ to }) => operator || !to.startsWith('/operator'));
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keyboard shortcuts"
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <dl className={classes['list']}>
        <dt>Search on this page</dt>
        <dd>
          <Kbd>/</Kbd>
        </dd>
        <dt>This help</dt>
        <dd>
          <Kbd>?</Kbd>
        </dd>
        {places.map(({ to, label, letter }) => (
          <div key={to} className={classes['row']}>
            <dt>{label}</dt>
            <dd>
              <Kbd>g</Kbd> <Kbd>{letter}</Kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
