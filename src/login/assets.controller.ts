import { Controller, Get, Param, Res, UseFilters } from '@nestjs/common';
import type { Response } from 'express';
import { assets } from '../pages/index.js';
import { LoginPageFilter, LoginRefused } from '../upstream/index.js';

/** Serves what the pages load. The name is the content's hash, so browsers and proxies may keep it for a year. */
@Controller('login/assets')
@UseFilters(LoginPageFilter)
export class AssetsController {
  @Get(':file')
  send(@Param('file') file: string, @Res() response: Response): void {
    const asset = assets.get(file);
    if (asset === undefined) throw new LoginRefused('asset_not_found');
    response.setHeader('Content-Type', asset.contentType);
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.end(asset.content);
  }
}
