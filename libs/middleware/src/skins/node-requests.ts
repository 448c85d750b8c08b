import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Admission } from '../admission.js';
import type { HeaderList } from '../answers.js';
import { mergedHeaders } from '../merged-headers.js';
import type { RequestFacts } from '../request-facts.js';

/** The facts of a request of Node's `http`. `target` is given by who knows where the framework keeps the raw one. */
export function nodeFacts<Request>(
  raw: IncomingMessage,
  target: string,
  request: Request,
): RequestFacts<Request> {
  return {
    method: raw.method ?? 'GET',
    target,
    headers: headerPairs(raw),
    header: (name) => {
      const value = raw.headers[name];
      return Array.isArray(value) ? value.join(', ') : value;
    },
    request,
  };
}

/** Sets headers as `set` does, beside those that the answer has: a name that stands twice becomes two lines. */
export function setHeaders(
  ours: HeaderList,
  there: (name: string) => unknown,
  set: (name: string, value: string | string[]) => unknown,
): void {
  const lines = new Map<string, string[]>();
  for (const [name, value] of mergedHeaders(ours, (key) => textOf(there(key)))) {
    lines.set(name, [...(lines.get(name) ?? []), value]);
  }
  for (const [name, values] of lines) set(name, values.length === 1 ? (values[0] ?? '') : values);
}

/**
 * Follows the answer of an admitted request: as its head is sent, our headers are set and the use is decided by its
 * status; if the payer hangs up before, a few times, or somebody else has answered already, the use is given back. What the
 * handler writes is not touched.
 */
export function followAnswer(response: ServerResponse, admission: Admission): void {
  if (response.headersSent) {
    void admission.conclude(false);
    return;
  }
  const writeHead = response.writeHead.bind(response) as (status: number, text?: string) => ServerResponse;
  let sent = false;
  const patched = (status: number, ...rest: readonly unknown[]): ServerResponse => {
    // A second head is the server's to refuse.
    if (sent || status < 200) return Reflect.apply(writeHead, response, [status, ...rest]) as ServerResponse;
    sent = true;
    const [first, second] = rest;
    takeOver(response, typeof first === 'string' ? second : (first ?? second));
    setHeaders(
      admission.headersFor(status),
      (name) => response.getHeader(name),
      (name, value) => response.setHeader(name, value),
    );
    void admission.conclude(status < 500);
    return typeof first === 'string' ? writeHead(status, first) : writeHead(status);
  };
  response.writeHead = patched;
  const { req: request } = response;
  const onClose = (): void => {
    if (!sent && (response.destroyed || request.socket?.destroyed)) admission.hangUp();
  };
  response.once('close', onClose);
  // An answer that stands in line behind another is told nothing of the connection.
  request.once('close', onClose);
  onClose();
}

/** Headers that a handler gives with the head itself, set one by one as Node would, so that ours come after them. */
function takeOver(response: ServerResponse, headers: unknown): void {
  if (Array.isArray(headers)) {
    const pairs = pairsOf(headers as readonly unknown[]);
    for (const [name] of pairs) response.removeHeader(name);
    for (const [name, value] of pairs) response.appendHeader(name, value);
  } else if (typeof headers === 'object' && headers !== null) {
    for (const [name, value] of Object.entries(headers as Record<string, number | string | string[]>)) {
      if (value !== undefined) response.setHeader(name, value);
    }
  }
}

/** Names and values in turn, or as pairs: Node takes both. */
function pairsOf(list: readonly unknown[]): [string, string | string[]][] {
  if (list.every((one) => Array.isArray(one))) return list as [string, string | string[]][];
  return list.flatMap((name, at): [string, string | string[]][] =>
    at % 2 === 0 ? [[String(name), (list[at + 1] ?? '') as string | string[]]] : [],
  );
}

function textOf(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.join(', ');
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** Every header line, also those that Node's `headers` leaves out or joins; a stand-in without raw lines has those only. */
function headerPairs(raw: IncomingMessage): [string, string][] {
  const lines = raw.rawHeaders as string[] | undefined;
  if (lines !== undefined && lines.length > 0) {
    const pairs: [string, string][] = [];
    for (let at = 0; at < lines.length; at += 2) pairs.push([lines[at] ?? '', lines[at + 1] ?? '']);
    return pairs;
  }
  return Object.entries(raw.headers).flatMap(([name, value]): [string, string][] =>
    (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((one) => [name, one]),
  );
}
