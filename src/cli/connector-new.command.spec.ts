import { describe, expect, it } from '@jest/globals';
import { connectorName } from './connector-new.command.js';

describe('the name of a new connector', () => {
  it.each([[[]], [['acme', 'corp']], [['Acme']], [['3com']], [['a--b']], [['a_b']], [['../a']], [['a'.repeat(51)]]])(
    'the name of a new connector is not %j',
    (args) => {
      expect(() => connectorName(args, [])).toThrow(/takes one name of lower case letters.*acme/);
      expect(connectorName(['a'.repeat(50)], [])).toHaveLength(50);
    },
  );

  it('the name of a new connector is none that a hub would refuse because it has one of that name', () => {
    expect(() => connectorName(['oidc'], ['oidc'])).toThrow('Every hub has a connector "oidc" already.');
    expect(connectorName(['my-oidc'], ['oidc'])).toBe('my-oidc');
  });
});
