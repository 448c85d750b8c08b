import { problemOf } from './client.js';
import type { Mode } from './mode.js';
import type { TurnpikeEvent } from './shapes/events.js';
import { SseParser } from './sse-parser.js';

const retryMillisMin = 1_000;
const retryMillisMax = 30_000;

/** Whether events are coming in, or why not. */
export type StreamState = 'connecting' | 'live' | 'waiting' | 'refused';

/** Who is told of events and of the state of the stream. */
export interface StreamListener {
  readonly onEvent: (event: TurnpikeEvent) => void;
  readonly onState: (state: StreamState) => void;
}

/**
 * Follows the events of a mode until the signal is aborted. A stream that breaks is taken up again after the last event that
 * came, so that none is missed; one that is refused is not asked for again.
 */
export async function followEvents(mode: Mode, listener: StreamListener, signal: AbortSignal): Promise<void> {
  let lastId: string | null = null;
  let pause = retryMillisMin;
  while (!signal.aborted) {
    listener.onState('connecting');
    try {
      const answer = await open(mode, lastId, signal);
      if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
        listener.onState('refused');
        throw new Refused(problemOf(answer, await answer.text()));
      }
      if (answer.ok && answer.body !== null) {
        listener.onState('live');
        pause = retryMillisMin;
        for await (const event of eventsOf(answer.body)) {
          lastId = event.id;
          listener.onEvent(event);
        }
      }
    } catch (error) {
      if (error instanceof Refused) throw error.cause;
      // Anything else is a connection that broke.
    }
    if (signal.aborted) return;
    listener.onState('waiting');
    await sleep(pause, signal);
    pause = Math.min(pause * 2, retryMillisMax);
  }
}

class Refused extends Error {
  constructor(cause: Error) {
    super('the stream was refused', { cause });
  }
}

function open(mode: Mode, lastId: string | null, signal: AbortSignal): Promise<Response> {
  const headers: Record<string, string> = { accept: 'text/event-stream', 'x-turnpike-mode': mode };
  if (lastId !== null) headers['last-event-id'] = lastId;
  return fetch('/api/merchant/events/stream', {
    headers,
    signal,
    credentials: 'same-origin',
    cache: 'no-store',
  });
}

async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<TurnpikeEvent> {
  const parser = new SseParser();
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    for (const message of parser.push(value)) {
      const event = eventOf(message.id, message.event, message.data);
      if (event !== null) yield event;
    }
  }
}

function eventOf(id: string, type: string, data: string): TurnpikeEvent | null {
  try {
    const body = JSON.parse(data) as Partial<TurnpikeEvent>;
    return {
      id,
      type: body.type ?? type,
      timestamp: body.timestamp ?? new Date().toISOString(),
      data: body.data ?? {},
    };
  } catch {
    return null;
  }
}

function sleep(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
