import { Switch, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Mode } from '../../api/mode.js';
import type { Settings } from '../../api/shapes/settings.js';
import { Card } from '../../ui/card.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { ChoiceList } from './choice-list.js';
import { DurationInput } from './duration-input.js';
import { SaveBar } from './save-bar.js';
import { useChangeSettings } from './settings-api.js';
import { policies, preimageRules } from './setting-words.js';
import classes from './settings-form.module.css';

/** The settings of a mode, and whether the reader may change them. */
export interface SettingsFormProps {
  readonly mode: Mode;
  readonly settings: Settings;
  readonly mayChange: boolean;
}

const noTexts = {
  strictVerify: '',
  settlementPolicy: '',
  tokenValiditySeconds: '',
  invoiceExpirySeconds: '',
  mppEnabled: '',
  mppPreimageOnly: '',
  realm: '',
};

/** All settings of a mode; what was changed is saved together. */
export function SettingsForm({ mode, settings, mayChange }: SettingsFormProps) {
  const change = useChangeSettings(mode);
  const [draft, setDraft] = useState<Settings>(settings);
  const [round, setRound] = useState(0);
  const fields = useFields(noTexts, change.error);
  const set = <N extends keyof Settings>(name: N, value: Settings[N]): void => {
    setDraft((before) => ({ ...before, [name]: value }));
    fields.set(name, String(value));
  };
  const errorOf = (name: keyof Settings): string | null => fields.bind(name).error;
  const changed = Object.entries(draft).filter(([name, value]) => settings[name as keyof Settings] !== value);
  const save = (): void => {
    // A realm is taken away by an empty text, since null changes nothing.
    const patch = Object.fromEntries(changed.map(([name, value]) => [name, value ?? '']));
    change.mutate(patch, {
      onSuccess: (now) => {
        setDraft(now);
        notifyDone(`Settings of ${mode} mode are saved.`);
      },
    });
  };
  const discard = (): void => {
    setDraft(settings);
    change.reset();
    setRound(round + 1);
  };
  const disabled = !mayChange || change.isPending;
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed.length > 0) save();
      }}
    >
      {change.error !== null && !fields.shows(change.error) && <ProblemNotice error={change.error} />}
      <Card title="Verification" description="What it takes to let a request in.">
        <div className={classes['stack']}>
          <Switch
            label="Strict verify"
            description="Verify then insists on the resource and an amount, so that a token for one thing can never open another."
            checked={draft.strictVerify}
            disabled={disabled}
            error={errorOf('strictVerify')}
            onChange={(event) => set('strictVerify', event.currentTarget.checked)}
          />
          <ChoiceList
            label="Proof of payment"
            choices={policies}
            value={draft.settlementPolicy}
            disabled={disabled}
            error={errorOf('settlementPolicy')}
            onChange={(value) => set('settlementPolicy', value)}
          />
        </div>
      </Card>
      <Card title="Times" description="Unless a mint says otherwise.">
        <div className={classes['stack']} key={round}>
          <DurationInput
            label="Token validity"
            description="How long a paid token opens what it was bought for. 5 minutes to 30 days."
            seconds={draft.tokenValiditySeconds}
            disabled={disabled}
            error={
              errorOf('tokenValiditySeconds') === null ? null : 'Give 5 minutes to 30 days, in whole seconds.'
            }
            onChange={(seconds) => set('tokenValiditySeconds', seconds)}
          />
          <DurationInput
            label="Invoice expiry"
            description="How long a payer may take to pay. 2 minutes to an hour, and at most half the token validity."
            seconds={draft.invoiceExpirySeconds}
            disabled={disabled}
            error={
              errorOf('invoiceExpirySeconds') === null
                ? null
                : 'Give 2 minutes to one hour, in whole seconds.'
            }
            onChange={(seconds) => set('invoiceExpirySeconds', seconds)}
          />
        </div>
      </Card>
      <Card
        title="Machine payments (MPP)"
        description="The scheme “Payment” beside L402, for clients that speak it."
      >
        <div className={classes['stack']}>
          <Switch
            label="Offer MPP"
            description="Mint then also gives a challenge for WWW-Authenticate: Payment."
            checked={draft.mppEnabled}
            disabled={disabled}
            error={errorOf('mppEnabled')}
            onChange={(event) => set('mppEnabled', event.currentTarget.checked)}
          />
          <ChoiceList
            label="A preimage without a macaroon"
            choices={preimageRules}
            value={draft.mppPreimageOnly}
            disabled={disabled || !draft.mppEnabled}
            error={errorOf('mppPreimageOnly')}
            onChange={(value) => set('mppPreimageOnly', value)}
          />
          <TextInput
            label="Realm"
            description="How payers’ clients call you. Empty: the host of this instance."
            maxLength={128}
            disabled={disabled}
            name="realm"
            value={draft.realm ?? ''}
            error={errorOf('realm')}
            onChange={({ currentTarget: { value } }) => set('realm', value === '' ? null : value)}
          />
        </div>
      </Card>
      {mayChange && changed.length > 0 && (
        <SaveBar mode={mode} count={changed.length} pending={change.isPending} onDiscard={discard} />
      )}
    </form>
  );
}
