import { Module } from '@nestjs/common';
import { AuditModule } from '@turnpike/audit';
import { AuditController } from './audit.controller.js';
import { InstanceAuditController } from './instance-audit.controller.js';

/** The log of changes over HTTP. */
@Module({ imports: [AuditModule], controllers: [AuditController, InstanceAuditController] })
export class AuditRoutesModule {}
