/** Ways in which an OpenID Connect connector can be blind to its upstream, or say the wrong thing of it. */
import {
  type ConnectorDefinition,
  ConnectorError,
  type ConnectorErrorCode,
  type ConnectorRuntime,
  type JsonObject,
  type JsonValue,
  type UpstreamIdentity,
} from '../../../src/connectors/index.js';
import { openIdConnect } from '../../../src/connectors/oidc/index.js';
import type { OidcOptions } from '../../../src/connectors/oidc/oidc.options.js';
import { broken } from './broken-connector.js';

import { issuer } from './oidc-harness.js';
export type Definition = ConnectorDefinition;
type Fetch = typeof globalThis.fetch;
type Eyes = (url: string, answer: Response, ask: Fetch) => Promise<Response> | Response;

/** The generic connector, with another view of its upstream. */
export function seeing(eyes: Eyes): ConnectorDefinition {
  return {
    ...openIdConnect,
    create: (options: OidcOptions, runtime: ConnectorRuntime) => {
      const fetch: Fetch = async (input, init) => eyes(String(input), await runtime.fetch(input, init), runtime.fetch);
      return openIdConnect.create(options, { ...runtime, fetch });
    },
  };
}

/** Sees the members of one document as they should be. */
export function covering(
  path: string,
  members: (document: JsonObject) => JsonObject | Promise<JsonObject>,
): Definition {
  return seeing(async (url, answer) => {
    if (!url.endsWith(path) || answer.status !== 200) return answer;
    const document = (await answer.json()) as JsonObject;
    return Response.json({ ...document, ...(await members(document)) });
  });
}

/** Blames something else when the upstream refuses so. */
export function blaming(code: ConnectorErrorCode, other: ConnectorErrorCode): Definition {
  return broken(openIdConnect, (sound) => ({
    callback: (response) =>
      sound.callback(response).catch((error: ConnectorError) => {
        const { message, step, actor, publicMessage } = error;
        throw error.code === code ? new ConnectorError(other, message, { step, actor, publicMessage }) : error;
      }),
  }));
}

/** Says something else when what it was answered looks so. */
export function when(looks: (url: string, text: string) => boolean, says: () => UpstreamIdentity): Definition {
  return {
    ...openIdConnect,
    create: (options: OidcOptions, runtime: ConnectorRuntime) => {
      let seen = false;
      const definition = seeing(async (url, answer) => {
        const text = await answer.clone().text();
        seen ||= looks(url, text);
        return answer;
      });
      const sound = definition.create(options, runtime);
      return {
        authorize: (request) => sound.authorize(request),
        mapProfile: (identity) => sound.mapProfile(identity),
        callback: (response) =>
          sound.callback(response).catch((error) => {
            if (seen) return says();
            throw error;
          }),
      };
    },
  };
}

/** Reads the subject of UserInfo from the ID token, where `isWrong`. */
export function trustingUserInfo(isWrong: (subject: unknown) => boolean): Definition {
  let subject: JsonValue = '';
  return seeing(async (url, answer) => {
    if (!/token$|userinfo$/.test(url) || answer.status !== 200) return answer;
    const document = (await answer.json()) as JsonObject;
    if (url.endsWith('/userinfo'))
      return Response.json(isWrong(document.sub) ? { ...document, sub: subject } : document);
    if (document.id_token === undefined) return Response.json(document);
    const payload = Buffer.from(String(document.id_token).split('.')[1] ?? '', 'base64url').toString();
    subject = (JSON.parse(payload) as JsonObject).sub ?? '';
    return Response.json(document);
  });
}

/** Makes up the `iss` of the answer. */
export function naming(isMadeUp: (given: string | null) => boolean): Definition {
  return broken(openIdConnect, (sound) => ({
    callback: (response) => {
      const parameters = new URLSearchParams(response.parameters);
      if (isMadeUp(parameters.get('iss'))) parameters.set('iss', issuer);
      return sound.callback({ ...response, parameters });
    },
  }));
}
