type SystemError = Error & Partial<Record<'code' | 'syscall' | 'address' | 'port', unknown>>;

/** Why the demonstration does not run, as one line that a person can act on. */
export function oneLine(error: unknown): string {
  const { message, code, syscall, address, port } = error as SystemError;
  if (syscall !== 'listen') return message;
  const where = `cannot listen on ${String(address)}:${String(port)}`;
  if (code === 'EADDRINUSE')
    return `${where}: another program uses this port, perhaps another demonstration; stop that, or set DEMO_PORT to a free port`;
  return `${where}: ${String(code)}; set DEMO_PORT to another`;
}
