import ts from 'typescript';

import type { Schema } from '../../apps/api/src/openapi/openapi-types.js';
import { document } from '../support/openapi-schemas.js';
import { sourceOf } from './source-imports.js';

const schemas = document.components.schemas;

/** Interfaces of the published SDK, the schemas of what they are on the wire, and what only one side has. */
const pairs = [
  ['challenge', 'CreateChallengeArgs', ['MintRequest'], ['idempotencyKey']],
  ['challenge', 'Challenge', ['MintedChallenge'], ['replayed']],
  ['verdict', 'VerifyTokenArgs', ['VerifyRequest'], []],
  ['verdict', 'VerificationResult', ['AcceptedVerdict', 'RefusedVerdict'], ['replayed']],
  ['listed-challenge', 'ListedChallenge', ['Challenge'], []],
  ['listed-challenge', 'ChallengeDetail', ['ChallengeDetail'], []],
  ['listed-challenge', 'ChallengeList', ['ChallengeList'], []],
  ['uses', 'DecidedUse', ['DecidedUse'], []],
  ['uses', 'Use', ['Use'], []],
  ['uses', 'UseList', ['UseList'], []],
] as const;

interface Member {
  readonly optional: boolean;
  readonly type: string;
}

/** The members of an interface of the SDK, those that it inherits included. */
function membersOf(file: string, name: string): Map<string, Member> {
  const members = new Map<string, Member>();
  for (const one of sourceOf(`libs/server-sdk/src/${file}.ts`).statements) {
    if (!ts.isInterfaceDeclaration(one) || one.name.text !== name) continue;
    for (const parent of one.heritageClauses?.flatMap((clause) => clause.types) ?? []) {
      for (const [key, member] of membersOf(file, parent.getText())) members.set(key, member);
    }
    for (const member of one.members) {
      if (!ts.isPropertySignature(member) || !member.type) continue;
      members.set(member.name.getText(), {
        optional: member.questionToken !== undefined,
        type: member.type.getText(),
      });
    }
  }
  return members;
}

/** The schema behind a reference, and whether `null` is among what it allows. */
function resolved(schema: Schema): { schema: Schema; nullable: boolean } {
  const { $ref, oneOf, type } = schema as {
    $ref?: string;
    oneOf?: readonly Schema[];
    type?: string | readonly string[];
  };
  if ($ref !== undefined) return resolved(schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  if (oneOf) {
    const real = oneOf.filter((one) => (one as { type?: string }).type !== 'null');
    return { schema: resolved(real[0] ?? {}).schema, nullable: real.length < oneOf.length };
  }
  return { schema, nullable: Array.isArray(type) ? type.includes('null') : type === 'null' };
}

/** The word of TypeScript for the JSON type of a schema. */
function wordFor(schema: Schema): RegExp {
  const { type, enum: values } = schema as { type?: string | readonly string[]; enum?: unknown };
  const types = (Array.isArray(type) ? type : [type]).filter((one) => one !== 'null');
  if (types[0] === 'integer' || types[0] === 'number') return /\bnumber\b/;
  if (types[0] === 'boolean') return /\bboolean\b/;
  if (types[0] === 'array') return /\[\]/;
  if (types[0] === 'object') return /Record<|\{/;
  return values === undefined ? /\bstring\b/ : /\bstring\b|Status\b|Settlement\b|State\b/;
}

describe('the types of the published SDK', () => {
  it.each(pairs)(
    '%s.ts: %s has the members of the OpenAPI document, as optional as there',
    (file, name, of, own) => {
      const members = membersOf(file, name);
      const properties = of.map((one) => (schemas[one] as { properties: Record<string, Schema> }).properties);
      const all = Object.assign({}, ...properties) as Record<string, Schema>;
      const expected = [...Object.keys(all), ...own];
      expect([...members.keys()].sort()).toEqual(expected.sort());
      for (const [member, schema] of Object.entries(all)) {
        const { optional = false, type = '' } = members.get(member) ?? {};
        const wire = resolved(schema);
        const real = wire.schema as { type?: unknown; const?: unknown };
        if (real.type !== 'null' && real.const === undefined)
          expect(`${member}: ${type}`).toMatch(wordFor(wire.schema));
        // What may be null on the wire is either null or absent here.
        if (wire.nullable) expect(optional || type.includes('null')).toBe(true);
      }
    },
  );
});
