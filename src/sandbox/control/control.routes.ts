/**
 * The control endpoint, `/_sandbox/…`: JSON in, JSON out, from this machine only. A body must be declared as JSON, so
 * that a web page in somebody's browser cannot press the buttons (that would need a CORS preflight, which fails).
 */
import express, { type NextFunction, type Request, type Response, Router } from 'express';
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
import { type SandboxControl, UnknownInSandbox } from './sandbox-control.js';

/** What a control does with the body of its request. There is nothing to answer. */
type Control = (body: unknown, request: Request) => void;

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
  const on = (method: 'post' | 'put' | 'patch' | 'delete', path: string, act: Control): void => {
    at[method](path, (request, response) => {
      act(request.body, request);
      response.sendStatus(204);
    });
  };
  on('delete', '/requests', () => control.clearRequests());
  on('post', '/failures', (body) => control.fail(parseBody(FailureBody, body)));
  on('post', '/lies', (body) => control.lie(parseBody(LieBody, body)));
  on('post', '/troubles', (body) => control.trouble(parseBody(TroubleBody, body)));
  on('delete', '/faults', () => control.clearFaults());
  at.post('/keys/roll', async (request, response) => {
    response.json(await control.rollKeys(parseBody(RollBody, request.body ?? {})));
  });
  on('post', '/applications', (body) => control.addApplication(parseBody(ApplicationBody, body)));
  on('patch', '/applications/:clientId', (body, request) =>
    control.changeApplication(String(request.params.clientId), parseBody(ApplicationChangeBody, body)),
  );
  on('post', '/applications/:clientId/redirect-uris', (body, request) => {
    const { uri, platform } = parseBody(RedirectUriBody, body);
    control.addRedirectUri(String(request.params.clientId), uri, platform);
  });
  on('post', '/applications/:clientId/secrets', (body, request) =>
    control.addSecret(String(request.params.clientId), parseBody(SecretBody, body)),
  );
  on('put', '/tenants/:tenant/users', (body, request) =>
    control.putUser(String(request.params.tenant), parseBody(UserBody, body)),
  );
  on('delete', '/tenants/:tenant/users/:id', (_body, request) =>
    control.removeUser(String(request.params.tenant), String(request.params.id)),
  );
  on('patch', '/switches', (body) => control.set(parseBody(SwitchesBody, body)));
  on('delete', '/sessions', () => control.endSessions());
  on('post', '/reset', () => control.reset());
  return router;
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
