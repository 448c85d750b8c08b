import { Injectable } from '@nestjs/common';
import { PrismaService } from '@turnpike/database';
import type { Prisma, TransactionClient } from '@turnpike/database';
import { modeNumber } from '@turnpike/l402';
import type { Tenant } from '@turnpike/l402';
import type { EndpointView } from './proxy-endpoint.js';
import type { HostRow, ProxyRow } from './proxy-row.js';

/** An endpoint with the number of its proxy. */
export type EndpointRow = EndpointView & { readonly proxyId: number };

/** A proxy that is held against other changes, with all that its price depends on. */
export interface HeldProxy {
  readonly row: ProxyRow;
  readonly endpoints: readonly EndpointRow[];
}

/** What of a row may be written. */
export type ProxyData = Omit<Prisma.ProxyUncheckedUpdateInput, 'id' | 'publicId' | 'merchantId' | 'mode'>;

/** The statements about proxies by which they are managed. */
@Injectable()
export class ProxyRepository {
  constructor(private readonly prisma: PrismaService) {}

  /** A tenant's proxies, oldest first, with their host names. */
  async list({ merchantId, mode }: Tenant, max: number): Promise<{ rows: ProxyRow[]; hosts: HostRow[] }> {
    const where = { merchantId, mode: modeNumber(mode) };
    const rows = await this.prisma.proxy.findMany({ where, orderBy: { id: 'asc' }, take: max });
    return { rows, hosts: await this.hostsOf(rows.map(({ id }) => id)) };
  }

  /** One of a tenant's proxies; null if it has none of this public id. */
  find({ merchantId, mode }: Tenant, publicId: string): Promise<ProxyRow | null> {
    return this.prisma.proxy.findFirst({ where: { publicId, merchantId, mode: modeNumber(mode) } });
  }

  /** The host names of some proxies. */
  hostsOf(ids: readonly number[]): Promise<HostRow[]> {
    const proxyId = { in: [...ids] };
    return this.prisma.proxyHost.findMany({ where: { proxyId }, orderBy: { host: 'asc' } });
  }

  /** The endpoints of a proxy, oldest first. */
  endpointsOf(proxyId: number): Promise<EndpointRow[]> {
    return this.prisma.proxyEndpoint.findMany({ where: { proxyId }, orderBy: { id: 'asc' } });
  }

  /** How many proxies a merchant has in one of these modes that are not retired. */
  count(merchantId: number, modes: readonly number[]): Promise<number> {
    return this.prisma.proxy.count({ where: { merchantId, mode: { in: [...modes] }, retiredAt: null } });
  }

  /** Whether a merchant has any, in either mode; `isActive`: one that is served. */
  async hasAny(merchantId: number, isActive?: true): Promise<boolean> {
    const where = { merchantId, retiredAt: null, ...(isActive && { isActive }) };
    return (await this.prisma.proxy.findFirst({ where, select: { id: true } })) !== null;
  }

  /** Runs `work` in one transaction and commits; rolls back if it throws. */
  transaction<T>(work: (tx: TransactionClient) => Promise<T>): Promise<T> {
    return this.prisma.$transaction(work);
  }

  /**
   * Stores a proxy unless its merchant has `max` in these modes, or as many as one mode may hold; null then. Two makings of
   * one merchant come one after the other.
   */
  async insert(
    tx: TransactionClient,
    { merchantId, mode }: Tenant,
    data: Omit<Prisma.ProxyUncheckedCreateInput, 'merchantId' | 'mode'>,
    bound: { readonly modes: readonly number[]; readonly max: number },
  ): Promise<ProxyRow | null> {
    await tx.$queryRaw`SELECT 1 FROM pg_advisory_xact_lock(hashtextextended('proxy', ${merchantId}::int8))`;
    const where = { merchantId, mode: { in: [...bound.modes] }, retiredAt: null };
    if ((await tx.proxy.count({ where })) >= bound.max) return null;
    return tx.proxy.create({ data: { ...data, merchantId, mode: modeNumber(mode) } });
  }

  /** Holds a tenant's proxy until the transaction ends; null if it has none of this public id. */
  async hold(
    tx: TransactionClient,
    { merchantId, mode }: Tenant,
    publicId: string,
    at: Date,
  ): Promise<HeldProxy | null> {
    const where = { publicId, merchantId, mode: modeNumber(mode) };
    const [row] = await tx.proxy.updateManyAndReturn({ where, data: { updatedAt: at } });
    if (row === undefined) return null;
    const of = { where: { proxyId: row.id }, orderBy: { id: 'asc' } } as const;
    return { row, endpoints: await tx.proxyEndpoint.findMany(of) };
  }

  /** The host names of a held proxy. */
  hostsHeld(tx: TransactionClient, proxyId: number): Promise<HostRow[]> {
    return tx.proxyHost.findMany({ where: { proxyId }, orderBy: { host: 'asc' } });
  }

  /** Writes members of a held proxy. */
  write(tx: TransactionClient, id: number, data: ProxyData): Promise<ProxyRow> {
    return tx.proxy.update({ where: { id }, data });
  }

  /** Removes a held proxy with all that belongs to it. */
  async remove(tx: TransactionClient, id: number): Promise<void> {
    await tx.proxyHost.deleteMany({ where: { proxyId: id } });
    await tx.proxyEndpoint.deleteMany({ where: { proxyId: id } });
    await tx.proxy.delete({ where: { id }, select: { id: true } });
  }

  /** Has a held proxy exactly these host names; one that was proven stays so. */
  async setHosts(
    tx: TransactionClient,
    proxyId: number,
    hosts: readonly string[],
    newProof: () => string,
  ): Promise<void> {
    await tx.proxyHost.deleteMany({ where: { proxyId, host: { notIn: [...hosts] } } });
    const data = hosts.map((host) => ({ proxyId, host, proof: newProof() }));
    await tx.proxyHost.createMany({ data, skipDuplicates: true });
  }

  /** A host name leads to this proxy from now on, and to no other: who proved it last has its DNS now. */
  async setProven(
    tx: TransactionClient,
    proxyId: number,
    host: string,
    proof: string,
    at: Date,
  ): Promise<void> {
    await tx.proxyHost.updateMany({
      where: { host, proxyId: { not: proxyId }, provenAt: { not: null } },
      data: { provenAt: null },
    });
    await tx.proxyHost.updateMany({ where: { proxyId, host, proof }, data: { provenAt: at } });
  }
}
