import { toOutboundFailure, openOutboundSocket, type AddressGuard } from '@turnpike/outbound';
import type { WebSocket } from 'ws';
import { walletBounds } from '../wallet-bounds.js';
import { CredentialInvalid, Unavailable, type WalletError } from '../wallet-errors.js';
import { orAborted, pause } from './abortable.js';
import { nwcBounds } from './nwc-bounds.js';

/** Whether to wait for the whole back-off, as a stream does, or only for the least of it, as a call has to. */
export type Haste = 'urgent' | 'patient';

/** Who is told of what happens on a connection. */
export interface RelayConnectionListener {
  onText(text: string): void;
  /** Something came that is no text. */
  onBinary(): void;
  onLost(): void;
}

/**
 * One socket to a relay, opened when somebody needs it and opened again when it was lost: at most one attempt at a time,
 * 1 to 60 s apart with jitter; calls wait for a second at most. A socket that no longer answers pings is given up.
 */
export class RelayConnection {
  private socket: WebSocket | null = null;
  private opening: WebSocket | null = null;
  private attempt: Promise<void> | null = null;
  private attemptedAt = -Infinity;
  private failures = 0;
  private backOffMillis = 0;
  private isClosed = false;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly url: URL,
    private readonly guard: AddressGuard,
    private readonly listener: RelayConnectionListener,
  ) {}

  get isOpen(): boolean {
    return this.socket !== null;
  }

  /** Resolves when the socket stands; throws a `WalletError` if the attempt fails that this waits for. */
  async ready(signal: AbortSignal, haste: Haste): Promise<void> {
    while (!this.isOpen) {
      if (this.isClosed) throw new Unavailable(walletBounds.unavailableSeconds);
      const millis = this.millisToNextAttempt(haste);
      if (this.attempt === null && millis > 0) {
        await this.pauseOrOpen(millis, signal);
        if (signal.aborted) throw new Unavailable(walletBounds.unavailableSeconds);
        continue;
      }
      this.attempt ??= this.connect().finally(() => {
        this.attempt = null;
      });
      await orAborted(this.attempt, signal);
    }
  }

  /** Writes a text. False if that is not possible now. */
  send(text: string): boolean {
    const { socket } = this;
    if (socket === null || socket.bufferedAmount > nwcBounds.unsentBytesMax) return false;
    // What cannot be written shows in the end of the socket.
    socket.send(text, () => undefined);
    return true;
  }

  /** Gives the socket up, as if the other side had. */
  drop(): void {
    this.socket?.terminate();
  }

  /** Ends the connection for good. */
  close(): void {
    this.isClosed = true;
    this.opening?.terminate();
    this.socket?.terminate();
    this.wake();
  }

  private millisToNextAttempt(haste: Haste): number {
    if (this.failures === 0) return 0;
    const millis = haste === 'patient' ? this.backOffMillis : nwcBounds.reconnectMillisMin;
    return this.attemptedAt + millis - performance.now();
  }

  private async pauseOrOpen(millis: number, signal: AbortSignal): Promise<void> {
    const woken = new AbortController();
    const wake = (): void => woken.abort();
    this.waiting.add(wake);
    await pause(millis, AbortSignal.any([signal, woken.signal]));
    this.waiting.delete(wake);
  }

  private wake(): void {
    for (const wake of this.waiting) wake();
  }

  private async connect(): Promise<void> {
    this.attemptedAt = performance.now();
    try {
      const socket = openOutboundSocket(this.url, this.guard, { bytesMax: nwcBounds.frameBytesMax });
      await this.opened(socket);
    } catch (error) {
      this.noteFailure();
      throw meaningOfConnectFailure(error);
    }
    this.wake();
  }

  private opened(socket: WebSocket): Promise<void> {
    this.opening = socket;
    return new Promise<void>((resolve, reject) => {
      // Stays for as long as the socket does: an error that nobody listens to would end the process.
      socket.on('error', reject);
      socket.once('close', () => reject(new Error('closed')));
      socket.once('open', () => {
        this.attend(socket);
        resolve();
      });
      if (this.isClosed) socket.terminate();
    }).finally(() => {
      this.opening = null;
    });
  }

  private attend(socket: WebSocket): void {
    this.socket = socket;
    const openedAt = performance.now();
    let wasHeard = true;
    const ping = setInterval(() => {
      if (!wasHeard) return socket.terminate();
      wasHeard = false;
      socket.ping();
    }, nwcBounds.pingMillis).unref();
    socket.on('pong', () => {
      wasHeard = true;
    });
    socket.on('message', (data, isBinary) => {
      wasHeard = true;
      // `ws` hands over a whole message as one buffer unless it is told otherwise.
      if (isBinary || !Buffer.isBuffer(data)) this.listener.onBinary();
      else this.listener.onText(data.toString('utf8'));
    });
    socket.once('close', () => {
      clearInterval(ping);
      this.socket = null;
      if (performance.now() - openedAt >= nwcBounds.standsMillis) this.failures = 0;
      this.noteFailure();
      this.listener.onLost();
    });
  }

  private noteFailure(): void {
    this.failures += 1;
    const { reconnectMillisMin, reconnectMillisMax } = nwcBounds;
    const full = Math.min(reconnectMillisMin * 2 ** Math.min(this.failures, 10), reconnectMillisMax);
    this.backOffMillis = full / 2 + (Math.random() * full) / 2;
  }
}

function meaningOfConnectFailure(error: unknown): WalletError {
  const { kind } = toOutboundFailure(error);
  if (kind === 'refused') return new CredentialInvalid('address');
  if (kind === 'certificate') return new CredentialInvalid('certificate');
  return new Unavailable(walletBounds.unavailableSeconds);
}
