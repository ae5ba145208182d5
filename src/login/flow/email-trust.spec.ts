import { describe, expect, it } from '@jest/globals';
import { type EmailClaim, isEmailVerified } from './email-trust.js';

const claim: EmailClaim = {
  email: 'ada@contoso.example',
  connectionId: 'con_contoso',
  connectionDomains: ['contoso.example', 'contoso.test'],
};

describe('an e-mail address is verified', () => {
  it.each<[string, Partial<EmailClaim>, boolean]>([
    ['with the upstream’s evidence, its domain owned by nobody', { evidence: 'upstream' }, true],
    ['with it, for a domain nobody here claims', { evidence: 'upstream', email: 'ada@else.example' }, true],
    ['with it, for the connection’s own domain', { evidence: 'upstream', domainOwner: 'con_contoso' }, true],
    ['not with it, for a domain of another connection', { evidence: 'upstream', domainOwner: 'con_other' }, false],
    ['by the operator’s trust, for an own domain', { evidence: 'operator', domainOwner: 'con_contoso' }, true],
    ['by it, without regard to case', { evidence: 'operator', email: 'ADA@Contoso.TEST' }, true],
    ['not by it, for a foreign domain', { evidence: 'operator', email: 'ada@else.example' }, false],
    ['not by it, for a sub-domain', { evidence: 'operator', email: 'ada@sub.contoso.example' }, false],
    ['not by it, when another connection owns the domain', { evidence: 'operator', domainOwner: 'con_other' }, false],
    ['not without evidence', {}, false],
    ['not without evidence, although the domain is its own', { domainOwner: 'con_contoso' }, false],
    ['not for what is no address', { evidence: 'upstream', email: 'ada' }, false],
    ['not for two addresses in one', { evidence: 'operator', email: 'x@evil.example@contoso.example' }, false],
    ['not for the empty text', { evidence: 'upstream', email: '' }, false],
  ])('%s', (_name, change, verified) => {
    expect(isEmailVerified({ ...claim, ...change })).toBe(verified);
  });

  it('not when there is none', () => {
    const { email: _, ...without } = claim;
    expect(isEmailVerified({ ...without, evidence: 'upstream' })).toBe(false);
  });
});
