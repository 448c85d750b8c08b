import { Page } from '../../ui/page.js';
import { AuditLog } from '../audit/audit-log.js';
import { OperatorsOnly } from './operators-only.js';

/** Who changed what, of all merchants and of the instance itself. */
export function OperatorAuditPage() {
  return (
    <OperatorsOnly title="Audit of all">
      <Page title="Audit of all" description="Changes of all merchants, and of the instance itself.">
        <AuditLog of="instance" />
      </Page>
    </OperatorsOnly>
  );
}
