import { describe, expect, it } from '@jest/globals';
import { runInRequestContext } from '../request-context.js';
import { addressSubject, currentAddress } from './rate-limiter.js';

describe('what an address counts as', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002:ffff::', '2001:db8:1:2::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
  ])('%s counts as %s', (address, subject) => {
    expect(addressSubject(address)).toBe(subject);
  });

  it('the subject of a rate limit tells two networks apart, and two hosts of IPv4', () => {
    expect(addressSubject('2001:db8:1:3::1')).not.toBe(addressSubject('2001:db8:1:2::1'));
    expect(addressSubject('192.0.2.2')).not.toBe(addressSubject('192.0.2.1'));
  });

  it('the subject of a rate limit counts whatever is no address as one', () => {
    expect(['', 'nonsense', '1.2.3'].map(addressSubject)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('the subject of a rate limit is that of the request being served', () => {
    const context = { correlationId: 'c', ip: '2001:db8::1', userAgent: '' };
    expect(runInRequestContext(context, currentAddress)).toBe('2001:db8::/64');
    expect(currentAddress()).toBe('unknown');
  });
});
