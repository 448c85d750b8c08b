import type { FastifyReply } from 'fastify';

/** Sets headers, of which a name may come more than once: each value is a line of its own, in this order. */
export function setHeaderLines(
  reply: FastifyReply,
  lines: readonly (readonly [name: string, value: string])[],
): void {
  const values = new Map<string, string[]>();
  for (const [name, value] of lines) values.set(name, [...(values.get(name) ?? []), value]);
  for (const [name, all] of values) void reply.header(name, all.length === 1 ? all[0] : all);
}
