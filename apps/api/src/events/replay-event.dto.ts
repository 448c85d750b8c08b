import { IsOptional, IsString } from 'class-validator';

/** The body of `POST /api/merchant/events/{id}/replay`. Without `endpointId` the event goes to all webhooks that want it. */
export class ReplayEventDto {
  @IsOptional()
  @IsString()
  endpointId?: string | null;
}
