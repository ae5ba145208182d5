import { describe, expect, it } from '@jest/globals';
import { explainMicrosoftError, microsoftFailure, readAadsts } from './aadsts.js';
import { aadstsRules } from './aadsts-rules.js';
import { azureAdMessages } from './azuread.messages.js';

const trace = '0f3a1b2c-4d5e-4f60-8a7b-9c0d1e2f3a4b';
const correlation = '5b6c7d8e-9f00-4a1b-8c2d-3e4f5a6b7c8d';

function text(code: number, separator = '\r\n'): string {
  return [
    `AADSTS${code}: Something with a person's name happened.`,
    `Trace ID: ${trace}`,
    `Correlation ID: ${correlation}`,
    'Timestamp: 2026-01-09 02:02:12Z',
  ].join(separator);
}

describe('the table of Microsoft’s errors', () => {
  it('the table of Microsoft’s errors explains at least 60 codes, each in a sentence of its own catalogue', () => {
    expect(aadstsRules.size).toBeGreaterThanOrEqual(60);
    const silent = [...aadstsRules].filter(([, rule]) => azureAdMessages[rule.messageKey] === undefined);
    expect(silent.map(([code]) => code)).toEqual([]);
  });

  it('the table of Microsoft’s errors has no sentence that nothing uses', () => {
    const used = new Set<string>([...aadstsRules.values()].map((rule) => rule.messageKey));
    const unused = Object.keys(azureAdMessages).filter((key) => /^aadsts\.\d/.test(key) && !used.has(key));
    expect(unused).toEqual([]);
  });

  // covers AUTH0-52, AUTH0-53, AUTH0-57
  it.each([
    [7000215, 'invalid_request; failed to obtain access token'],
    [7000222, 'invalid_request; failed to obtain access token'],
    ...[50194, 50020, 9002332, 90130].map((code): [number, string] => [
      code,
      'Access cannot be granted to this service because the service listing is not properly configured by the publisher',
    ]),
    [700016, 'wrong directory'],
  ])('the table of Microsoft’s errors answers %i in words that an administrator searches for', (code, words) => {
    expect(explainMicrosoftError(String(code))?.publicMessage).toContain(words);
  });
});

describe('an error text', () => {
  it.each([
    ['lines', '\r\n'],
    ['spaces', ' '],
  ])('an error text gives up code, trace, correlation id and time, separated by %s', (_name, separator) => {
    expect(readAadsts(text(70008, separator))).toEqual({
      code: 70008,
      detail: {
        code: 'AADSTS70008',
        traceId: trace,
        correlationId: correlation,
        timestamp: '2026-01-09 02:02:12Z',
        description: text(70008, separator),
      },
    });
  });

  it('with two codes is read by the one that says more', () => {
    const description = `AADSTS70002: Error validating credentials. AADSTS70008: expired.`;
    expect(readAadsts(description, { error_codes: [70002, 70008] }).code).toBe(70008);
    expect(readAadsts('AADSTS70002: Error validating credentials.').code).toBe(70002);
  });

  it('an error text counts only a number at its start, for the rest may quote anybody', () => {
    expect(readAadsts('User AADSTS50011 typed AADSTS50020: nonsense').code).toBeUndefined();
    expect(readAadsts('AADSTS50105: User AADSTS50011 is not assigned').code).toBe(50105);
  });

  it('an error text is cut, and survives anything', () => {
    expect(readAadsts('x'.repeat(100_000)).detail.description).toHaveLength(2000);
    expect(readAadsts(undefined, { error_codes: 'x', trace_id: 7, correlation_id: '\r\n' })).toEqual({ detail: {} });
  });
});

