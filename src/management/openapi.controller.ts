import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Header, Param, Res, UseFilters } from '@nestjs/common';
import type { Response } from 'express';
import { NotFoundError } from '../common/errors.js';
import { ApiExceptionFilter, contentSecurityPolicy } from '../common/http/index.js';
import { OpenApiDocument } from './openapi-document.js';

/** The documentation page: Swagger UI over `/api/openapi.json`. Nothing inline, so that the strict policy holds. */
export const DOCS_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Portico Management API</title>
    <link rel="icon" href="/api/docs/favicon-32x32.png">
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
    <link rel="stylesheet" href="/api/docs/docs.css">
  </head>
  <body>
    <noscript>This page needs JavaScript. The same as a document: <a href="/api/openapi.json">/api/openapi.json</a></noscript>
    <div id="docs"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/docs.js"></script>
  </body>
</html>
`;

/** `validatorUrl: null`: the document is sent to nobody. Tokens that are typed in are not kept. */
export const DOCS_SCRIPT = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  deepLinking: true,
  validatorUrl: null,
  persistAuthorization: false,
  defaultModelsExpandDepth: 0,
});
`;

export const DOCS_STYLE = `body { margin: 0; }
noscript { display: block; padding: 1rem; }
/* On a phone a long path scrolls in its box, and the page stays as wide as the screen. */
#docs { overflow-x: auto; }
`;

const FOLDER = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

/** The files of Swagger UI that the page needs, and no other of its package. */
const FILES: ReadonlySet<string> = new Set(['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png']);
const OWN: ReadonlyMap<string, readonly [type: string, text: string]> = new Map([
  ['docs.js', ['text/javascript', DOCS_SCRIPT]],
  ['docs.css', ['text/css', DOCS_STYLE]],
]);

/** The one page of the hub with a script: the hub's own, and icons within its style sheet. */
const POLICY = contentSecurityPolicy({ scripts: 'self' }).replace("img-src 'self'", "img-src 'self' data:");

/**
 * `/api/openapi.json` and `/api/docs`: what the management API is. Public, since they hold nothing of this hub but its
 * issuer.
 */
@Controller('api')
@UseFilters(ApiExceptionFilter)
export class OpenApiController {
  constructor(private readonly document: OpenApiDocument) {}

  @Get('openapi.json')
  @Header('Cache-Control', 'no-cache')
  read() {
    return this.document.get();
  }

  @Get('docs')
  page(@Res() response: Response): void {
    response.set({ 'Content-Security-Policy': POLICY, 'Cache-Control': 'no-cache' }).type('html').send(DOCS_PAGE);
  }

  @Get('docs/:file')
  asset(@Param('file') file: string, @Res() response: Response): void {
    response.set('Cache-Control', 'public, max-age=3600');
    const own = OWN.get(file);
    if (own !== undefined) response.type(own[0]).send(own[1]);
    else if (FILES.has(file)) response.sendFile(join(FOLDER, file), { cacheControl: false, dotfiles: 'allow' });
    else throw new NotFoundError('The documentation has no such file.');
  }
}
