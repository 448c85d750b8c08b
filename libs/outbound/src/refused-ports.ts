/** Below 1024 only the web's ports are called. */
const LOW_PORTS: ReadonlySet<number> = new Set([80, 443]);

/** Databases, caches, brokers and control planes that listen above: nobody's wallet or web service stands there. */
const SERVICE_PORTS: ReadonlySet<number> = new Set([
  1433, 1521, 2049, 2375, 2376, 2379, 2380, 3306, 3389, 4369, 5432, 5433, 5672, 5900, 5984, 6000, 6379, 6380,
  6443, 6660, 6665, 6666, 6667, 6668, 6669, 6697, 7000, 7001, 7474, 8500, 8600, 9042, 9092, 9200, 9300, 10250,
  10255, 11211, 15672, 26379, 27017, 27018, 27019, 50000,
]);

/** Whether nothing that a merchant names is called on this port. */
export function isRefusedPort(port: number): boolean {
  return port < 1024 ? !LOW_PORTS.has(port) : SERVICE_PORTS.has(port);
}
