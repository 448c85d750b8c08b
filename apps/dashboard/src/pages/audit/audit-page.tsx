import { useMode } from '../../api/mode.js';
import { Page } from '../../ui/page.js';
import { AuditLog } from './audit-log.js';

/** Who changed what of the merchant. */
export function AuditPage() {
  const mode = useMode();
  return (
    <Page title="Audit log" description={`Changes in ${mode} mode, and those that count for both.`}>
      <AuditLog of="merchant" />
    </Page>
  );
}
