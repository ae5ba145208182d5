/**
 * Microsoft's clouds: separate worlds with their own sign-in host, issuers and registrations. Everything that
 * depends on the cloud switches together, by choosing one of these.
 */

export interface Cloud {
  /** As stored in `cloud_instance`: a name, or the origin of a cloud that has none here. */
  readonly name: string;
  /** Origin of the sign-in endpoints, without a trailing slash. */
  readonly authority: string;
  /** Host names that mean this cloud in a pasted URL; the first one is the canonical host of `authority`. */
  readonly hosts: readonly string[];
  /** What `cloud_instance_name` says in this cloud's discovery documents and keys; undefined where not known. */
  readonly instanceName?: string;
  /** Origin of Microsoft Graph; undefined where only the discovery document can tell. */
  readonly graph?: string;
}

interface NamedCloud extends Cloud {
  readonly instanceName: string;
  readonly graph: string;
  /** Other spellings, without punctuation and in lower case. */
  readonly spellings: readonly string[];
}

const globalCloud: NamedCloud = {
  name: 'global',
  authority: 'https://login.microsoftonline.com',
  hosts: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  instanceName: 'microsoftonline.com',
  graph: 'https://graph.microsoft.com',
  // GCC (not "High") lives in the global cloud.
  spellings: ['global', 'public', 'azurepublic', 'azurecloud', 'azurepubliccloud', 'worldwide', 'commercial', 'gcc'],
};

const government: NamedCloud = {
  name: 'us-government',
  authority: 'https://login.microsoftonline.us',
  hosts: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
  instanceName: 'microsoftonline.us',
  graph: 'https://graph.microsoft.us',
  spellings: ['usgovernment', 'usgov', 'azureusgovernment', 'azureusgovernmentcloud', 'gcchigh', 'usgovernmentl4'],
};

const clouds: readonly NamedCloud[] = [
  globalCloud,
  government,
  {
    ...government,
    name: 'us-government-dod',
    graph: 'https://dod-graph.microsoft.us',
    spellings: ['usgovernmentdod', 'usgovdod', 'dod', 'azureusgovernmentdod', 'usgovernmentl5'],
  },
  {
    name: 'china',
    authority: 'https://login.partner.microsoftonline.cn',
    hosts: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn', 'sts.chinacloudapi.cn'],
    instanceName: 'partner.microsoftonline.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    spellings: ['china', 'azurechina', 'azurechinacloud', '21vianet', 'chinavianet', 'azurecn'],
  },
];

/** Names that `cloud_instance` is stored as. */
export const cloudNames: readonly string[] = clouds.map((cloud) => cloud.name);

/** The cloud that a host name belongs to; undefined for a host that is none of Microsoft's known ones. */
export function cloudOfHost(host: string): Cloud | undefined {
  return clouds.find((cloud) => cloud.hosts.includes(host.toLowerCase()));
}

/** Reads `cloud_instance`: a name in any usual spelling, or a base URL. Undefined when it is neither. */
export function readCloud(input: string): Cloud | undefined {
  const text = input.trim();
  if (text.includes('://')) return readBaseUrl(text);
  const spelling = text.toLowerCase().replace(/[^a-z0-9]/g, '');
  return clouds.find((cloud) => cloud.spellings.includes(spelling));
}

function readBaseUrl(text: string): Cloud | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isOrigin = url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '' && !url.password;
  if (!isOrigin || !['https:', 'http:'].includes(url.protocol)) return undefined;
  const known = url.protocol === 'https:' && url.port === '' ? cloudOfHost(url.hostname) : undefined;
  return known ?? { name: url.origin, authority: url.origin, hosts: [url.host] };
}
