/** The fake connector's harness: the smallest example of one, shared by the suite's own tests. */

import type { FakePerson } from '../../src/connectors/testing/upstream/fake-openid-provider.js';
import { type Forgery, forgedDraft } from '../../src/connectors/testing/upstream/forgeries.js';
import type {
  ConnectorContractHarness,
  ContractUpstream,
  TestFramework,
} from '../../src/connectors/testing/upstream/harness.js';
import { LIES, OUTAGES } from '../../src/connectors/testing/upstream/lies.js';
import { fakeClaims, signFakeClaims } from './fake-answer.js';

export const SHARED_SECRET = 'canary-shared-secret-of-the-fake-upstream';

export const fakeConnectorHarness = (framework: TestFramework): ConnectorContractHarness => ({
  ...framework,
  options: { client_id: 'hub', shared_secret: SHARED_SECRET },
  earlierOptions: { 1: { client_id: 'hub', secret: SHARED_SECRET } },
  badOptions: { login_url: 'nowhere', client_id: 1, shared_secret: 'short' },
  forgeries: [
    'wrong_nonce',
    'missing_nonce',
    'replayed',
    'nonce_in_array',
    'wrong_issuer',
    'issuer_with_slash',
    'missing_issuer',
    'wrong_audience',
    'missing_audience',
    'foreign_audience_added',
    'expired',
    'missing_expiry',
    'expiry_as_text',
    'not_yet_valid',
    'from_the_future',
    'issued_long_ago',
    'missing_issued_at',
    'missing_subject',
    'empty_subject',
    'subject_as_number',
    'endless_subject',
    'wrong_algorithm',
    'wrong_key',
    'broken_signature',
    'unsigned',
    'not_a_token',
  ],
  outages: [],
  notApplicable: Object.fromEntries([...OUTAGES, ...LIES].map((one) => [one, 'The connector makes no request.'])),
  start: ({ now }) => fakeUpstream(now),
});

function fakeUpstream(now: () => Date): ContractUpstream {
  let forgery: Forgery | undefined;
  let requests = 0;
  const issued: string[] = [];
  const answer = async (url: string, parameters: Record<string, string>): Promise<URLSearchParams> =>
    new URLSearchParams({ ...parameters, state: new URL(url).searchParams.get('state') ?? '' });

  return {
    fetch: async () => {
      requests += 1;
      throw new Error('the fake connector makes no request');
    },
    requestCount: () => requests,
    signIn: async (url, { subject, ...person }: FakePerson) => {
      const claims = fakeClaims({ url, now: now(), person: { sub: subject, ...person } });
      const signed = await forged(claims, forgery, now());
      issued.push(signed);
      return answer(url, { answer: signed });
    },
    cancel: (url) => answer(url, { error: 'access_denied' }),
    refuseSilently: (url) => answer(url, { error: 'login_required' }),
    forge: (one) => {
      forgery = one;
    },
    fail: () => undefined,
    issued: () => issued,
  };
}

async function forged(claims: object, forgery: Forgery | undefined, now: Date): Promise<string> {
  const draft = { header: { alg: 'HS256' }, claims: { ...claims }, subjectClaim: 'sub', now: now.getTime() / 1_000 };
  if (forgery === undefined) return signFakeClaims(claims, SHARED_SECRET);
  const altered = forgedDraft(draft, forgery).claims;
  switch (forgery) {
    case 'wrong_key':
      return signFakeClaims(altered, 'another secret');
    case 'wrong_algorithm':
      return signFakeClaims(altered, SHARED_SECRET.padEnd(64), { alg: 'HS512' });
    case 'broken_signature':
      return (await signFakeClaims(altered, SHARED_SECRET)).replace(/.{4}$/, 'AAAA');
    case 'unsigned':
      return (await signFakeClaims(altered, SHARED_SECRET)).replace(/^[^.]+(.+\.)[^.]+$/, `${encodedHeader}$1`);
    case 'not_a_token':
      return 'not-a-token';
    default:
      return signFakeClaims(altered, SHARED_SECRET);
  }
}

const encodedHeader = Buffer.from('{"alg":"none"}').toString('base64url');
