import { Global, Module } from '@nestjs/common';
import { OwnOrigin } from './own-origin.js';
import { PublicUrl } from './public-url.js';
import { RateLimiter } from './rate-limit.js';
import { SessionCookie } from './session-cookie.js';
import { Shutdown } from './shutdown.js';

/** What routes need to know of the server they are part of. */
@Global()
@Module({
  providers: [OwnOrigin, PublicUrl, RateLimiter, SessionCookie, Shutdown],
  exports: [OwnOrigin, PublicUrl, RateLimiter, SessionCookie, Shutdown],
})
export class HttpModule {}
