import manifest from './package.json' with { type: 'json' };

/** Of this program; the Manager shows it. */
export const AGENT_VERSION = manifest.version;
