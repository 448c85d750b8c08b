import { Link } from '@tanstack/react-router';
import classes from './proxies.module.css';

/** The parts of a proxy's page, each with its own address. */
export const proxySections = ['overview', 'prices', 'upstream', 'public'] as const;

/** One of them. */
export type ProxySection = (typeof proxySections)[number];

const titles: Readonly<Record<ProxySection, string>> = {
  overview: 'Overview',
  prices: 'Prices',
  upstream: 'Upstream',
  public: 'Public',
};

/** The part that an address names; the first for any other word. */
export function chosenSection(text: string | undefined): ProxySection {
  return proxySections.find((one) => one === text) ?? 'overview';
}

/** The way between the parts. */
export function ProxySections({
  proxyId,
  section,
}: {
  readonly proxyId: string;
  readonly section: ProxySection;
}) {
  return (
    <nav aria-label="Parts of this proxy" className={classes['sections']}>
      {proxySections.map((one) => (
        <Link
          key={one}
          to="/proxies/$proxyId"
          params={{ proxyId }}
          // The part that is shown leads to itself, so that it alone is marked as the current one.
          search={one === section ? (before) => before : { section: one }}
          resetScroll={false}
          className={classes['section'] ?? ''}
          activeOptions={{ exact: true, includeSearch: true }}
        >
          {titles[one]}
        </Link>
      ))}
    </nav>
  );
}
