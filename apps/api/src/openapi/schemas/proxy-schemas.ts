import { limits } from '@turnpike/config';
import { proxyBounds as bounds } from '@turnpike/proxies';
import type { Schema } from '../openapi-types.js';
import { answer, nullable, optional, ref, request } from './schema-parts.js';

const text: Schema = { type: 'string' };
const nullableText: Schema = { type: ['string', 'null'] };
const count: Schema = { type: 'integer', minimum: 0 };
const proxyId: Schema = { type: 'string', pattern: '^[a-z0-9-]{1,48}$', description: 'Stays as it is.' };
const texts = (max: number, charsMax: number): Schema => ({
  type: 'array',
  maxItems: max,
  items: { type: 'string', maxLength: charsMax },
});
const list = (schema: Schema): Schema => nullable(schema);
const methods = texts(bounds.methodsMax, 32);
const globs = texts(bounds.globsMax, bounds.globCharsMax);
const sats: Schema = { ...ref('PriceSats') };
const health: Schema = {
  enum: ['ok', 'down', 'unknown'],
  description: 'What the last look at the upstream of a listed proxy found.',
};

const terms: Readonly<Record<string, Schema>> = {
  description: optional('string', { maxLength: bounds.descriptionCharsMax }),
  isActive: optional('boolean', { description: 'While false, it answers 404. New ones are active.' }),
  authHeader: optional('string', {
    maxLength: bounds.headerNameCharsMax,
    description: 'A header that every request gets on its way to the upstream.',
  }),
  authValue: optional('string', {
    maxLength: bounds.headerValueCharsMax,
    writeOnly: true,
    description: 'Its value. Kept sealed and never shown; https upstreams only.',
  }),
  timeout: optional('integer', {
    minimum: bounds.timeoutSecondsMin,
    maximum: bounds.timeoutSecondsMax,
    description: `Seconds that the upstream has to answer; ${String(bounds.timeoutSecondsDefault)} unless it is said.`,
  }),
  allowedMethods: { ...list(methods), description: 'Empty: every method. GET admits HEAD.' },
  allowedPaths: {
    ...list(globs),
    description: 'Globs, in which `*` stands for anything, slashes too. Empty: every path.',
  },
  blockedPaths: { ...list(globs), description: 'Globs, which win over those that allow.' },
  hosts: {
    ...list(texts(bounds.hostsMax, 253)),
    description: 'Host names of your own. Each leads to the proxy once its TXT record was found.',
  },
};

const proxyMembers: Readonly<Record<string, Schema>> = {
  id: { type: 'integer', minimum: 1 },
  proxyId,
  proxyUrl: { ...text, description: 'Path of the gateway, to which that of a request is appended.' },
  mode: {
    enum: ['test', 'live'],
    description: 'Whose invoices payers get: the mode of the key that made it.',
  },
  name: text,
  description: nullableText,
  targetBaseUrl: { ...text, description: 'Where requests go. Not told to payers.' },
  defaultPriceSats: sats,
  isActive: { type: 'boolean' },
  authHeader: nullableText,
  hasAuthValue: { type: 'boolean' },
  timeout: { type: 'integer', description: 'Seconds.' },
  allowedMethods: methods,
  allowedPaths: globs,
  blockedPaths: globs,
  hosts: { type: 'array', maxItems: bounds.hostsMax, items: ref('ProxyHost') },
  retiredAt: nullable(ref('Timestamp')),
  createdAt: ref('Timestamp'),
};

const settings: Readonly<Record<string, Schema>> = {
  manifestEnabled: { type: 'boolean', description: 'Whether prices are told in public at all.' },
  manifestPubliclyListed: { type: 'boolean', description: 'Whether the registry shows it: live ones only.' },
  serviceDescription: nullableText,
  categories: texts(bounds.categoriesMax, bounds.categoryCharsMax),
  contactEmail: nullableText,
  documentationUrl: nullableText,
  termsOfServiceUrl: nullableText,
};

const endpointTerms: Readonly<Record<string, Schema>> = {
  summary: optional('string', { maxLength: bounds.summaryCharsMax }),
  maxUses: optional('integer', {
    minimum: 1,
    maximum: limits.usesMax,
    description: 'How many requests one payment is good for; absent: as many as a token lives.',
  }),
  tokenValiditySeconds: optional('integer', {
    minimum: limits.tokenValiditySecondsMin,
    maximum: limits.tokenValiditySecondsMax,
  }),
  reserve: optional('boolean', {
    description: 'Whether a use is given back when the upstream fails. True unless it is said.',
  }),
  isActive: optional('boolean', { description: 'While false, its paths cost what they would without it.' }),
};
const endpointRequired: Readonly<Record<string, Schema>> = {
  path: {
    type: 'string',
    maxLength: limits.resourceBytesMax,
    description: 'Below the proxy, `{name}` for a segment that may be anything.',
  },
  httpMethod: { type: 'string', pattern: '^[A-Z]([A-Z-]{0,30}[A-Z])?$', description: 'GET admits HEAD.' },
  basePriceSats: sats,
};

