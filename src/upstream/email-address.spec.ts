import { describe, expect, it } from '@jest/globals';
import { parseEmailAddress } from './assessment.js';

describe('an e-mail address', () => {
  it.each([
    ['ada@contoso.example', 'contoso.example'],
    ['  ada@contoso.example\n', 'contoso.example'],
    ["Ada.O'Neil+x@CONTOSO.Example", 'contoso.example'],
    ['ada@contoso.example.', 'contoso.example'],
    ['ada@bücher.example', 'xn--bcher-kva.example'],
    ['ada@ｃontoso.example', 'contoso.example'],
    ['josé@contoso.example', 'contoso.example'],
  ])('%j has the domain %s', (text, domain) => {
    expect(parseEmailAddress(text)).toEqual({ address: text.trim(), domain });
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@contoso.example',
    'ada@localhost',
    'ada@127.0.0.1',
    'ada@[127.0.0.1]',
    'ada@contoso..example',
    'a@evil.example@victim.example',
    '"a@victim.example"@evil.example',
    'a@victim.example,b@evil.example',
    'a@victim.example;b@evil.example',
    'Ada <ada@contoso.example>',
    'ada@contoso.example\r\nBcc: b@evil.example',
    'ada\u0000@contoso.example',
    'ada@contoso\u200b.example',
    'ada@\u202econtoso.example',
    'a b@contoso.example',
    `${'a'.repeat(250)}@contoso.example`,
  ])('an e-mail address is not %j', (text) => {
    expect(parseEmailAddress(text)).toBeUndefined();
  });
});
