import { describe, expect, it } from '@jest/globals';
import { canonicalDomain, domainOfAddress, whyNotClaimable } from './email-domain.js';

describe('the canonical form of a domain', () => {
  it.each([
    ['contoso.example', 'contoso.example'],
    ['VICTIM.Example', 'victim.example'],
    ['victim.example.', 'victim.example'],
    ['ＶＩＣＴＩＭ.example', 'victim.example'],
    ['victim。example', 'victim.example'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['XN--BCHER-KVA.example', 'xn--bcher-kva.example'],
    ['а.example', 'xn--80a.example'],
    [`${'a'.repeat(63)}.example`, `${'a'.repeat(63)}.example`],
  ])('the canonical form of the domain %j is %j', (text, canonical) => {
    expect(canonicalDomain(text)).toBe(canonical);
  });

  it.each([
    '',
    '.',
    'localhost',
    'contoso',
    'com.',
    '192.0.2.1',
    '0x7f.1',
    '１９２.0.2.1',
    '[2001:db8::1]',
    '2001:db8::1',
    'a..example',
    '.example.com',
    'example.com..',
    '-a.example',
    'a-.example',
    'a_b.example',
    'a b.example',
    ' contoso.example',
    'contoso.example:443',
    'contoso.example/path',
    'alice@contoso.example',
    '*.example.com',
    'a%2eb.example',
    'zero\u200bwidth.example',
    'soft\u00adhyphen.example',
    'contoso.example\0',
    'contoso.example\r\n',
    'xn--a.example',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(130)}example`,
    'example.1',
  ])('%j has no canonical form of a domain', (text) => {
    expect(canonicalDomain(text)).toBeUndefined();
  });

  it.each([
    'a'.repeat(100_000),
    `${'a.'.repeat(50_000)}!`,
    '-'.repeat(100_000),
    `${'a-'.repeat(120)}.x`,
    '@'.repeat(100_000),
  ])('the canonical form of a domain is decided at once, however evil the text', (text) => {
    const begin = performance.now();
    canonicalDomain(text);
    domainOfAddress(text);
    expect(performance.now() - begin).toBeLessThan(50);
  });
});

describe('claiming a domain', () => {
  it.each([
    'gmail.com',
    'outlook.com',
    'yahoo.co.uk',
    'onmicrosoft.com',
    'co.uk',
    'github.io',
    'app.localhost',
    'kawasaki.jp',
  ])('nobody can claim %s for a connection', (domain) => {
    expect(whyNotClaimable(domain)).toContain(domain);
  });

  it.each([
    'contoso.com',
    'contoso.onmicrosoft.com',
    'contoso.co.uk',
    'contoso.github.io',
    'mail.contoso.example',
    'contoso.test',
    'notgmail.com',
    'gmail.com.example',
  ])('a connection can claim %s', (domain) => {
    expect(whyNotClaimable(domain)).toBeUndefined();
  });
});

describe('the domain of an e-mail address', () => {
  it.each([
    ['alice@contoso.example', 'contoso.example'],
    [' Alice.O\u2019Hara+x@Contoso.Example\n', 'contoso.example'],
    [`${'a'.repeat(238)}@contoso.example`, 'contoso.example'],
  ])('the domain of the e-mail address %j is %j', (address, domain) => {
    expect(domainOfAddress(address)).toBe(domain);
  });

  it.each([
    '',
    'alice',
    '@contoso.example',
    'alice@',
    'alice@contoso',
    'a@evil.example@victim.example',
    '"a@victim.example"@evil.example',
    'a@victim.example,b@evil.example',
    'a@victim.example;b@evil.example',
    'Alice <alice@victim.example>',
    'alice@victim.example\r\nBcc: x@evil.example',
    'alice\0@victim.example',
    'ali ce@victim.example',
    'alice@victim.example(comment)',
    'alice@[192.0.2.1]',
    'alice@victim\u200b.example',
    `${'a'.repeat(239)}@contoso.example`,
  ])('no domain is read from %j, which is not one plain e-mail address', (address) => {
    expect(domainOfAddress(address)).toBeUndefined();
  });
});
