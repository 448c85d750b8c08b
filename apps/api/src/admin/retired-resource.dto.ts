import { IsResource } from './text.decorator.js';

/** The body of `PUT` and `DELETE /api/admin/merchants/{id}/retired-resources`. */
export class RetiredResourceDto {
  @IsResource()
  resource!: string;
}
