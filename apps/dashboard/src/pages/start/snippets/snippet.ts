/** Lines for one framework. */
export interface Snippet {
  readonly id: string;
  readonly name: string;
  /** The file that they stand in. */
  readonly file: string;
  /** What to do with it. */
  readonly start: string;
  /** The lines, for an instance at this address. */
  readonly code: (baseUrl: string) => string;
}
