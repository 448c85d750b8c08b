import { Clock } from '@turnpike/config';
import { Logger } from '@turnpike/observability';
import { AddressGuard } from '@turnpike/outbound';
import { ProviderRegistry, type WalletKindDefinition, type WalletSurroundings } from '@turnpike/wallets';

import { type ListeningApi } from './listening-api.js';

/** Kinds by name, to be made with surroundings in which wallets may listen on this machine. */
export type StandIns = Readonly<Record<string, (surroundings: WalletSurroundings) => WalletKindDefinition>>;

/** Puts kinds in the place of those that an API ships, whose wallets are somewhere in the world. Returns what ends them. */
export function standInForKinds({ app }: ListeningApi, standIns: StandIns): () => Promise<void> {
  const registry = app.get(ProviderRegistry, { strict: false });
  const shipped = registry.find.bind(registry);
  const surroundings = {
    guard: new AddressGuard(['127.0.0.1']),
    clock: app.get(Clock, { strict: false }),
    logger: app.get(Logger, { strict: false }),
  };
  const kinds = new Map(Object.entries(standIns).map(([name, make]) => [name, make(surroundings)] as const));
  const find = jest.spyOn(registry, 'find').mockImplementation((kind) => kinds.get(kind) ?? shipped(kind));
  return async () => {
    find.mockRestore();
    for (const kind of kinds.values()) await kind.close?.();
  };
}
