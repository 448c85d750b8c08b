import { role } from './create-cluster.js';

/** The address of a database of the server on that port of this machine. It contains the password. */
export function embeddedUrl(password: string, port: number, database: string): string {
  // The server has no certificate, and PGSSLMODE must not ask for one.
  return `postgresql://${role}:${password}@127.0.0.1:${port}/${database}?sslmode=disable`;
}
