const EVERY_ADDRESS: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** What an instance that listens on HOST is called in addresses where no PUBLIC_URL says it: `localhost` if it listens everywhere. */
export function ownHost(host: string): string {
  if (EVERY_ADDRESS.has(host)) return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