/** Schemas of proxies. */
export const proxySchemas: Readonly<Record<string, Schema>> = {
  ProxyHost: answer('A host name of your own.', {
    host: text,
    isProven: { type: 'boolean', description: 'Whether it leads to the proxy.' },
    txtRecord: answer('What its DNS must hold before.', { name: text, value: text }),
  }),
  Proxy: answer('An API behind the gateway.', proxyMembers),
  ProxyWithFigures: answer(
    'An API behind the gateway, with what it has brought as far as figures are kept.',
    {
      ...proxyMembers,
      requests: { ...count, description: 'Admitted ones.' },
      revenueSats: count,
    },
  ),
  ProxyList: answer('The proxies of this mode, oldest first.', {
    proxies: { type: 'array', maxItems: bounds.proxiesMax, items: ref('Proxy') },
  }),
  ProxyRequest: request('The proxy to make.', ['name', 'targetBaseUrl', 'defaultPriceSats'], {
    name: { type: 'string', minLength: 1, maxLength: bounds.nameCharsMax },
    targetBaseUrl: {
      type: 'string',
      maxLength: bounds.urlCharsMax,
      description: 'http or https, on port 80 or 443, a public host name.',
    },
    defaultPriceSats: sats,
    ...terms,
  }),
  ProxyPatch: request('What to change; what is absent stays, an empty text is taken away.', [], {
    name: optional('string', { minLength: 1, maxLength: bounds.nameCharsMax }),
    targetBaseUrl: optional('string', { maxLength: bounds.urlCharsMax }),
    defaultPriceSats: nullable(sats),
    ...terms,
  }),
  ProxyHostList: answer('The host names of a proxy.', {
    hosts: { type: 'array', maxItems: bounds.hostsMax, items: ref('ProxyHost') },
  }),
  UnpublishRequest: request('Why, for your own log.', [], {
    reason: optional('string', { maxLength: bounds.reasonCharsMax }),
  }),
  Unpublished: answer('A proxy that is published no more.', {
    proxyId,
    retired: { const: true },
    alreadyRetired: { type: 'boolean', description: 'Whether it had been before.' },
  }),
  ProxyEndpoint: answer('The price of some paths.', {
    id: { type: 'integer', minimum: 1 },
    endpointId: text,
    path: { ...text, description: 'In canonical form.' },
    httpMethod: text,
    summary: nullableText,
    basePriceSats: sats,
    maxUses: { type: ['integer', 'null'] },
    tokenValiditySeconds: { type: ['integer', 'null'] },
    reserve: { type: 'boolean' },
    isActive: { type: 'boolean' },
  }),
  ProxyEndpointList: answer('The endpoints of a proxy, oldest first.', {
    endpoints: { type: 'array', maxItems: bounds.endpointsMax, items: ref('ProxyEndpoint') },
  }),
  ProxyEndpointRequest: request(
    'The endpoint to add.',
    ['endpointId', 'path', 'httpMethod', 'basePriceSats'],
    {
      endpointId: { type: 'string', minLength: 1, maxLength: bounds.endpointIdCharsMax },
      ...endpointRequired,
      ...endpointTerms,
    },
  ),
  ProxyEndpointPatch: request('What to change; what is absent stays.', [], {
    path: optional('string', { maxLength: limits.resourceBytesMax }),
    httpMethod: optional('string', {}),
    basePriceSats: nullable(sats),
    ...endpointTerms,
  }),
  ManifestSettings: answer('What is told of a proxy in public.', {
    ...settings,
    manifestUrl: { ...text, description: 'Path of the gateway; it answers 404 while nothing is told.' },
    health,
    probedAt: { ...nullable(ref('Timestamp')), description: 'When that was; null before the first look.' },
  }),
  ManifestPatch: request('What to change; what is absent stays, an empty text is taken away.', [], {
    manifestEnabled: optional('boolean', {}),
    manifestPubliclyListed: optional('boolean', {}),
    serviceDescription: optional('string', { maxLength: bounds.descriptionCharsMax }),
    categories: list(texts(bounds.categoriesMax, bounds.categoryCharsMax)),
    contactEmail: optional('string', { maxLength: bounds.emailCharsMax }),
    documentationUrl: optional('string', { maxLength: bounds.urlCharsMax }),
    termsOfServiceUrl: optional('string', { maxLength: bounds.urlCharsMax }),
  }),
  Registry: answer('One page of what merchants list.', {
    items: {
      type: 'array',
      maxItems: bounds.pageSizeMax,
      items: answer('A service.', {
        name: text,
        description: nullableText,
        parsedCategories: texts(bounds.categoriesMax, bounds.categoryCharsMax),
        endpointCount: count,
        defaultPriceSats: sats,
        manifestUrl: text,
        proxyBaseUrl: text,
        documentationUrl: nullableText,
        health,
      }),
    },
    total: count,
  }),
  ImportRequest: request('An OpenAPI document in JSON: its address, or itself.', [], {
    url: optional('string', { maxLength: bounds.urlCharsMax, description: 'An https address.' }),
    document: optional('object', {}),
    dryRun: optional('boolean', { description: 'Tells what would be done, and does nothing.' }),
  }),
};
