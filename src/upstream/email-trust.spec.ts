import { describe, expect, it } from '@jest/globals';
import { type EmailClaim, type EmailTrust, emailTrust, isVerified } from './assessment.js';

const claim: EmailClaim = {
  email: 'ada@contoso.example',
  connectionId: 'con_contoso',
  connectionDomains: ['contoso.example', 'contoso.test'],
};

// covers AUTH0-20
describe('an e-mail address is verified', () => {
  it.each<[string, Partial<EmailClaim>, EmailTrust]>([
    ['with the upstream’s evidence, its domain owned by nobody', { evidence: 'upstream' }, 'upstream'],
    ['with it, for a domain nobody here claims', { evidence: 'upstream', email: 'ada@else.example' }, 'upstream'],
    ['with it, for the connection’s own domain', { evidence: 'upstream', domainOwner: 'con_contoso' }, 'upstream'],
    [
      'not with it, for a domain of another connection',
      { evidence: 'upstream', domainOwner: 'con_other' },
      'domain_of_another',
    ],
    ['by the operator’s trust, for an own domain', { evidence: 'operator', domainOwner: 'con_contoso' }, 'operator'],
    ['by it, without regard to case', { evidence: 'operator', email: 'ADA@Contoso.TEST' }, 'operator'],
    ['not by it, for a foreign domain', { evidence: 'operator', email: 'ada@else.example' }, 'domain_not_own'],
    ['not by it, for a sub-domain', { evidence: 'operator', email: 'ada@sub.contoso.example' }, 'domain_not_own'],
    [
      'not by it, when another connection owns the domain',
      { evidence: 'operator', domainOwner: 'con_other' },
      'domain_of_another',
    ],
    ['not without evidence', {}, 'no_evidence'],
    ['not without evidence, although the domain is its own', { domainOwner: 'con_contoso' }, 'no_evidence'],
    ['not for what is no address', { evidence: 'upstream', email: 'ada' }, 'no_address'],
    ['not for two addresses in one', { evidence: 'operator', email: 'x@evil.example@contoso.example' }, 'no_address'],
    ['not for the empty text', { evidence: 'upstream', email: '' }, 'no_address'],
  ])('%s', (name, change, trust) => {
    expect(emailTrust({ ...claim, ...change })).toBe(trust);
    expect(isVerified(trust)).toBe(!name.startsWith('not '));
  });

  it('not when there is none', () => {
    const { email: _, ...without } = claim;
    expect(emailTrust({ ...without, evidence: 'upstream' })).toBe('no_address');
  });
});
