import { proxyBounds } from '@turnpike/proxies';
import { HasCharacters } from '../http/characters.decorator.js';

/** The body of `POST /api/proxy/probe`. */
export class ProbeUpstreamDto {
  @HasCharacters(1, proxyBounds.urlCharsMax)
  targetBaseUrl!: string;
}
