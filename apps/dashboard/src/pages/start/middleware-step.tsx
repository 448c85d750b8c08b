import { Button, NativeSelect } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { instanceQuery } from '../../api/queries/session-queries.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Note } from '../../ui/note.js';
import { frameworkOf, frameworks, packCommand } from './snippets/frameworks.js';
import { guideLines } from './snippets/guides.js';
import classes from './step.module.css';

/** Whether it is in place, which only the reader can say. */
export interface MiddlewareStepProps {
  readonly isWired: boolean;
  readonly onWired: () => void;
}

/** The lines that stand before a paid route, for the framework that is used. */
export function MiddlewareStep({ isWired, onWired }: MiddlewareStepProps) {
  const { data: instance } = useQuery(instanceQuery);
  const [id, setId] = useLocalStorage({ key: 'turnpike.framework', defaultValue: 'express' });
  const framework = frameworkOf(id);
  const { code, install } = guideLines(framework);
  const variables = `export TURNPIKE_URL=${instance?.publicUrl ?? window.location.origin} TURNPIKE_KEY=tp_test_…`;
  return (
    <div className={classes['part']}>
      <NativeSelect
        label="Framework"
        w={260}
        data={frameworks.map((one) => ({ value: one.id, label: one.name }))}
        value={framework.id}
        onChange={({ currentTarget: { value } }) => setId(value)}
      />
      {install !== null && (
        <>
          <p>The packages are not on npm yet. In a checkout of Turnpike this makes them:</p>
          <CodeBlock code={packCommand} what="commands that make the packages" wrap />
        </>
      )}
      <p>
        {install === null ? 'It needs no package.' : 'Then, in your project and the same terminal.'} Take a
        test key while you try, and the live key when you sell:
      </p>
      <CodeBlock
        code={install === null ? variables : `${install}\n${variables}`}
        what="commands in your project"
        wrap
      />
      <p>
        <span className="tp-mono">{framework.file}</span>
      </p>
      <CodeBlock code={code} what={framework.file} wrap />
      <p>
        {framework.note}{' '}
        {framework.start !== null && (
          <>
            Start it with <span className="tp-mono">{framework.start}</span>.{' '}
          </>
        )}
        Then ask for <span className="tp-mono">/forecast</span>: it answers 402 until it is paid.
      </p>
      <Note tone="calm" title="What it does">
        Without a good token the payer gets 402 with a fresh challenge. If the broker cannot be reached it
        answers 503 and asks for no second payment. Other languages, prices by request and paying by hand are
        in the guides, in apps/docs of the checkout; a proxy, the last step here, needs no code at all.
      </Note>
      <div>
        <Button variant={isWired ? 'default' : 'filled'} onClick={onWired}>
          {isWired ? 'It is in place' : 'I have it in place'}
        </Button>
      </div>
    </div>
  );
}
