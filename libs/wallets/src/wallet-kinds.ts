import type { WalletKind, WalletKindDefinition, WalletSurroundings } from './wallet-kind.js';

/** Every kind of wallet that merchants can connect, made once per process. */
export function createWalletKinds(
  surroundings: WalletSurroundings,
): Partial<Record<WalletKind, WalletKindDefinition>> {
  void surroundings;
  return {};
}
