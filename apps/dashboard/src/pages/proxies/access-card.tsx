import { Checkbox, Textarea } from '@mantine/core';
import { useState } from 'react';
import { Card } from '../../ui/card.js';
import { useFields } from '../../ui/fields.js';
import { notifyDone } from '../../ui/notify.js';
import { CardForm } from './card-form.js';
import type { SectionProps } from './prices-section.js';
import { useChangeProxy } from './proxies-api.js';
import classes from './proxies.module.css';

const usual = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

const lines = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Which paths and methods are let through; all else answers 404 or 405 and costs nothing. */
export function AccessCard({ proxy, mayChange }: SectionProps) {
  const change = useChangeProxy(proxy.proxyId);
  const fields = useFields(
    {
      allowedPaths: proxy.allowedPaths.join('\n'),
      blockedPaths: proxy.blockedPaths.join('\n'),
      allowedMethods: '',
    },
    change.error,
  );
  const [methods, setMethods] = useState<readonly string[]>(proxy.allowedMethods);
  const known = [...new Set([...usual, ...proxy.allowedMethods])];
  const wish = {
    allowedPaths: lines(fields.values.allowedPaths),
    blockedPaths: lines(fields.values.blockedPaths),
    allowedMethods: methods,
  };
  const isNew = (['allowedPaths', 'blockedPaths', 'allowedMethods'] as const).some(
    (name) => wish[name].join('\n') !== proxy[name].join('\n'),
  );
  const save = (): void =>
    change.mutate(wish, { onSuccess: () => notifyDone('What is let through is changed.') });
  return (
    <Card
      title="What is let through"
      description="One path a line; * stands for anything, slashes too. All else answers 404 and costs nothing."
    >
      <CardForm
        submit="Save what is let through"
        pending={change.isPending}
        disabled={!isNew}
        error={fields.shows(change.error) ? null : change.error}
        mayChange={mayChange}
        onSubmit={save}
      >
        <div className={classes['pair']}>
          <Textarea
            label="Allowed paths"
            description="Empty: every path."
            placeholder="/v1/*"
            rows={5}
            spellCheck={false}
            disabled={!mayChange}
            {...fields.bind('allowedPaths')}
          />
          <Textarea
            label="Blocked paths"
            description="They win over those allowed."
            placeholder="/admin/*"
            rows={5}
            spellCheck={false}
            disabled={!mayChange}
            {...fields.bind('blockedPaths')}
          />
        </div>
        <Checkbox.Group
          label="Methods"
          description="None chosen: every method. GET admits HEAD."
          value={[...methods]}
          error={fields.bind('allowedMethods').error}
          onChange={(next) => {
            setMethods(known.filter((one) => next.includes(one)));
            fields.set('allowedMethods', next.join());
          }}
        >
          <div className={classes['checks']}>
            {known.map((method) => (
              <Checkbox key={method} value={method} label={method} disabled={!mayChange} />
            ))}
          </div>
        </Checkbox.Group>
      </CardForm>
    </Card>
  );
}
