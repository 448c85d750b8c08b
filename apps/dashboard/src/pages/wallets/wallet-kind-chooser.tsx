import { Link } from '@tanstack/react-router';
import type { WalletKind } from '../../api/shapes/wallets.js';
import { Icon } from '../../ui/icon.js';
import { walletKinds } from './kinds/wallet-kinds.js';
import classes from './wallet-kind-chooser.module.css';

const custodies = {
  'own node': 'Your node',
  account: 'Account',
  connection: 'Connection',
  address: 'Address',
  mint: 'Mint',
} as const;

/** What choosing does: a link to the kind's own page, or what the caller wants. */
export interface WalletKindChooserProps {
  readonly onChoose?: (kind: WalletKind) => void;
}

/** All kinds of wallet with whom each is for. */
export function WalletKindChooser({ onChoose }: WalletKindChooserProps) {
  return (
    <ul className={classes['kinds']}>
      {walletKinds.map(({ kind, name, custody, fits }) => {
        const content = (
          <>
            <span className={classes['head']}>
              <span className={classes['name']}>{name}</span>
              <span className={classes['custody']}>{custodies[custody]}</span>
            </span>
            <span className={classes['fits']}>{fits}</span>
            <Icon name="right" size={16} />
          </>
        );
        return (
          <li key={kind}>
            {onChoose === undefined ? (
              <Link to="/wallets/connect/$kind" params={{ kind }} className={classes['kind']}>
                {content}
              </Link>
            ) : (
              <button type="button" className={classes['kind']} onClick={() => onChoose(kind)}>
                {content}
              </button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
