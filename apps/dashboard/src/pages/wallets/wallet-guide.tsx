import { Card } from '../../ui/card.js';
import { CodeBlock } from '../../ui/code-block.js';
import { Note } from '../../ui/note.js';
import type { WalletKindInfo } from './kinds/wallet-kind-info.js';
import classes from './wallet-guide.module.css';

/** What to make in a wallet, which rights and no more, and where to find it. */
export function WalletGuide({ kind }: { readonly kind: WalletKindInfo }) {
  return (
    <Card title={`What to make in ${kind.name}`} description={kind.fits}>
      <ol className={classes['steps']}>
        {kind.steps.map(({ title, text, code }) => (
          <li key={title} className={classes['step']}>
            <strong>{title}</strong>
            <p>{text}</p>
            {code !== undefined && <CodeBlock code={code} what={title} wrap />}
          </li>
        ))}
      </ol>
      <Note tone={kind.alwaysSpends === true ? 'warn' : 'good'} title="These rights and no more">
        <p className={classes['rights']}>{kind.rights.join(', ')}</p>
        {kind.never}
      </Note>
      <ul className={classes['facts']}>
        {kind.facts.map((fact) => (
          <li key={fact}>{fact}</li>
        ))}
      </ul>
    </Card>
  );
}
