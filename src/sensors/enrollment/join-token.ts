import type { Kysely } from 'kysely';
import type { Database } from '../../database/schema.ts';
import { InvalidInputError, UnauthenticatedError } from '../../errors.ts';
import type { ElementRef } from '../../identity/actor.ts';
import { makeCredential, parseCredential, secretMatches } from '../../identity/credential-format.ts';
import type { Clock } from '../../spectrum/clock.ts';
import type { JoinTokenRepository, StoredJoinToken } from './join-token-repository.ts';
import { faultsOfSensorName } from './sensor-name.ts';

export const DEFAULT_JOIN_TTL_SECONDS = 86_400;
const MAX_JOIN_TTL_SECONDS = 30 * 86_400;

export interface JoinTokenRequest {
  readonly element: ElementRef;
  /** Absent: the agent may choose. */
  readonly sensorName?: string | undefined;
  /** Who asked for it, for the record. */
  readonly createdBy: string;
  /** Default 24 h. */
  readonly ttlSeconds?: number | undefined;
}

/** What the operator copies to the sensor's host; `text` exists only in this answer. */
export interface CreatedJoinToken {
  readonly id: string;
  readonly text: string;
  readonly sensorName: string | undefined;
  readonly expiresAt: Date;
}

/** Where the tokens are kept. */
export type JoinTokenStore = Pick<JoinTokenRepository, 'insert' | 'find' | 'markUsed'>;

/** Single-use tokens with which agents join. */
export class JoinTokens {
  readonly #repository: JoinTokenStore;
  readonly #caFingerprint: string;
  readonly #clock: Clock;
  constructor(repository: JoinTokenStore, caFingerprint: string, clock: Clock) {
    this.#repository = repository;
    this.#caFingerprint = caFingerprint;
    this.#clock = clock;
  }

  /** @throws {InvalidInputError} naming a bad name or time to live. */
  async create(request: JoinTokenRequest): Promise<CreatedJoinToken> {
    const { sensorName, ttlSeconds = DEFAULT_JOIN_TTL_SECONDS } = request;
    const faults = sensorName === undefined ? [] : faultsOfSensorName(sensorName, '#/sensor_name');
    if (!(ttlSeconds >= 1 && ttlSeconds <= MAX_JOIN_TTL_SECONDS)) {
      const detail = `the time to live must be between 1 and ${MAX_JOIN_TTL_SECONDS} seconds`;
      faults.push({ code: 'out-of-range', detail, pointer: '#/ttl_seconds' });
    }
    if (faults.length > 0) throw new InvalidInputError(faults);
    const { id, text, secretHash } = makeCredential('join', this.#caFingerprint);
    const createdAt = this.#clock.now();
    const expiresAt = new Date(createdAt.getTime() + ttlSeconds * 1000);
    const { element, createdBy } = request;
    await this.#repository.insert({
      id,
      secretHash,
      elementId: element.id,
      sensorName,
      createdBy,
      createdAt,
      expiresAt,
    });
    return { id, text, sensorName, expiresAt };
  }

  /**
   * The token that `text` is, if it may still be used.
   * @throws {UnauthenticatedError} SCOS code 100 unknown, 101 damaged or altered, 103 expired, 104 used before.
   */
  async check(text: string): Promise<StoredJoinToken> {
    const credential = parseCredential(text);
    if (credential.kind !== 'join') throw new UnauthenticatedError('this is a token of the API, not a join token');
    const token = await this.#repository.find(credential.id);
    if (token === undefined) throw new UnauthenticatedError(`no join token \`${credential.id}\``, 100);
    if (!secretMatches(credential.secret, token.secretHash) || credential.caFingerprint !== this.#caFingerprint) {
      throw new UnauthenticatedError(`join token \`${token.id}\` was altered`);
    }
    if (token.usedAt !== undefined) throw usedBefore(token.id);
    if (token.expiresAt <= this.#clock.now()) {
      throw new UnauthenticatedError(
        `join token \`${token.id}\` expired at ${token.expiresAt.toISOString()}: make another`,
        103,
      );
    }
    return token;
  }

  /** Uses the token up for `sensorId`, within `transaction`. @throws {UnauthenticatedError} code 104 when another was faster. */
  async redeem(token: StoredJoinToken, sensorId: string, transaction: Kysely<Database>): Promise<void> {
    const used = await this.#repository.markUsed(token.id, { sensorId, at: this.#clock.now() }, transaction);
    if (!used) throw usedBefore(token.id);
  }
}

function usedBefore(id: string): UnauthenticatedError {
  return new UnauthenticatedError(`join token \`${id}\` was used before: every sensor needs its own`, 104);
}
