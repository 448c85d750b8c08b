import { limits } from '@turnpike/config';
import { type SandboxInstruction } from '@turnpike/wallets';
import { IsIn, IsInt, IsNotEmpty, IsOptional, IsString, Max, Min } from 'class-validator';

const OUTCOMES: readonly SandboxInstruction[] = ['pay', 'expire', 'fail', 'unknown'];

/** Body of `POST /api/sandbox/pay`. */
export class SandboxPayDto {
  @IsNotEmpty()
  @IsString()
  invoice!: string;

  /** What the sandbox does with the invoice; it pays unless told otherwise. */
  @IsOptional()
  @IsIn(OUTCOMES)
  outcome?: SandboxInstruction | null;

  /** How much later than the payment the wallet's word comes. */
  @IsOptional()
  @Min(0)
  @Max(limits.sandboxSettleDelaySecondsMax)
  @IsInt()
  settleDelaySeconds?: number | null;
}
