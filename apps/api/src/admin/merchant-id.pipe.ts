import { Injectable } from '@nestjs/common';
import type { PipeTransform } from '@nestjs/common';
import { parseMerchantId } from '@turnpike/l402';
import type { MerchantId } from '@turnpike/l402';
import { NotFound } from '@turnpike/problems';

/** Reads the merchant id of an address. What is not a plain whole number names no merchant: `NotFound`. */
@Injectable()
export class MerchantIdPipe implements PipeTransform<string, MerchantId> {
  transform(text: string): MerchantId {
    const merchantId = /^[1-9][0-9]{0,9}$/.test(text) ? parseMerchantId(Number(text)) : null;
    if (merchantId === null) throw new NotFound('Merchant');
    return merchantId;
  }
}
