import { Button, NativeSelect } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { instanceQuery } from '../../api/queries/session-queries.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Note } from '../../ui/note.js';
import { snippetFor, snippets } from './snippets/snippets.js';
import classes from './step.module.css';

/** Whether it is in place, which only the reader can say. */
export interface MiddlewareStepProps {
  readonly isWired: boolean;
  readonly onWired: () => void;
}

/** The lines that stand before a paid route, for the framework that is used. */
export function MiddlewareStep({ isWired, onWired }: MiddlewareStepProps) {
  const { data: instance } = useQuery(instanceQuery);
  const [framework, setFramework] = useLocalStorage({ key: 'turnpike.framework', defaultValue: 'express' });
  const { file, code, start } = snippetFor(framework);
  return (
    <div className={classes['part']}>
      <NativeSelect
        label="Framework"
        w={260}
        data={snippets.map(({ id, name }) => ({ value: id, label: name }))}
        value={snippetFor(framework).id}
        onChange={({ currentTarget: { value } }) => setFramework(value)}
      />
      <CodeBlock code={code(instance?.publicUrl ?? window.location.origin)} what={file} />
      <p>{start}</p>
      <Note tone="calm" title="What it does">
        Without a good token the payer gets 402 with a fresh challenge. If verify cannot be reached it answers
        503 and asks for no second payment. Always send the resource, the method and the least amount: a cheap
        token must not open a dear resource.
      </Note>
      <div>
        <Button variant={isWired ? 'default' : 'filled'} onClick={onWired}>
          {isWired ? 'It is in place' : 'I have it in place'}
        </Button>
      </div>
    </div>
  );
}
