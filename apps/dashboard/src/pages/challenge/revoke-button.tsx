import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.js';
import type { Mode } from '../../api/mode.js';
import type { Challenge } from '../../api/shapes/challenges.js';
import { Confirm } from '../../ui/confirm.js';
import { notifyDone } from '../../ui/notify.js';

/** Takes a token back, at once and for good. */
export function RevokeButton({ challenge, mode }: { readonly challenge: Challenge; readonly mode: Mode }) {
  const client = useQueryClient();
  const [opened, dialog] = useDisclosure(false);
  const revoke = useMutation({
    mutationFn: () => api.post(`/api/l402/challenges/${challenge.paymentHash}/revoke`, {}, { mode }),
    onSuccess: () => {
      dialog.close();
      notifyDone('The token is revoked.');
      void client.invalidateQueries();
    },
  });
  return (
    <>
      <Button variant="default" color="brick" onClick={dialog.open}>
        Revoke
      </Button>
      <Confirm
        opened={opened}
        title="Revoke this token?"
        confirm="Revoke the token"
        danger
        pending={revoke.isPending}
        error={revoke.error}
        onConfirm={() => revoke.mutate()}
        onClose={dialog.close}
      >
        Verify refuses it from now on, everywhere.{' '}
        {challenge.status === 'paid' && 'What the payer paid is not given back. '}
        This cannot be undone.
      </Confirm>
    </>
  );
}
