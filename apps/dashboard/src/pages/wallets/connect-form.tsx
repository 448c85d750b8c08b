import { Button, Checkbox, Input, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Wallet, WalletRole } from '../../api/shapes/wallets.js';
import { Card } from '../../ui/card.js';
import { useFields } from '../../ui/fields.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { CredentialField } from './credential-field.js';
import { credentialsOf, emptyCredentials, fieldName, isComplete } from './credentials.js';
import type { WalletKindInfo } from './kinds/wallet-kind-info.js';
import { ProbeRefusal } from './probe-refusal.js';
import { probeVerdict } from './probe-words.js';
import { roleWords } from './wallet-words.js';
import { useConnectWallet } from './wallets-api.js';
import classes from './connect-form.module.css';

/** The kind to be connected, and whether another wallet is the primary one. */
export interface ConnectFormProps {
  readonly kind: WalletKindInfo;
  readonly hasPrimary: boolean;
  readonly onConnected: (wallet: Wallet) => void;
}

/** Takes the credentials of a kind, has the wallet tried out, and says in words what was found. */
export function ConnectForm({ kind, hasPrimary, onConnected }: ConnectFormProps) {
  const connect = useConnectWallet();
  const { error } = connect;
  const fields = useFields<Readonly<Record<string, string>>>({ label: '', ...emptyCredentials(kind) }, error);
  const [role, setRole] = useState(hasPrimary ? 'fallback' : 'primary');
  const [accepts, setAccepts] = useState(false);
  const verdict = probeVerdict(error, kind);
  const asksForRisk = kind.alwaysSpends === true || (verdict?.excess.length ?? 0) > 0 || accepts;
  const submit = (): void => {
    const label = (fields.values['label'] ?? '').trim();
    connect.mutate(
      {
        kind: kind.kind,
        label: label === '' ? null : label,
        credentials: credentialsOf(kind, fields.values),
        role: role === 'none' ? null : (role as WalletRole),
        acceptSpendRisk: accepts,
      },
      { onSuccess: onConnected },
    );
  };
  const isReady = isComplete(kind, fields.values) && (kind.alwaysSpends !== true || accepts);
  return (
    <Card
      title="Paste it here"
      description="It is tried out before it is stored: it makes one or two invoices over a satoshi, which nobody pays."
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !connect.isPending) submit();
        }}
      >
        <Stack gap="md">
          {kind.fields.map((field) => (
            <CredentialField key={fieldName(field)} field={field} fields={fields} />
          ))}
          <TextInput
            label="Label (optional)"
            description="How you call it here."
            maxLength={100}
            {...fields.bind('label')}
          />
          {hasPrimary && <RoleChoice role={role} onChange={setRole} />}
          {verdict !== null && <ProbeRefusal verdict={verdict} />}
          {verdict === null && error != null && !fields.shows(error) && <ProblemNotice error={error} />}
          {asksForRisk && (
            <Checkbox
              checked={accepts}
              onChange={(event) => setAccepts(event.currentTarget.checked)}
              label="Connect it although it can spend"
              description="Credentials are sealed and nothing here spends, but whoever broke into this instance could. The wallet keeps a warning."
            />
          )}
          <Button type="submit" loading={connect.isPending} disabled={!isReady}>
            Try it out and connect
          </Button>
          <p className={classes['wait']} role="status">
            {connect.isPending ? 'Trying it out. This takes up to 15 seconds.' : ''}
          </p>
        </Stack>
      </form>
    </Card>
  );
}

function RoleChoice({
  role,
  onChange,
}: {
  readonly role: string;
  readonly onChange: (role: string) => void;
}) {
  const words = roleWords[role as keyof typeof roleWords];
  return (
    <Input.Wrapper
      label="Role"
      labelElement="div"
      labelProps={{ id: 'wallet-role' }}
      description={`${words.means} ${role === 'none' ? '' : 'The wallet that has this role now loses it.'}`}
      inputWrapperOrder={['label', 'input', 'description']}
    >
      <SegmentedControl
        fullWidth
        aria-labelledby="wallet-role"
        value={role}
        onChange={onChange}
        data={Object.entries(roleWords).map(([value, { word }]) => ({ value, label: word }))}
      />
    </Input.Wrapper>
  );
}
