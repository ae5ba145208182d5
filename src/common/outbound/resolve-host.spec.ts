import { describe, expect, it } from '@jest/globals';
import { systemResolver } from './guarded-connector.js';

describe('the resolver of the machine', () => {
  it('the resolver of the machine knows the names of the machine itself, without a name server', async () => {
    const addresses = await systemResolver()('localhost');
    expect(addresses.map((one) => one.address)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^(127\.0\.0\.1|::1)$/)]),
    );
  });
});
