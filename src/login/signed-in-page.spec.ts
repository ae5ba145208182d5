import { describe, expect, it } from '@jest/globals';
import { renderSignedInPage } from './signed-in-page.js';

const linkOn = (redirect: string): string | undefined =>
  /<a[^>]*href="([^"]*)"/.exec(renderSignedInPage('en', 'Sample application', new URL(redirect)))?.[1];

describe('the page of a sign-in that is complete', () => {
  it.each([
    ['a web application to its front page', 'https://app.example.com/callback', 'https://app.example.com/'],
    ['a native application by the URL that it registered', 'com.example.app:/callback', 'com.example.app:/callback'],
    ['a native application that has a host to it', 'example-app://signed-in/done', 'example-app://signed-in/done'],
  ])('leads %s, without the code', (_, registered, link) => {
    expect(linkOn(registered)).toBe(link);
    expect(linkOn(`${registered}?code=secret&state=1`)).toBe(link);
    expect(linkOn(`${registered}#code=secret`)).toBe(link);
  });
});
