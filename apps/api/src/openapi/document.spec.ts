import { Validator } from '@seriousme/openapi-schema-validator';
import { document, validatorOf } from '../../../../test/support/openapi-schemas.js';
import type { MediaType, Method, Operation, Response } from './openapi-types.js';

interface Place {
  readonly name: string;
  readonly operation: Operation;
}

const operations: Place[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    name: `${(method as Method).toUpperCase()} ${path}`,
    operation,
  })),
);

const responses: { name: string; status: number; response: Response }[] = operations.flatMap(
  ({ name, operation }) =>
    Object.entries(operation.responses).map(([status, response]) => ({
      name: `${name} ${status}`,
      status: Number(status),
      response,
    })),
);

const bodies: { name: string; media: MediaType }[] = [
  ...operations.flatMap(({ name, operation }) =>
    Object.values(operation.requestBody?.content ?? {}).map((media) => ({ name: `${name} request`, media })),
  ),
  ...responses.flatMap(({ name, response }) =>
    Object.values(response.content ?? {}).map((media) => ({ name, media })),
  ),
];

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1, all references included', async () => {
    const validator = new Validator();
    const result = await validator.validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>);
    expect(result.errors ?? []).toEqual([]);
    expect(result.valid).toBe(true);
    expect(validator.version).toBe('3.1');
  });

  it('refers only to schemas that exist, and names none that nothing refers to', () => {
    const text = JSON.stringify(document);
    const used = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map((match) => match[1]));
    expect([...used].sort()).toEqual(Object.keys(document.components.schemas).sort());
  });

  it('names every operation once', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('uses every tag that it explains, and no other', () => {
    const used = new Set(operations.flatMap(({ operation }) => operation.tags));
    expect([...used].sort()).toEqual(document.tags.map(({ name }) => name).sort());
  });

  it('declares every parameter of a path, and no other', () => {
    for (const [path, item] of Object.entries(document.paths)) {
      const inPath = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
      for (const operation of Object.values<Operation>(item)) {
        const declared = (operation.parameters ?? []).filter((one) => one.in === 'path');
        expect(declared.map((one) => one.name)).toEqual(inPath);
      }
    }
  });
});

describe('every example', () => {
  it('of a body is one that its schema accepts', () => {
    const refused = bodies.flatMap(({ name, media }) => {
      const validate = validatorOf(media.schema);
      return Object.entries(media.examples ?? {}).flatMap(([key, { value }]) =>
        validate(value) ? [] : [{ name, key, errors: validate.errors }],
      );
    });
    expect(refused).toEqual([]);
  });

  it('of a parameter is one that its schema accepts', () => {
    const refused = operations.flatMap(({ name, operation }) =>
      (operation.parameters ?? [])
        .filter(({ example, schema }) => example !== undefined && !validatorOf(schema)(example))
        .map((parameter) => `${name} ${parameter.name}`),
    );
    expect(refused).toEqual([]);
  });

  it('is there: for every body but pages and this document', () => {
    const isPage = ({ media }: { media: MediaType }): boolean => media.schema['type'] === 'string';
    const silent = bodies.filter((body) => !isPage(body) && body.media.examples === undefined);
    expect(silent.map(({ name }) => name)).toEqual(['GET /openapi.json 200']);
  });
});

describe('every answer', () => {
  it('names the headers that all answers have', () => {
    const without = responses.filter(
      ({ response }) =>
        !['X-API-Version', 'X-Correlation-Id'].every((name) => response.headers?.[name]?.required === true),
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('of 429 and 503 carries Retry-After', () => {
    const without = responses.filter(
      ({ status, response }) =>
        [429, 503].includes(status) && response.headers?.['Retry-After']?.required !== true,
    );
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('is described for a limit reached and an unforeseen fault, health aside', () => {
    const without = operations
      .filter(({ name }) => !name.startsWith('GET /health'))
      .filter(({ operation }) => ['429', '500', '503'].some((status) => !(status in operation.responses)));
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});
