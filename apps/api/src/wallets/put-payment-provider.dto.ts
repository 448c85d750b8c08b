import { HasCharacters } from '../http/characters.decorator.js';
import { KIND_CHARS_MAX } from './wallet-words.js';

/** The body of `PUT /api/merchant/payment-provider`: a kind of wallet. */
export class PutPaymentProviderDto {
  @HasCharacters(1, KIND_CHARS_MAX)
  provider!: string;
}
