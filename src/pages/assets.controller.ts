import { Controller, Get, Module, Param, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { assets } from './assets.js';
import { sendErrorPage } from './send-page.js';

/** Serves what the pages load. The name is the content's hash, so browsers and proxies may keep it for a year. */
@Controller('login/assets')
export class AssetsController {
  @Get(':file')
  send(@Param('file') file: string, @Req() request: Request, @Res() response: Response): void {
    const asset = assets.get(file);
    if (asset === undefined) {
      sendErrorPage(request, response, {
        status: 404,
        words: (messages) => ({
          title: messages.startAgainTitle,
          sentence: messages.malformedRequest,
          advice: messages.adviceStartAgain,
        }),
      });
      return;
    }
    response.setHeader('Content-Type', asset.contentType);
    response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
    response.end(asset.content);
  }
}

/** The routes of the pages themselves. */
@Module({ controllers: [AssetsController] })
export class PagesModule {}
