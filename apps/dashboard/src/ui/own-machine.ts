/** Whether a host, as addresses write it, is the machine itself, which nobody else reaches by it. */
export function isOwnMachine(host: string): boolean {
  return host === '[::1]' || /^(?:127(?:\.\d+){3}|(?:.+\.)?localhost)$/.test(host);
}

/** Where the same page stands under a name, if its address is a number; null if that is a name, or nobody knows another. */
export function namedAddress(href: string): string | null {
  const url = new URL(href);
  if (!isNumber(url.hostname) || !isOwnMachine(url.hostname)) return null;
  url.hostname = 'localhost';
  return url.href;
}

/** Whether a host is an address of a machine and no name. */
export function isNumber(host: string): boolean {
  return host.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(host);
}
