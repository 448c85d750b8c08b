import { Button, TextInput } from '@mantine/core';
import type { BoundField } from '../../ui/fields.js';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { FindingNote } from './finding-note.js';
import { useProbe } from './proxies-api.js';
import { probeWords } from './proxy-words.js';
import { ApiProblem } from '../../api/api-problem.js';
import classes from './proxies.module.css';

/** The address of an upstream as a form holds it. */
export interface UpstreamFieldProps {
  readonly field: BoundField;
  readonly disabled?: boolean;
}

/** An upstream's address, with a look at it before it is used. */
export function UpstreamField({ field, disabled = false }: UpstreamFieldProps) {
  const probe = useProbe();
  const isOfNow = probe.variables === field.value.trim();
  const error = isOfNow ? probe.error : null;
  const said = error instanceof ApiProblem ? (error.fields[field.name] ?? null) : null;
  return (
    <div className={classes['part']}>
      <div className={classes['beside']}>
        <TextInput
          label="Upstream address"
          description="Your API as it runs today: http or https, a public name on port 80 or 443, or what the operator lists in ADDRESS_ALLOW. Payers never see it."
          placeholder="https://api.example.com/v2"
          type="url"
          inputMode="url"
          disabled={disabled}
          {...field}
          error={field.error ?? said}
        />
        {!disabled && (
          <Button
            variant="default"
            disabled={field.value.trim() === ''}
            loading={probe.isPending}
            onClick={() => probe.mutate(field.value.trim())}
          >
            Look whether it answers
          </Button>
        )}
      </div>
      {isOfNow && probe.isSuccess && <FindingNote finding={probeWords(probe.data)} />}
      {error !== null && said === null && <ProblemNotice error={error} />}
    </div>
  );
}
