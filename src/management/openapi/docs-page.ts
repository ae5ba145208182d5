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
`;
