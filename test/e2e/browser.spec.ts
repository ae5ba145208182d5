import { describe } from '@jest/globals';
import { signingIn } from '../support/browser-suites/sign-in.js';
import { describeInChromium } from '../support/chromium.js';

describeInChromium('in a real browser', (chromium) => {
  describe('signing in, over two sites', () => signingIn(chromium));
});
