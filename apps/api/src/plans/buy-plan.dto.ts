import { IsString } from 'class-validator';

/** The body of `POST /api/merchant/subscription`. Which plans there are is known with the plans themselves. */
export class BuyPlanDto {
  @IsString()
  planId!: string;
}
