declare const brand: unique symbol;

/**
 * A plain value that has passed its one parser. Branded values compare, print and serialise like what they are,
 * but only the parser of that name makes one.
 */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name };
