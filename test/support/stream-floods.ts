import { randomBytes } from 'node:crypto';

import { ClnEmulator } from './emulators/cln-emulator.js';
import { EclairEmulator } from './emulators/eclair-emulator.js';
import { type EmulatorAnswer, type EmulatorRequest } from './emulators/emulator.js';
import { LndEmulator } from './emulators/lnd-emulator.js';
import { PhoenixdEmulator } from './emulators/phoenixd-emulator.js';
import { NwcWallet } from './nostr/nwc-wallet.js';

const PORTION = 200;
const hash = (): string => randomBytes(32).toString('hex');

/** A wallet that tells of payments that never were, without end. */
export interface Flood {
  /** How many it has told of. */
  told(): number;
  stop(): Promise<void>;
}

/** Lets an emulated wallet tell of payments without end, as fast as it can. */
export function flood(itself: object): Flood {
  if (itself instanceof ClnEmulator) return floodByAnswers(itself);
  const tell = tellerOf(itself);
  let [isOver, told] = [false, 0];
  const run = async (): Promise<void> => {
    while (!isOver) {
      tell(told);
      told += PORTION;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const running = run();
  const stop = (): Promise<void> => {
    isOver = true;
    return running;
  };
  return { told: () => told, stop };
}

function tellerOf(itself: object): (from: number) => void {
  const each = (from: number, one: (index: number) => string): string[] =>
    Array.from({ length: PORTION }, (_, at) => one(from + at));
  if (itself instanceof LndEmulator) {
    const line = (index: number): string => {
      const result = {
        state: 'SETTLED',
        r_hash: randomBytes(32).toString('base64'),
        settle_index: String(index + 1),
      };
      return `${JSON.stringify({ result })}\n`;
    };
    return (from) => itself.subscriptions.write(each(from, line).join(''));
  }
  if (itself instanceof EclairEmulator) {
    const text = (): string => JSON.stringify({ type: 'payment-received', paymentHash: hash(), parts: [] });
    return (from) => each(from, text).forEach((one) => itself.webSockets.broadcast(one));
  }
  if (itself instanceof PhoenixdEmulator) {
    const text = (): string =>
      JSON.stringify({ type: 'payment_received', amountSat: 1, paymentHash: hash() });
    return (from) => each(from, text).forEach((one) => itself.webSockets.broadcast(one));
  }
  if (itself instanceof NwcWallet) return notificationsOf(itself);
  throw new Error('this wallet has no stream');
}

/** Signing takes the time of the process that is tested, so one at a time. */
function notificationsOf(wallet: NwcWallet): (from: number) => void {
  return (from) => {
    const seconds = Math.floor(Date.now() / 1000) + from;
    const times = { created_at: seconds, expires_at: seconds, settled_at: seconds };
    const notification = { type: 'incoming', payment_hash: hash(), amount: 1_000, fees_paid: 0, ...times };
    wallet.notifyOf({ notification_type: 'payment_received', notification });
  };
}

/** A node that answers every wait for a payment at once. */
function floodByAnswers(emulator: ClnEmulator): Flood {
  const answer = Reflect.get(emulator, 'answer') as (request: EmulatorRequest) => Promise<EmulatorAnswer>;
  let told = 0;
  const flooding = (request: EmulatorRequest): Promise<EmulatorAnswer> => {
    if (!request.url.pathname.endsWith('/waitanyinvoice')) return answer.call(emulator, request);
    told += 1;
    const paid = { label: hash(), payment_hash: hash(), status: 'paid', expires_at: 4_000_000_000 };
    const settled = {
      pay_index: told + 1_000,
      amount_received_msat: 1,
      paid_at: 1,
      payment_preimage: hash(),
    };
    return Promise.resolve({ status: 201, body: { ...paid, ...settled } });
  };
  Reflect.set(emulator, 'answer', flooding);
  return {
    told: () => told,
    stop: () => {
      Reflect.set(emulator, 'answer', answer);
      return Promise.resolve();
    },
  };
}
