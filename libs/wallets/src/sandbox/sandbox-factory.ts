import { Injectable } from '@nestjs/common';
import { Clock } from '@turnpike/config';
import type { Tenant } from '@turnpike/l402';
import { CredentialInvalid } from '../wallet-errors.js';
import { SandboxFaults } from './sandbox-faults.js';
import { SandboxNode } from './sandbox-node.js';
import { SandboxProvider } from './sandbox.provider.js';
import { SandboxRepository } from './sandbox.repository.js';

/** Opens the sandbox for a merchant. It never does in live mode, where it would give away what is for sale. */
@Injectable()
export class SandboxFactory {
  constructor(
    private readonly node: SandboxNode,
    private readonly repository: SandboxRepository,
    private readonly faults: SandboxFaults,
    private readonly clock: Clock,
  ) {}

  /** The sandbox of a merchant; throws `CredentialInvalid` for a live tenant. */
  open(tenant: Tenant): SandboxProvider {
    if (tenant.mode !== 'test') throw new CredentialInvalid();
    return new SandboxProvider(tenant.merchantId, this.node, this.repository, this.faults, this.clock);
  }
}
