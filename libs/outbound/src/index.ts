export { GatheredBytes } from './gathered-bytes.js';
export { AddressGuard, AddressRefusedError } from './address-guard.js';
export type { Refusal } from './address-guard.js';
export type { Resolver } from './resolve-name.js';
export { OutboundFailure, toOutboundFailure } from './outbound-failure.js';
export type { OutboundFailureKind } from './outbound-failure.js';
export { OutboundHttp } from './outbound-http.js';
export type { OutboundAnswer, OutboundOptions, OutboundRequest, OutboundStream } from './outbound-http.js';
export { openOutboundSocket } from './outbound-socket.js';
export type { SocketOptions } from './outbound-socket.js';
export { parseTlsTrust, systemTrust } from './tls-trust.js';
export type { TlsTrust } from './tls-trust.js';
export { UpstreamClient } from './upstream-client.js';
export type {
  UpstreamControl,
  UpstreamHeaders,
  UpstreamListener,
  UpstreamRequest,
} from './upstream-client.js';
export { TextRecords } from './text-records.js';
export { OutboundModule } from './outbound.module.js';
