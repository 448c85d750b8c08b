import { Injectable } from '@nestjs/common';
import { PrismaService } from '@turnpike/database';
import type { TransactionClient } from '@turnpike/database';
import { modeNumber } from '@turnpike/l402';
import type { Tenant } from '@turnpike/l402';
import { DEFAULT_SETTINGS, settingsFromRow } from './merchant-settings.js';
import type { MerchantSettings, SettingsPatch } from './merchant-settings.js';

/** The statements about settings. */
@Injectable()
export class SettingsRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** Runs `work` in one transaction and commits; rolls back if it throws. */
  transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }

  /** The tenant's row, or null if nothing was ever set. */
  async find({ merchantId, mode }: Tenant): Promise<MerchantSettings | null> {
    const row = await this.prisma.merchantSettings.findUnique({
      where: { merchantId_mode: { merchantId, mode: modeNumber(mode) } },
    });
    return row === null ? null : settingsFromRow(row);
  }

  /** Writes the given members, at least one, over the row or over the defaults, in one statement. */
  async write(
    tx: TransactionClient,
    { merchantId, mode }: Tenant,
    patch: SettingsPatch,
  ): Promise<MerchantSettings> {
    const id = { merchantId, mode: modeNumber(mode) };
    const row = await tx.merchantSettings.upsert({
      where: { merchantId_mode: id },
      create: { ...id, ...DEFAULT_SETTINGS, ...patch },
      update: patch,
    });
    return settingsFromRow(row);
  }
}
