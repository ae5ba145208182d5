/**
 * The control endpoint, `/_sandbox/…`: JSON in, JSON out, from this machine only. A body must be declared as JSON, so
 * that a web page in somebody's browser cannot press the buttons (that would need a CORS preflight, which fails).
 */
import express, { type NextFunction, type Request, type RequestHandler, type Response, Router } from 'express';
import {
  ApplicationBody,
  ApplicationChangeBody,
  ControlInputError,
  FailureBody,
  LieBody,
  parseBody,
  RedirectUriBody,
  RollBody,
  SecretBody,
  SwitchesBody,
  TroubleBody,
  UserBody,
} from './control-input.js';
import type { SandboxControl } from './sandbox-control.js';
import { UnknownInSandbox } from './sandbox-control.js';

export function controlRoutes(control: SandboxControl): Router {
  const router = Router();
  const at = Router();
  router.use('/_sandbox', onlyLocal, express.json({ limit: '1mb' }), onlyJson, at, unknownControl, controlErrors);
  at.get('/', (_request, response) => response.json(control.overview()));
  at.get('/requests', (request, response) => {
    const { method, path } = request.query;
    const filter = { ...(typeof method === 'string' && { method }), ...(typeof path === 'string' && { path }) };
    const requests = control.requests(filter);
    response.json({ count: requests.length, requests });
  });
  at.delete(
    '/requests',
    done(() => control.clearRequests()),
  );
  at.post(
    '/failures',
    done((body) => control.fail(parseBody(FailureBody, body))),
  );
  at.post(
    '/lies',
    done((body) => control.lie(parseBody(LieBody, body))),
  );
  at.post(
    '/troubles',
    done((body) => control.trouble(parseBody(TroubleBody, body))),
  );
  at.delete(
    '/faults',
    done(() => control.clearFaults()),
  );
  at.post('/keys/roll', async (request, response) => {
    response.json(await control.rollKeys(parseBody(RollBody, request.body ?? {})));
  });
  at.post(
    '/applications',
    done((body) => control.addApplication(parseBody(ApplicationBody, body))),
  );
  at.patch(
    '/applications/:clientId',
    done((body, request) =>
      control.changeApplication(String(request.params.clientId), parseBody(ApplicationChangeBody, body)),
    ),
  );
  at.post(
    '/applications/:clientId/redirect-uris',
    done((body, request) => {
      const { uri, platform } = parseBody(RedirectUriBody, body);
      control.addRedirectUri(String(request.params.clientId), uri, platform);
    }),
  );
  at.post(
    '/applications/:clientId/secrets',
    done((body, request) => control.addSecret(String(request.params.clientId), parseBody(SecretBody, body))),
  );
  at.put(
    '/tenants/:tenant/users',
    done((body, request) => control.putUser(String(request.params.tenant), parseBody(UserBody, body))),
  );
  at.delete(
    '/tenants/:tenant/users/:id',
    done((_body, request) => control.removeUser(String(request.params.tenant), String(request.params.id))),
  );
  at.patch(
    '/switches',
    done((body) => control.set(parseBody(SwitchesBody, body))),
  );
  at.delete(
    '/sessions',
    done(() => control.endSessions()),
  );
  at.post(
    '/reset',
    done(() => control.reset()),
  );
  return router;
}

function done(act: (body: unknown, request: Request) => void): RequestHandler {
  return (request, response) => {
    act(request.body, request);
    response.sendStatus(204);
  };
}

function onlyLocal(request: Request, response: Response, next: NextFunction): void {
  const address = request.socket.remoteAddress ?? '';
  const host = (request.get('host') ?? '').replace(/:\d+$/, '');
  // The Host header is checked too: a DNS name that points at 127.0.0.1 is somebody else's page.
  const isLocal = /^(127\.|::1$|::ffff:127\.)/.test(address) && ['127.0.0.1', 'localhost', '[::1]'].includes(host);
  if (isLocal && request.get('sec-fetch-site') !== 'cross-site') next();
  else response.status(403).json({ error: 'The control endpoint answers to this machine only.' });
}

function onlyJson(request: Request, response: Response, next: NextFunction): void {
  const hasBody = request.method !== 'GET' && request.method !== 'DELETE';
  if (!hasBody || request.is('application/json')) next();
  else response.status(415).json({ error: 'Send the body with Content-Type: application/json.' });
}

function unknownControl(_request: Request, response: Response): void {
  response.status(404).json({ error: 'No such control; see src/sandbox/README.md.' });
}

function controlErrors(error: unknown, _request: Request, response: Response, next: NextFunction): void {
  if (error instanceof ControlInputError) response.status(400).json({ error: error.message, problems: error.problems });
  else if (error instanceof UnknownInSandbox) response.status(404).json({ error: error.message });
  else next(error);
}
