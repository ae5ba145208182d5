import { describe } from '@jest/globals';
import { describeInChromium } from '../support/chromium.js';
import { everyPage } from './browser/pages.js';
import { signingIn } from './browser/sign-in.js';
import { textsOfStrangers } from './browser/strangers.js';

describeInChromium('in a real browser', (chromium) => {
  describe('signing in, over two sites', () => signingIn(chromium));
  describe('every page that people meet', () => everyPage(chromium));
  describe('texts of strangers', () => textsOfStrangers(chromium));
});
