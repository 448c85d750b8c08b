import { Module } from '@nestjs/common';
import { AuditLogRepository } from './audit-log.repository.js';
import { AuditLog } from './audit-log.js';

/** The log of changes. Whoever changes something writes into it by `appendAuditEntry`. */
@Module({ providers: [AuditLog, AuditLogRepository], exports: [AuditLog] })
export class AuditModule {}
