import { AggregatorRegistry } from 'prom-client';
import type { Metrics } from './metrics.js';

/**
 * The figures of several parts of one process as Prometheus reads them, each name once: what two parts count under the
 * same name and labels is added up.
 */
export async function sumOf(parts: readonly Metrics[]): Promise<string> {
  const figures = await Promise.all(parts.map(({ registry }) => registry.getMetricsAsJSON()));
  return AggregatorRegistry.aggregate(figures).metrics();
}
