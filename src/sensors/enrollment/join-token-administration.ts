import type { Access } from '../../enforcement/access.ts';
import type { CreatedJoinToken, JoinTokens } from './join-token.ts';

/** Makes join tokens for an Element's sensors, as policy allows. */
export class JoinTokenAdministration {
  readonly #joinTokens: JoinTokens;
  constructor(joinTokens: JoinTokens) {
    this.#joinTokens = joinTokens;
  }

  /** The token's `text` exists only in this answer. @throws {InvalidInputError} {PolicyDeniedError} */
  async create(
    request: { readonly sensorName: string | undefined; readonly ttlSeconds: number },
    access: Access,
  ): Promise<CreatedJoinToken> {
    const { element, user } = access.actor;
    const resource = `${element.name}:Sensors::${request.sensorName ?? '-'}`;
    await access.require({ resource, namespace: element.name });
    return this.#joinTokens.create({
      element,
      sensorName: request.sensorName,
      createdBy: user,
      ttlSeconds: request.ttlSeconds,
    });
  }
}
