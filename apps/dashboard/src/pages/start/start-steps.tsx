import { Skeleton } from '@mantine/core';
import { Suspense, useId } from 'react';
import type { ReactNode } from 'react';
import { Icon } from '../../ui/icon.js';
import { startSteps } from './start-progress.js';
import type { StartStep } from './start-progress.js';
import { stepWords } from './step-words.js';
import classes from './start-steps.module.css';

/** The steps with what each shows when it is open. */
export interface StartStepsProps {
  readonly done: ReadonlySet<StartStep>;
  readonly open: StartStep | null;
  readonly contents: Readonly<Record<StartStep, ReactNode>>;
  readonly onOpen: (step: StartStep | undefined) => void;
}

/** The steps below each other; one is open, and each can be opened again. */
export function StartSteps({ done, open, contents, onOpen }: StartStepsProps) {
  return (
    <ol className={classes['steps']}>
      {startSteps.map((step, index) => (
        <Step
          key={step}
          step={step}
          number={index + 1}
          isDone={done.has(step)}
          isOpen={step === open}
          onToggle={() => onOpen(step === open ? undefined : step)}
        >
          {contents[step]}
        </Step>
      ))}
    </ol>
  );
}

interface StepProps {
  readonly step: StartStep;
  readonly number: number;
  readonly isDone: boolean;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly children: ReactNode;
}

function Step({ step, number, isDone, isOpen, onToggle, children }: StepProps) {
  const id = useId();
  const [title, note] = stepWords[step];
  return (
    <li className={classes['step']} data-done={isDone} data-open={isOpen}>
      <h2 className={classes['heading']}>
        <button
          type="button"
          className={classes['button']}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={onToggle}
        >
          <span className={classes['number']} aria-hidden="true">
            {isDone ? <Icon name="check" size={16} /> : number}
          </span>
          <span className={classes['words']}>
            <span className={classes['title']}>
              {title}
              {isDone && <span className="tp-hidden"> (done)</span>}
            </span>
            <span className={classes['note']}>{note}</span>
          </span>
          <Icon name={isOpen ? 'up' : 'down'} size={16} />
        </button>
      </h2>
      <div id={id} className={classes['content']} hidden={!isOpen}>
        {isOpen && <Suspense fallback={<Skeleton height={320} />}>{children}</Suspense>}
      </div>
    </li>
  );
}
