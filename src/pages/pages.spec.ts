import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'node-html-parser';
import { safeIconUrl } from '../login/login-page.js';
import { renderContinuePage } from './continue-page.js';
import { renderErrorPage } from './error-page.js';
import { renderLogoutPage, renderSignedOutPage } from './logout-page.js';
import { sendPage } from './send-page.js';

const hostile = '"><script>alert(1)</script><a href="javascript:alert(1)">';

describe('the page kit', () => {
  it('the sign-out page asks first, with one form whose two buttons tell yes from no', () => {
    const page = parse(
      renderLogoutPage({
        locale: 'en',
        action: '/oidc/logout/confirm',
        hiddenFields: { xsrf: 'x"y' },
        applicationName: 'Grafana',
      }),
    );
    const [form, ...others] = page.querySelectorAll('form');
    expect(others).toEqual([]);
    expect(form?.getAttribute('method')).toBe('post');
    expect(form?.getAttribute('action')).toBe('/oidc/logout/confirm');
    expect(form?.querySelector('input[type=hidden]')?.getAttribute('value')).toBe('x"y');
    expect(
      form?.querySelectorAll('button').map((one) => [one.text, one.getAttribute('name'), one.getAttribute('value')]),
    ).toEqual([
      ['Sign out', 'logout', 'yes'],
      ['Stay signed in', undefined, undefined],
    ]);
    expect(page.text).toContain('Grafana');
  });

  it('the error page says who must act and what to do, and gives a reference', () => {
    const page = renderErrorPage({
      locale: 'tlh',
      title: 'T',
      sentence: 'S',
      actor: 'tenant-administrator',
      correlationId: 'c-1',
    });
    expect(
      parse(page)
        .querySelectorAll('dd')
        .map((one) => one.text),
    ).toEqual([
      'An administrator of your organization has to act.',
      'Send the reference below to your organization’s administrator.',
    ]);
    expect(parse(page).querySelector('code')?.text).toBe('c-1');
    expect(page).toMatch(/^<!doctype html><html lang="en">/);
  });

  it.each<[string, string]>([
    [
      'error',
      renderErrorPage({ locale: hostile, title: hostile, sentence: hostile, advice: hostile, correlationId: hostile }),
    ],
    [
      'logout',
      renderLogoutPage({
        locale: 'en',
        action: hostile,
        hiddenFields: { [hostile]: hostile },
        applicationName: hostile,
      }),
    ],
    ['signed out', renderSignedOutPage({ locale: 'en', applicationName: hostile })],
    ['continue', renderContinuePage({ locale: 'en', url: `https://upstream.example/?${hostile}`, label: hostile })],
  ])('the %s page escapes everything', (_name, html) => {
    const page = parse(html);
    expect(page.querySelectorAll('script')).toEqual([]);
    expect(page.querySelectorAll('a').filter((one) => one.getAttribute('href')?.startsWith('javascript:'))).toEqual([]);
    expect(page.querySelectorAll('h1')).toHaveLength(1);
  });

  it('the continue page leads to applications of any scheme, but to no script or document of its own making', () => {
    for (const url of ['javascript:alert(1)', 'data:text/html,x', 'JAVASCRIPT:alert(1)']) {
      expect(() => renderContinuePage({ locale: 'en', url, label: 'x' })).toThrow(TypeError);
    }
    expect(renderContinuePage({ locale: 'en', url: 'com.example.app:/x', label: 'x' })).toContain('com.example.app:/x');
    expect(renderContinuePage({ locale: 'en', url: 'https://app.example/x', label: 'x' })).toContain(
      'href="https://app.example/x"',
    );
  });

  it('a page sends `Refresh` as one header, whatever is in the URL', () => {
    const response = new ServerResponse(new IncomingMessage(new Socket()));
    sendPage(response, 200, '', { refresh: 'https://upstream.example/a?b=c\r\nSet-Cookie: x=y;é' });
    expect(response.getHeader('refresh')).toBe('0; url=https://upstream.example/a?b=cSet-Cookie:%20x=y;%C3%A9');
    expect(response.getHeader('cache-control')).toBe('no-store');
  });

  // covers AUTH0-23
  it.each([
    ['https://logos.example/a.png', true],
    ['http://logos.example/a.png', false],
    ['javascript:alert(1)', false],
    ['data:image/svg+xml,<svg/>', false],
    ['https://user:password@logos.example/a.png', false],
    ["https://logos'.example/a.png", false],
    ['nonsense', false],
    [undefined, false],
  ])('the sign-in page shows the logo %s: %s', (url, shown) => {
    expect(safeIconUrl(url) !== undefined).toBe(shown);
  });
});
