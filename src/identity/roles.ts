/**
 * What each shipped Role may do: scopes of the contract, `<subject>:<permission>`. Roles say what may be asked at all;
 * whether it is granted is policy's word.
 */
export const ROLE_SCOPES: Readonly<Record<string, readonly string[]>> = {
  admin: [
    'sensors:read',
    'sensors:join',
    'schedule:read',
    'schedule:write',
    'observations:read',
    'events:read',
    'decisions:read',
    'policies:evaluate',
    'policies:read',
    'policies:write',
    'tokens:read',
    'tokens:write',
  ],
  client: [
    'sensors:read',
    'schedule:read',
    'schedule:write',
    'observations:read',
    'events:read',
    'decisions:read',
    'policies:evaluate',
  ],
};

/** Every scope some Role has, in a stable order. */
export function scopesOf(roles: readonly string[]): readonly string[] {
  return [
    ...new Set(roles.flatMap((role) => (Object.hasOwn(ROLE_SCOPES, role) ? (ROLE_SCOPES[role] ?? []) : []))),
  ].sort();
}
