/** Discovery documents, key documents and instance discovery. */
import { randomUUID } from 'node:crypto';
import { type RequestHandler, type Response, Router } from 'express';
import type { Segment } from '../directory/directory.js';
import { AadstsError } from '../errors/aadsts.js';
import type { Version } from '../server/grants.js';
import { parameter, parametersOf } from '../server/parameters.js';
import { sendError } from '../server/send-error.js';
import type { SandboxState } from '../server/state.js';
import { troubled } from '../server/troubled.js';
import { discoveryDocument } from './discovery.js';

export function metadataRoutes(state: SandboxState): Router {
  const router = Router();
  const document: (version: Version) => RequestHandler[] = (version) => [
    troubled(state, 'discovery'),
    withSegment(state, (segment, request, response) => {
      if (version === 1 && segment.kind === 'consumers') throw new AadstsError(90027);
      const appId = parameter(parametersOf(request), 'appid');
      metadataHeaders(response).json(discoveryDocument(state, version, segment, appId));
    }),
  ];
  const keys: (version: Version) => RequestHandler[] = (version) => [
    troubled(state, 'keys'),
    withSegment(state, (_segment, _request, response) => {
      metadataHeaders(response).json(state.keys.document(version, state.base));
    }),
  ];
  router.get('/common/discovery/instance', instanceDiscovery(state));
  router.get('/:segment/v2.0/.well-known/openid-configuration', ...document(2));
  router.get('/:segment/.well-known/openid-configuration', ...document(1));
  // At the path of the v1.0 issuer, where libraries look that derive the address from an `iss` claim.
  router.get('/sts/:segment/.well-known/openid-configuration', ...document(1));
  router.get('/:segment/discovery/v2.0/keys', ...keys(2));
  router.get('/:segment/discovery/keys', ...keys(1));
  return router;
}

type SegmentHandler = (segment: Segment, request: Parameters<RequestHandler>[0], response: Response) => void;

function withSegment(state: SandboxState, handle: SegmentHandler): RequestHandler {
  return (request, response) => {
    try {
      const name = String(request.params.segment);
      const segment = state.directory.segment(name);
      if (segment === undefined) throw new AadstsError(90002, { tenant: name }, { error: 'invalid_tenant' });
      handle(segment, request, response);
    } catch (error) {
      sendError(state, request, response, error);
    }
  };
}

function metadataHeaders(response: Response): Response {
  return response.set({
    'cache-control': 'max-age=86400, private',
    'access-control-allow-origin': '*',
    'access-control-allow-methods': 'GET, OPTIONS',
    'x-content-type-options': 'nosniff',
    p3p: 'CP="DSP CUR OTPi IND OTRi ONL FIN"',
    'x-ms-request-id': randomUUID(),
    'x-ms-ests-server': '2.1.0 - SANDBOX',
  });
}

/** Which clouds there are. The sandbox is one cloud of one host. */
function instanceDiscovery(state: SandboxState): RequestHandler {
  return (request, response) => {
    const host = new URL(state.base).host;
    const asked = parameter(parametersOf(request), 'authorization_endpoint');
    const isOwn = asked === undefined || (URL.canParse(asked) && new URL(asked).host === host);
    if (!isOwn) {
      sendError(state, request, response, new AadstsError(50049));
      return;
    }
    const segment = asked === undefined ? 'common' : (new URL(asked).pathname.split('/')[1] ?? 'common');
    metadataHeaders(response).json({
      tenant_discovery_endpoint: `${state.base}/${segment}/v2.0/.well-known/openid-configuration`,
      'api-version': '1.1',
      metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
    });
  };
}
