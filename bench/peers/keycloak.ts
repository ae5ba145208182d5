import { join } from 'node:path';
import { built, tool } from './cache.js';
import { discoverApplication } from './discover.js';
import { KeycloakAdmin, setUpRealm } from './keycloak-realm.js';
import type { Peer, RunningPeer, Surroundings } from './peer.js';
import { PeerProcess } from './peer-process.js';

const VERSION = '26.7.3';
const ADMINISTRATOR = { KC_BOOTSTRAP_ADMIN_USERNAME: 'admin', KC_BOOTSTRAP_ADMIN_PASSWORD: 'admin' };

/** Keycloak in production mode. It keeps users, signs two tokens a sign-in, and does not wait for the commits of sessions. */
export const keycloaks: readonly Peer[] = [
  {
    name: 'keycloak-pg',
    what: `Keycloak ${VERSION}: users kept; session commits not waited for`,
    needsDatabase: true,
    start,
  },
];

async function start({ upstream, port, folder, database }: Surroundings): Promise<RunningPeer> {
  const home = await built(`keycloak-${VERSION}`, install);
  const base = `http://127.0.0.1:${port}`;
  const { username, password, host, pathname } = new URL(database?.url ?? '');
  const keycloak = await PeerProcess.start({
    program: join(home, 'bin/kc.sh'),
    args: [
      ...['start', '--optimized', '--cache=local', '--http-enabled=true', '--hostname-strict=false'],
      ...[`--http-port=${port}`, '--http-host=127.0.0.1', `--db-url=jdbc:postgresql://${host}${pathname}`],
      ...[`--db-username=${username}`, `--db-password=${password}`],
    ],
    folder,
    environment: { ...ADMINISTRATOR, ...javaHome() },
    url: `${base}/realms/master/.well-known/openid-configuration`,
  });
  try {
    const client = await setUpRealm(await KeycloakAdmin.signIn(base), upstream);
    const discovery = `${base}/realms/benchmark/.well-known/openid-configuration`;
    const application = await discoverApplication(discovery, { ...client, named: { kc_idp_hint: 'contoso' } });
    return { application, processes: keycloak.processes, stop: () => keycloak.stop() };
  } catch (error) {
    await keycloak.stop();
    throw error;
  }
}

/** The distribution, with the steps of its start that depend on the kind of database made beforehand. */
async function install(folder: string): Promise<void> {
  const artifact = `org.keycloak:keycloak-quarkus-dist:${VERSION}:tar.gz`;
  await tool('java', ['-version'], { cwd: folder });
  await tool('mvn', ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`], {
    cwd: folder,
  });
  const archive = join(folder, `keycloak-quarkus-dist-${VERSION}.tar.gz`);
  await tool('tar', ['xzf', archive, '--strip-components=1'], { cwd: folder });
  await tool('rm', [archive], { cwd: folder });
  await tool(join(folder, 'bin/kc.sh'), ['build', '--db=postgres', '--cache=local'], {
    cwd: folder,
    environment: javaHome(),
  });
}

function javaHome(): Record<string, string> {
  const { JAVA_HOME } = process.env;
  return JAVA_HOME === undefined ? {} : { JAVA_HOME };
}
