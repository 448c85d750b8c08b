import { CopyButton } from './copy-button.js';
import classes from './code-block.module.css';

/** Lines of code or output. */
export interface CodeBlockProps {
  readonly code: string;
  /** What it is, for the button and for a screen reader: "curl command". */
  readonly what: string;
  /** Breaks long lines instead of letting the reader scroll. */
  readonly wrap?: boolean;
}

/** Code with a button that copies all of it; what is too wide can be scrolled by mouse and by keyboard. */
export function CodeBlock({ code, what, wrap = false }: CodeBlockProps) {
  return (
    <div className={classes['block']}>
      <pre className={classes['code']} data-wrap={wrap} tabIndex={0} role="group" aria-label={what}>
        <code>{code}</code>
      </pre>
      <div className={classes['copy']}>
        <CopyButton value={code} what={what} />
      </div>
    </div>
  );
}
