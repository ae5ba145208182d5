import { Global, Module } from '@nestjs/common';
import { RateLimiter } from './rate-limiter.js';

/** Makes the one limiter of the hub injectable everywhere: what it remembers counts only if everybody asks the same. */
@Global()
@Module({ providers: [RateLimiter], exports: [RateLimiter] })
export class RateLimitModule {}
