import { useQuery } from '@tanstack/react-query';
import type { Mode } from '../../api/mode.js';
import { Card } from '../../ui/card.js';
import { Facts } from '../../ui/facts.js';
import { dayWords, grouped, sats, share } from '../../ui/format.js';
import { Money } from '../../ui/money.js';
import { QueryView } from '../../ui/query-view.js';
import { usageQuery } from './plan-api.js';
import { UsageMeter } from './usage-meter.js';
import classes from './usage-card.module.css';

/** What of the caps is used this month, and what was sold in the mode that is looked at. */
export function UsageCard({ mode }: { readonly mode: Mode }) {
  const usage = useQuery({ ...usageQuery(mode), refetchInterval: 60_000 });
  return (
    <Card title="This month" description="By the calendar of UTC. Repeats of the same mint are not counted.">
      <QueryView query={usage} height={220}>
        {({ caps, capUsage, challenges, paidChallenges, revenueSats, resources, proxies, periodEnd }) => (
          <div className={classes['usage']}>
            <div className={classes['meters']}>
              <UsageMeter
                name="Challenges"
                used={capUsage?.challenges ?? challenges}
                cap={caps.challenges}
                note={
                  capUsage == null ? `Minted in ${mode} mode.` : 'Counted over both modes as your plan says.'
                }
              />
              <UsageMeter
                name="Resources"
                used={capUsage?.resources ?? resources}
                cap={caps.resources}
                note="Different endpoints; ids in a path count as one."
              />
              {(caps.proxies !== null || proxies > 0) && (
                <UsageMeter
                  name="Proxies"
                  used={proxies}
                  cap={caps.proxies}
                  note="Published at this moment."
                />
              )}
            </div>
            <div className={classes['facts']}>
              <Facts
                of={[
                  [
                    `Paid in ${mode} mode`,
                    challenges === 0
                      ? grouped(paidChallenges)
                      : `${grouped(paidChallenges)} (${share(paidChallenges, challenges)} of ${grouped(challenges)})`,
                  ],
                  ['Revenue', <Money key="revenue" sats={revenueSats} />],
                  ['Highest price', caps.priceSats === null ? 'no limit' : sats(caps.priceSats)],
                  ['Counts begin anew', dayWords(periodEnd.slice(0, 10))],
                ]}
              />
            </div>
          </div>
        )}
      </QueryView>
    </Card>
  );
}
