import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemNotice } from '../../ui/problem-notice.js';
import { PlanHint } from './plan-hint.js';
import classes from './proxies.module.css';

/** A form that stands in a card. */
export interface CardFormProps {
  /** What the button says: the deed itself. */
  readonly submit: string;
  readonly pending: boolean;
  readonly disabled?: boolean;
  /** What is still to be filled in before it can be done. */
  readonly missing?: readonly string[];
  /** What belongs to no field; null if nothing does. */
  readonly error: unknown;
  /** Whether the reader may do it; who may not is shown no button. */
  readonly mayChange?: boolean;
  /** Further buttons. */
  readonly others?: ReactNode;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** A form with its deed at its foot, and above that what was wrong with it as a whole. */
export function CardForm(props: CardFormProps) {
  const {
    submit,
    pending,
    disabled = false,
    missing = [],
    error,
    mayChange = true,
    others,
    onSubmit,
    children,
  } = props;
  return (
    <form
      noValidate
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (!pending && !disabled) onSubmit();
      }}
    >
      {children}
      {error !== null && <ProblemNotice error={error} />}
      <PlanHint error={error} />
      {mayChange && (
        <div className={classes['row']}>
          <Button type="submit" loading={pending} disabled={disabled}>
            {submit}
          </Button>
          {others}
          {missing.length > 0 && (
            <Text span size="sm" c="dimmed">
              Still needed: {missing.join(', ')}.
            </Text>
          )}
        </div>
      )}
    </form>
  );
}
