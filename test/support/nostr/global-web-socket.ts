import { WebSocket } from 'ws';

// Node 20 has none, and the client library looks for it when it is loaded.
Object.assign(globalThis, { WebSocket: globalThis.WebSocket ?? WebSocket });