describe('a failure of Microsoft’s', () => {
  it('a failure of Microsoft’s says who must act, keeps the ids for the log and shows none of Microsoft’s words', () => {
    const error = microsoftFailure({ error: 'interaction_required', description: text(50105), step: 'callback' });
    expect(error).toMatchObject({
      code: 'access_denied',
      actor: 'tenant-administrator',
      messageKey: 'aadsts.50105',
      upstream: { code: 'AADSTS50105', traceId: trace, correlationId: correlation },
    });
    expect(`${error.publicMessage} ${error.message}`).not.toMatch(/person's name|Trace|0f3a1b2c/);
  });

  it.each([
    ['access_denied', 'callback', 'access_denied'],
    ['invalid_grant', 'tokens', 'invalid_response'],
    ['temporarily_unavailable', 'callback', 'upstream_unavailable'],
    ['server_error', 'callback', 'upstream_unavailable'],
    ['invalid_client', 'tokens', 'misconfigured'],
    ['something_new', 'callback', 'misconfigured'],
    ['login_required', 'callback', 'login_required'],
  ] as const)('without a known code falls back to the OAuth error: %s', (error, step, code) => {
    expect(microsoftFailure({ error, step, description: 'AADSTS99999999: new' }).code).toBe(code);
    expect(microsoftFailure({ error, step }).upstream).toEqual({ code: error });
  });

  it('a failure of Microsoft’s is the person’s own act when they pressed Cancel, whatever the page was about', () => {
    const cancelled = { error: 'access_denied', description: text(90094), step: 'callback' as const };
    expect(microsoftFailure({ ...cancelled, subcode: 'cancel' })).toMatchObject({
      code: 'access_denied',
      actor: 'person',
    });
    expect(microsoftFailure(cancelled)).toMatchObject({ actor: 'tenant-administrator' });
  });

  it.each(['login_required', 'interaction_required', 'consent_required'])(
    'a failure of Microsoft’s is login_required for a silent request that met %s',
    (error) => {
      const failure = { error, description: text(50076), step: 'callback' as const };
      expect(microsoftFailure({ ...failure, isSilent: true }).code).toBe('login_required');
    },
  );

  it.each([
    ['AADSTS50076: second factor', 'aadsts.50072'],
    [undefined, 'aadsts.fallback.login_required'],
  ])(
    'a failure of Microsoft’s is no login_required for a person who was there, and no Cancel either: %s',
    (description, messageKey) => {
      const failure = { error: 'interaction_required', step: 'callback' as const };
      expect(microsoftFailure({ ...failure, ...(description !== undefined && { description }) })).toMatchObject({
        code: 'identity_rejected',
        actor: 'person',
        messageKey,
      });
    },
  );

  it('a failure of Microsoft’s sends people back to the application for nothing but what they declined themselves', () => {
    const declined = [...aadstsRules].filter(([, rule]) => rule.error === 'access_denied' && rule.actor === 'person');
    expect(declined.map(([code]) => code)).toEqual([65004]);
  });

  it('that came with "not now" is one, unless its number says something more exact', () => {
    const failure = { error: 'invalid_request', step: 'tokens' as const, isUnavailable: true };
    expect(microsoftFailure({ ...failure, description: 'AADSTS99999999: new' }).code).toBe('upstream_unavailable');
    expect(microsoftFailure({ ...failure, description: 'AADSTS7000222: expired' }).code).toBe('misconfigured');
    expect(microsoftFailure({ ...failure, isUnavailable: false }).code).toBe('misconfigured');
  });
});

describe('a refused client', () => {
  const secretsRefused = (error: string, description?: string, step: 'tokens' | 'callback' = 'tokens') =>
    microsoftFailure({ error, step, ...(description !== undefined && { description }) }).secretsRefused;

  it.each([7000215, 7000222])('a refused client is one for its secret: AADSTS%i', (code) => {
    expect(secretsRefused('invalid_client', text(code))).toBe(true);
    expect(secretsRefused('invalid_client', text(code), 'callback')).toBe(false);
  });

  it('a refused client is one for its secret when only the protocol says so', () => {
    expect(secretsRefused('invalid_client')).toBe(true);
    expect(secretsRefused('invalid_grant')).toBe(false);
  });

  // covers MISTAKE-03
  it.each([700016, 700025, 7000229])(
    'a refused client is one for something else, that no other secret mends: AADSTS%i',
    (code) => {
      expect(secretsRefused('invalid_client', text(code))).toBe(false);
    },
  );
});

describe('a code that a person types', () => {
  it.each(['AADSTS50011', 'aadsts50011', '50011', ' 50011 ', 'Error code: 50011', `Sorry, but … ${text(50011)}`])(
    'a code that a person types is found in %j',
    (typed) => {
      expect(explainMicrosoftError(typed)).toMatchObject({ messageKey: 'aadsts.50011', actor: 'operator' });
    },
  );

  it('a code that a person types is pointed to Microsoft’s own page when it is not known here', () => {
    expect(explainMicrosoftError('AADSTS99999999')?.messageKey).toBe('aadsts.unknown');
  });

  it.each(['', 'hello', '12', '99999999', 'error 50011 and more words', '<script>'])(
    'a code that a person types is not %j',
    (typed) => {
      expect(explainMicrosoftError(typed)).toBeUndefined();
    },
  );
});
