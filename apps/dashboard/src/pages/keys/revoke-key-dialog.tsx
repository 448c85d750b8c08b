import type { ApiKey } from '../../api/shapes/api-keys.js';
import { Confirm } from '../../ui/confirm.js';
import { notifyDone } from '../../ui/notify.js';
import { Time } from '../../ui/time.js';
import { useRevokeKey } from './keys-api.js';

/** The key to be revoked; null while there is none. */
export interface RevokeKeyDialogProps {
  readonly apiKey: ApiKey | null;
  readonly onClose: () => void;
}

/** Asks before a key ends at once, and says when it was used last. */
export function RevokeKeyDialog({ apiKey, onClose }: RevokeKeyDialogProps) {
  const revoke = useRevokeKey();
  const close = (): void => {
    onClose();
    revoke.reset();
  };
  const done = (): void => {
    notifyDone('The key is revoked.');
    close();
  };
  return (
    <Confirm
      opened={apiKey !== null}
      title={`Revoke ${apiKey?.label ?? 'this key'}?`}
      confirm="Revoke key"
      danger
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => {
        if (apiKey !== null) revoke.mutate(apiKey.id, { onSuccess: done });
      }}
      onClose={close}
    >
      Every server that uses it is refused within two seconds, for good. To change a key without a gap, rotate
      it instead. It was last used <Time at={apiKey?.lastUsedAt} none="never" />.
    </Confirm>
  );
}
