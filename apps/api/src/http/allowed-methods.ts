import type { RouteOptions } from 'fastify';

interface KnownRoute {
  readonly segments: readonly string[];
  readonly methods: Set<string>;
}

/**
 * Knows every route's pattern, to tell an address that does not exist from one that does not take the method. Asked only
 * when the router has found nothing.
 */
export class AllowedMethods {
  private readonly routes = new Map<string, KnownRoute>();

  /** Remembers a route. */
  add(route: RouteOptions): void {
    const known = this.routes.get(route.url) ?? {
      segments: route.url.split('/'),
      methods: new Set<string>(),
    };
    for (const method of [route.method].flat()) known.methods.add(method.toUpperCase());
    this.routes.set(route.url, known);
  }

  /**
   * The methods that the address of this request target takes, in alphabetical order; none if it does not exist. Where a
   * literal pattern fits, others that would take its words for a parameter are not asked.
   */
  of(target: string): readonly string[] {
    const [path = ''] = target.split('?', 1);
    const segments = path.split('/').map(decoded);
    const fitting = [...this.routes.values()].filter((route) => matches(route.segments, segments));
    const fewest = Math.min(...fitting.map(parameters));
    const closest = fitting.filter((route) => parameters(route) === fewest);
    return [...new Set(closest.flatMap((route) => [...route.methods]))].sort();
  }
}

function parameters({ segments }: KnownRoute): number {
  return segments.filter((segment) => segment === '*' || segment.startsWith(':')).length;
}

/** A pattern's segment is literal, `:name` for anything but nothing, or `*` for all that is left. */
function matches(pattern: readonly string[], segments: readonly string[]): boolean {
  for (const [i, expected] of pattern.entries()) {
    if (expected === '*') return true;
    const segment = segments[i];
    if (segment === undefined) return false;
    if (expected.startsWith(':') ? segment === '' : segment !== expected) return false;
  }
  return pattern.length === segments.length;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
