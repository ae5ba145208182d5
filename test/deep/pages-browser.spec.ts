import { describe } from '@jest/globals';
import { everyPage } from '../support/browser-suites/pages.js';
import { textsOfStrangers } from '../support/browser-suites/strangers.js';
import { describeInChromium } from '../support/chromium.js';

describeInChromium('pages in a real browser', (chromium) => {
  describe('every page that people meet', () => everyPage(chromium));
  describe('texts of strangers', () => textsOfStrangers(chromium));
});
