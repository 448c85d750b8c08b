import type { InstanceState } from '../../api/shapes/operator.js';
import { Card } from '../../ui/card.js';
import { EmptyState } from '../../ui/empty-state.js';
import { Facts } from '../../ui/facts.js';
import { grouped } from '../../ui/format.js';
import { StatusBadge } from '../../ui/status-badge.js';
import type { Tone } from '../../ui/status-badge.js';

const healths: readonly (readonly [keyof InstanceState['wallets'], string, Tone])[] = [
  ['ok', 'Well', 'good'],
  ['unavailable', 'Away', 'warn'],
  ['rejected', 'Refused', 'bad'],
  ['unknown', 'Not known yet', 'calm'],
];

/** How the wallets of all merchants are. */
export function WalletCounts({ wallets }: { readonly wallets: InstanceState['wallets'] }) {
  const total = Object.values(wallets).reduce((sum, count) => sum + count, 0);
  return (
    <Card title="Wallets of all merchants">
      {total === 0 ? (
        <EmptyState icon="wallet" title="Nobody has connected one">
          Merchants connect their own wallets; test mode needs none.
        </EmptyState>
      ) : (
        <Facts
          of={healths.map(([health, word, tone]) => [
            word,
            <StatusBadge key={health} tone={wallets[health] === 0 ? 'calm' : tone}>
              {grouped(wallets[health])}
            </StatusBadge>,
          ])}
        />
      )}
    </Card>
  );
}
