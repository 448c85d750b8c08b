import { z } from 'zod/v4';

/** Whole satoshis. */
export const sats = z.int('must be a whole number of satoshis').min(1, 'must be at least 1');

/** A text that is not blank. */
export const text = z.string().trim().min(1, 'must not be blank');

/** An HTTP method. */
export const httpMethod = z
  .string()
  .regex(/^[A-Z](?:[A-Z-]{0,30}[A-Z])?$/, 'must be an HTTP method in upper case, such as GET');

/** The public id of a proxy, which becomes part of an address. */
export const proxyId = z
  .string()
  .regex(/^[a-z0-9-]{1,48}$/, 'must be the proxyId that create_proxy answered, such as weather-a1b2')
  .describe('The proxyId that create_proxy answered');

/** A text of 64 hexadecimal digits. */
export const hex64 = z.string().regex(/^[0-9A-Fa-f]{64}$/, 'must be 64 hexadecimal digits');

/** A number that counts something, from 1. */
export const positive = z.int('must be a whole number').min(1, 'must be at least 1');
