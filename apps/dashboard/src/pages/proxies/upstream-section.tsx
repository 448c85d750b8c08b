import { AccessCard } from './access-card.js';
import type { SectionProps } from './prices-section.js';
import { UpstreamCard } from './upstream-card.js';
import { UpstreamHeaderCard } from './upstream-header-card.js';

/** Where paid requests go, what is sent with them, and which ones are let through. */
export function UpstreamSection(props: SectionProps) {
  return (
    <>
      <UpstreamCard {...props} />
      <UpstreamHeaderCard key={props.proxy.authHeader} {...props} />
      <AccessCard {...props} />
    </>
  );
}
