/** The sandbox's front page, and the page that explains an error code (`error_uri` points there). */
import { Router } from 'express';
import { AadstsError, KNOWN_CODES } from '../world/aadsts.js';
import { parameter, parametersOf } from '../world/request-log.js';
import type { SandboxState } from '../world/state.js';
import { noticePage, sendPage } from './page.js';

export function frontRoutes(state: SandboxState): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    const page = noticePage({
      title: 'Sandbox Entra',
      children: (
        <>
          <p class="lead">A local server that behaves like Microsoft Entra ID, for development and tests.</p>
          <h2>Tenants</h2>
          <dl>
            {state.directory.tenants.map((tenant) => (
              <>
                <dt>{tenant.displayName}</dt>
                <dd>
                  {tenant.id}
                  <br />
                  {tenant.domains.join(', ')}
                </dd>
              </>
            ))}
          </dl>
          <h2>App registrations</h2>
          <dl>
            {state.directory.applications.map((application) => (
              <>
                <dt>{application.displayName}</dt>
                <dd>{application.clientId}</dd>
              </>
            ))}
          </dl>
        </>
      ),
    });
    sendPage(response, () => page);
  });
  router.get('/error', (request, response) => {
    const code = Number(parameter(parametersOf(request), 'code'));
    const isKnown = KNOWN_CODES.includes(code);
    const error = new AadstsError(code);
    const page = noticePage({
      title: isKnown ? `AADSTS${code}` : 'Look up an error code',
      children: <p>{isKnown ? error.message : 'The sandbox knows no such code.'}</p>,
    });
    sendPage(response, () => page);
  });
  return router;
}
