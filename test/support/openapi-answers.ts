import type { Header, Method, Operation, Response } from '../../apps/api/src/openapi/openapi-types.js';
import { closedValidatorOf, document } from './openapi-schemas.js';

/** A real HTTP answer, with its body parsed if it is JSON. Header names are in lower case, as Node gives them. */
export interface HttpAnswer {
  readonly method: string;
  /** The template, such as `/api/l402/uses/{useId}/commit`, or the path that was called, without its query. */
  readonly path: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly body: unknown;
}

/** Headers that say something about our contract; others (`date`, `cache-control` …) belong to HTTP and browsers. */
const ours = /^(x-(?!content-type-options$)|retry-after$|www-authenticate$)/;

function operationOf({ method, path }: HttpAnswer): Operation | undefined {
  const fits = (template: string): boolean =>
    new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{[^}]+\}/g, '[^/]+')}$`).test(path);
  const templates = Object.keys(document.paths);
  // A literal path wins over a template: /challenges/verify is not the challenge named "verify".
  const template = templates.find((one) => one === path) ?? templates.find(fits);
  return template === undefined ? undefined : document.paths[template]?.[method.toLowerCase() as Method];
}

function headerFaults(documented: Readonly<Record<string, Header>>, answer: HttpAnswer): string[] {
  const byName = new Map(Object.entries(documented).map(([name, header]) => [name.toLowerCase(), header]));
  const missing = [...byName]
    .filter(([name, header]) => header.required === true && answer.headers[name] === undefined)
    .map(([name]) => `header ${name} is missing`);
  const wrong = Object.entries(answer.headers).flatMap(([name, value]) => {
    if (value === undefined || !ours.test(name)) return [];
    const header = byName.get(name);
    if (header === undefined) return [`header ${name} is not documented`];
    const one = Array.isArray(value) ? String(value[0]) : String(value);
    const typed: unknown = header.schema['type'] === 'integer' ? Number(one) : one;
    return closedValidatorOf(header.schema)(typed) ? [] : [`header ${name} is ${one}`];
  });
  return [...missing, ...wrong];
}

function bodyFaults(response: Response, { headers, body }: HttpAnswer): string[] {
  if (response.content === undefined) {
    return body === '' || body === null || body === undefined
      ? []
      : ['a body is sent where none is documented'];
  }
  const sent = String(headers['content-type'] ?? '').split(';')[0] ?? '';
  const media = response.content[sent];
  if (media === undefined) {
    return [`content type ${sent} is not documented (${Object.keys(response.content).join(', ')})`];
  }
  const validate = closedValidatorOf(media.schema);
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    (error) => `body${error.instancePath} ${error.message ?? ''} ${JSON.stringify(error.params)}`,
  );
}

/**
 * Fails unless the OpenAPI document describes this answer: method, path, status, content type, headers, and a body
 * without a member too few or too many.
 */
export function expectDocumented(answer: HttpAnswer): void {
  const name = `${answer.method} ${answer.path}`;
  const operation = operationOf(answer);
  if (operation === undefined) throw new Error(`${name} is not in the OpenAPI document`);
  const response = operation.responses[String(answer.status)];
  if (response === undefined) {
    const known = Object.keys(operation.responses).join(', ');
    throw new Error(
      `${name} answered ${String(answer.status)}; documented are ${known}: ${JSON.stringify(answer.body)}`,
    );
  }
  const faults = [...headerFaults(response.headers ?? {}, answer), ...bodyFaults(response, answer)];
  if (faults.length > 0) {
    throw new Error(
      `${name} answered ${String(answer.status)} otherwise than documented:\n- ${faults.join('\n- ')}`,
    );
  }
}
