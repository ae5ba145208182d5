/** The Azure AD connector in front of a route, without a hub, over both drivers: what its sign-in keeps fits in a cookie. */
import { describe, expect, it } from '@jest/globals';
import { azureAd } from '../../src/connectors/azuread/index.js';
import { FrontDoor } from '../../src/guard/front-door.js';
import { ada, contoso, credentials, entraUpstream, fabrikam, runtimeOf } from '../support/entra-upstream.js';
import { turn } from '../support/front-door-turn.js';

const callbackUrl = 'https://reports.example/signed-in';

function doorTo(tenant: string, upstream: ReturnType<typeof entraUpstream>, driver: string): FrontDoor {
  const options = { ...credentials, tenant_domain: tenant, response_mode: 'form_post', driver };
  const secret = 'a secret of the application, of 32 characters or more';
  return new FrontDoor('staff', { connector: azureAd, options, callbackUrl, secret }, runtimeOf(upstream));
}

describe.each(['portico', 'passport-azure-ad'])('Azure AD in front of a route, by the driver %s', (driver) => {
  it('the guard lets a person of the tenant in, by an answer as a form, and back to a long address', async () => {
    const upstream = entraUpstream();
    const door = doorTo(contoso, upstream, driver);
    const path = `/reports?q=${'a'.repeat(1_400)}`;
    const begun = await turn(door, path);
    if (begun.reading.kind !== 'redirect') throw new Error('Nobody is signed in yet.');
    const form = Object.fromEntries(await upstream.signIn(begun.reading.url, ada));
    const ended = await turn(door, '/signed-in', begun.cookie, form);
    expect(ended.reading).toEqual({ kind: 'redirect', url: `https://reports.example${path}` });
    expect((await turn(door, path, ended.cookie)).reading).toMatchObject({
      kind: 'person',
      person: { subject: expect.stringContaining(ada.subject), profile: { name: 'Ada Lovelace' } },
    });
    // The same application, moved to another tenant: who came in before has to come in again.
    const moved = doorTo(fabrikam, entraUpstream({ segment: fabrikam, tenant: fabrikam }), driver);
    expect((await turn(moved, path, ended.cookie)).reading.kind).toBe('redirect');
  });
});
