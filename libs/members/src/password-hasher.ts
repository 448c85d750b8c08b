import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ServiceUnavailable } from '@turnpike/problems';
import { memberBounds } from './member-bounds.js';
import { normalPassword } from './password-rules.js';

/** How dear a hash is: 2 to the power of `costLog2` rounds over blocks of `blockSize`, `parallel` times. */
interface ScryptCost {
  readonly costLog2: number;
  readonly blockSize: number;
  readonly parallel: number;
}

const COST: ScryptCost = { costLog2: 15, blockSize: 8, parallel: 1 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;
const MEMORY_BYTES_MAX = 64 * 1024 * 1024;
const STORED = /^scrypt\$(\d{2})\$(\d{1,2})\$(\d)\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/;
const RETRY_SECONDS = 2;

/**
 * Hashes passwords with scrypt, its parameters and salt in front. Each takes 32 MiB and a thread, so few run at a time in a
 * process and a bounded number waits; beyond that `ServiceUnavailable`.
 */
@Injectable()
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  /** The hash of a password, under a salt of its own. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.derive(password, salt, COST);
    const { costLog2, blockSize, parallel } = COST;
    return [
      'scrypt',
      costLog2,
      blockSize,
      parallel,
      salt.toString('base64url'),
      hash.toString('base64url'),
    ].join('$');
  }

  /** Whether a password is the one of a stored hash. Without one the same work is done, and the answer is no. */
  async matches(password: string, stored: string | null): Promise<boolean> {
    const [, costLog2, blockSize, parallel, salt = '', expected = ''] = STORED.exec(stored ?? '') ?? [];
    if (salt === '') {
      await this.derive(password, randomBytes(SALT_BYTES), COST);
      return false;
    }
    const cost = { costLog2: Number(costLog2), blockSize: Number(blockSize), parallel: Number(parallel) };
    const hash = await this.derive(password, Buffer.from(salt, 'base64url'), cost);
    return timingSafeEqual(hash, Buffer.from(expected, 'base64url'));
  }

  private async derive(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
    await this.turn();
    try {
      return await scryptOf(normalPassword(password), salt, cost);
    } finally {
      // The turn is handed on, so that nobody comes in between.
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next();
    }
  }

  private async turn(): Promise<void> {
    if (this.running >= memberBounds.passwordHashesAtATime) {
      if (this.waiting.length >= memberBounds.passwordHashesWaitingMax) {
        throw new ServiceUnavailable(RETRY_SECONDS);
      }
      await new Promise<void>((resolve) => this.waiting.push(resolve));
      return;
    }
    this.running += 1;
  }
}

function scryptOf(password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> {
  const options = {
    N: 2 ** cost.costLog2,
    r: cost.blockSize,
    p: cost.parallel,
    maxmem: MEMORY_BYTES_MAX,
  };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, options, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}
