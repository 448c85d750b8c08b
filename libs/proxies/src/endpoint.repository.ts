import type { TransactionClient } from '@turnpike/database';
import type { EndpointPatch, EndpointView, EndpointWish } from './proxy-endpoint.js';
import { endpointView } from './proxy-row.js';

/** The statements about endpoints of a proxy that is held. */
export const EndpointRepository = {
  /** Adds one. */
  async insert(tx: TransactionClient, proxyId: number, wish: EndpointWish): Promise<EndpointView> {
    return endpointView(await tx.proxyEndpoint.create({ data: { ...wish, proxyId } }));
  },

  /** Changes what is given. */
  async write(tx: TransactionClient, id: number, patch: EndpointPatch): Promise<EndpointView> {
    return endpointView(await tx.proxyEndpoint.update({ where: { id }, data: patch }));
  },

  /** Removes one. */
  async remove(tx: TransactionClient, id: number): Promise<void> {
    await tx.proxyEndpoint.delete({ where: { id }, select: { id: true } });
  },
} as const;
