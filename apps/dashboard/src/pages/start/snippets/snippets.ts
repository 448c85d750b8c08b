import { express } from './express.js';
import { fastapi } from './fastapi.js';
import { fastify } from './fastify.js';
import { goNetHttp } from './go-net-http.js';
import type { Snippet } from './snippet.js';
import { webHandler } from './web-handler.js';

/** All frameworks that there are lines for. */
export const snippets: readonly Snippet[] = [express, fastify, webHandler, fastapi, goNetHttp];

/** The lines for a framework; those for the first one where the name is unknown. */
export function snippetFor(id: string): Snippet {
  return snippets.find((snippet) => snippet.id === id) ?? express;
}
