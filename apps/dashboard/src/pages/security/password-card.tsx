import { Button, PasswordInput } from '@mantine/core';
import { refusalWords } from '../../api/refusal.js';
import { Card } from '../../ui/card.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { useChangePassword } from './security-api.js';
import classes from './security-form.module.css';

const charsMin = 12;

/** Whether there is a password already, and whose it is. */
export interface PasswordCardProps {
  readonly hasPassword: boolean;
  readonly email: string;
}

/** Sets a password, or changes it; then all other sessions end. */
export function PasswordCard({ hasPassword, email }: PasswordCardProps) {
  const change = useChangePassword();
  const fields = useFields({ currentPassword: '', newPassword: '' }, change.error);
  const { currentPassword, newPassword } = fields.values;
  const submit = (): void => {
    const done = (): void => {
      fields.set('currentPassword', '');
      fields.set('newPassword', '');
      notifyDone('The password is set. All other sessions have ended.');
    };
    change.mutate({ ...(hasPassword ? { currentPassword } : {}), newPassword }, { onSuccess: done });
  };
  return (
    <Card
      title="Password"
      description={
        hasPassword
          ? 'When it is changed, all other sessions end.'
          : 'You have none: you sign in by a mailed link or a passkey. You may set one.'
      }
    >
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
        {hasPassword && (
          <PasswordInput
            label="Current password"
            autoComplete="current-password"
            {...fields.bind('currentPassword')}
          />
        )}
        <PasswordInput
          label="New password"
          description={`At least ${String(charsMin)} characters. Several words are good; your address is not.`}
          autoComplete="new-password"
          {...fields.bind('newPassword')}
        />
        {change.error !== null && !fields.shows(change.error) && (
          <ProblemNotice error={refusalWords(change.error, 'The current password is wrong.')} />
        )}
        <Button
          type="submit"
          loading={change.isPending}
          disabled={newPassword.length < charsMin || (hasPassword && currentPassword === '')}
        >
          {hasPassword ? 'Change password' : 'Set password'}
        </Button>
      </form>
    </Card>
  );
}
