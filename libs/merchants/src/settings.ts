import { Injectable } from '@nestjs/common';
import { appendAuditEntry, SYSTEM } from '@turnpike/audit';
import type { Author } from '@turnpike/audit';
import { Clock } from '@turnpike/config';
import type { Tenant } from '@turnpike/l402';
import { ValidationFailed } from '@turnpike/problems';
import { MerchantChanges } from './merchant-changes.js';
import { DEFAULT_SETTINGS, settingsFaults } from './merchant-settings.js';
import type { MerchantSettings, SettingsPatch } from './merchant-settings.js';
import { SettingsRepository } from './settings.repository.js';

/** A merchant's settings, apart for test and live mode. */
@Injectable()
export class Settings {
  constructor(
    private readonly repository: SettingsRepository,
    private readonly changes: MerchantChanges,
    private readonly clock: Clock,
  ) {}

  /** The settings in force; the defaults where nothing was ever set. */
  async get(tenant: Tenant): Promise<MerchantSettings> {
    return (await this.repository.find(tenant)) ?? DEFAULT_SETTINGS;
  }

  /**
   * Changes what is given, so that two patches of different members both hold. `ValidationFailed`, and nothing changed,
   * if any member is outside its range. In force everywhere within 2 s.
   */
  async patch(tenant: Tenant, patch: SettingsPatch, by: Author = SYSTEM): Promise<MerchantSettings> {
    const faults = settingsFaults(patch);
    if (Object.keys(faults).length > 0) throw new ValidationFailed(faults);
    if (Object.keys(patch).length === 0) return this.get(tenant);
    const { merchantId, mode } = tenant;
    const at = this.clock.now();
    const settings = await this.repository.transaction(async (tx) => {
      const written = await this.repository.write(tx, tenant, patch);
      const change = { action: 'settings.change', target: null, detail: { ...patch } } as const;
      await appendAuditEntry(tx, by, { merchantId, mode, ...change, at });
      return written;
    });
    await this.changes.announce(merchantId);
    return settings;
  }
}
