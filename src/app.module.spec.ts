import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { PorticoModule } from './app.module.js';
import { loadConfig, StartupError } from './config/index.js';
import { rememberSource } from './connectors/connector-mark.js';
import { fake } from './connectors/fake/index.js';
import type { ConnectorDefinition } from './connectors/index.js';

describe('the hub as a module', () => {
  const config = loadConfig({ PORTICO_CONNECTORS: './bar.js', LOG_LEVEL: 'silent' });
  const definition: ConnectorDefinition = { ...(fake as ConnectorDefinition) };

  it('the hub as a module does not start without the connectors that its configuration lists, and says how to load them', () => {
    const compose = () => PorticoModule.forRoot({ config, connectors: [definition] });
    expect(compose).toThrow(StartupError);
    expect(compose).toThrow(/PORTICO_CONNECTORS lists \.\/bar\.js.*await loadConnectors\(config\.connectors\)/);
    rememberSource(definition, './bar.js');
    expect(compose).not.toThrow();
  });
});
