import { Global, Module } from '@nestjs/common';
import { PublicUrl } from './public-url.js';
import { RateLimiter } from './rate-limit.js';
import { Shutdown } from './shutdown.js';

/** What routes need to know of the server they are part of. */
@Global()
@Module({ providers: [PublicUrl, RateLimiter, Shutdown], exports: [PublicUrl, RateLimiter, Shutdown] })
export class HttpModule {}
