import type { InstanceState, RingKey } from '../../api/shapes/operator.js';
import { Card } from '../../ui/card.js';
import { CodeBlock } from '../../ui/code-block.js';
import { grouped } from '../../ui/format.js';
import { StatusBadge } from '../../ui/status-badge.js';
import classes from './key-rings.module.css';

interface Ring {
  readonly name: string;
  readonly means: string;
  readonly keys: readonly (RingKey & { readonly sealedWith?: number; readonly configured?: boolean })[];
}

/** The instance's own keys by number, never by value: which is used for what is new, and what the old are kept for. */
export function KeyRings({ keys }: { readonly keys: InstanceState['keys'] }) {
  const rings: readonly Ring[] = [
    {
      name: 'Master keys',
      means: 'Sign tokens. An old one may go when the longest token validity is over.',
      keys: keys.master,
    },
    {
      name: 'Invoice keys',
      means: 'Make preimages. An old one may go when its last invoice is past.',
      keys: keys.invoice,
    },
    {
      name: 'Seal keys',
      means: 'Seal wallet credentials and secrets. An old one may go when nothing is sealed with it.',
      keys: keys.seal,
    },
  ];
  return (
    <Card
      title="Keys of this instance"
      description="By number only. A new key is put in front, the old ones stay until nothing needs them."
    >
      <div className={classes['rings']}>
        {rings.map(({ name, means, keys: all }) => (
          <div key={name} className={classes['ring']}>
            <h3>{name}</h3>
            <p>{means}</p>
            <ul>
              {all.map(({ kid, current, sealedWith, configured = true }) => (
                <li key={kid}>
                  <span className="tp-mono">kid {kid}</span>
                  <KeyBadge current={current} sealedWith={sealedWith} configured={configured} />
                  {sealedWith !== undefined && (
                    <span className={classes['count']}>{grouped(sealedWith)} sealed</span>
                  )}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <CodeBlock
        what="commands"
        code={'npm run turnpike -- keys rotate --ring seal\nnpm run turnpike -- reseal'}
      />
    </Card>
  );
}

interface KeyBadgeProps {
  readonly current: boolean;
  readonly sealedWith: number | undefined;
  readonly configured: boolean;
}

function KeyBadge({ current, sealedWith, configured }: KeyBadgeProps) {
  if (!configured) return <StatusBadge tone="bad">Missing</StatusBadge>;
  if (current) return <StatusBadge tone="good">In use</StatusBadge>;
  return sealedWith === 0 ? (
    <StatusBadge tone="calm">May go</StatusBadge>
  ) : (
    <StatusBadge tone="warn">Kept</StatusBadge>
  );
}
