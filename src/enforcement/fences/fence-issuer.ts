import { FenceDerivation } from '../../policy/fence/fence-derivation.ts';
import type { FenceSubject } from '../../policy/fence/fence-subject.ts';
import type { PolicySet } from '../../policy/policy-set.ts';
import type { Clock } from '../../spectrum/clock.ts';
import { CLOSED_FENCE } from '../../spectrum/fence/fence.ts';
import { toFenceJson } from '../../spectrum/fence/fence-json.ts';
import type { SetInForce } from '../gate.ts';
import { fenceContent, type FenceHeader } from './fence-content.ts';
import { inTurns } from './in-turns.ts';

/** A sensor that needs a fence. */
export interface FencedSensor {
  readonly sensorId: string;
  readonly subject: FenceSubject;
}

/** A fence as it goes to its sensor. */
export interface IssuedFence extends FenceHeader {
  readonly content: Uint8Array;
  /** False when it may permit less than the policies do. */
  readonly isComplete: boolean;
  readonly signature: Uint8Array;
}

export interface FenceIssuerParts {
  readonly set: SetInForce;
  /** The first of so many serials. */
  readonly serials: { take(count: number): Promise<number> };
  /** By the key that agents trust. */
  readonly sign: (content: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
  readonly clock: Clock;
  readonly validSeconds: number;
}

/** What has been derived from one set. */
interface Derived {
  readonly derivation: Promise<FenceDerivation>;
  /** The fences' texts by how the set sees the sensor: sensors that are alike share one. */
  readonly texts: Map<string, string>;
}

interface DerivedText {
  readonly text: string;
  readonly isComplete: boolean;
}

const MOST_TEXTS = 1000;

/** Makes signed fences from the set in force. Without a set nothing is permitted. */
export class FenceIssuer {
  readonly #parts: FenceIssuerParts;
  readonly #derived = new WeakMap<PolicySet, Derived>();

  constructor(parts: FenceIssuerParts) {
    this.#parts = parts;
  }

  /** Hash of the set that fences are made from now; empty while there is none. */
  get setHash(): string {
    return this.#parts.set.current?.hash ?? '';
  }

  get validSeconds(): number {
    return this.#parts.validSeconds;
  }

  /** One fence for each, all from the same set. */
  async issue(sensors: readonly FencedSensor[]): Promise<readonly IssuedFence[]> {
    if (sensors.length === 0) return [];
    const { set, serials, sign, clock, validSeconds } = this.#parts;
    const current = set.current;
    const texts: string[] = [];
    let isComplete = true;
    for (const { subject } of sensors) {
      const derived = await this.#textFor(current, subject);
      texts.push(derived.text);
      isComplete &&= derived.isComplete;
    }
    // Taken after they were derived: a later serial never stands for an older set of this process.
    const first = await serials.take(sensors.length);
    const shared = { policySetHash: current?.hash ?? '', issuedAt: clock.now(), validSeconds };
    const issued: IssuedFence[] = [];
    // One after the other: each signature is made elsewhere, and lets other work of the process come between.
    for (const [index, { sensorId }] of sensors.entries()) {
      const header = { ...shared, sensorId, serial: first + index };
      const content = fenceContent(header, texts[index] ?? CLOSED);
      issued.push({ ...header, content, isComplete, signature: await sign(content) });
    }
    return issued;
  }

  async #textFor(set: PolicySet | undefined, subject: FenceSubject): Promise<DerivedText> {
    if (set === undefined) return { text: CLOSED, isComplete: true };
    const derived = this.#derived.get(set) ?? {
      derivation: inTurns(FenceDerivation.prepare(set)),
      texts: new Map<string, string>(),
    };
    this.#derived.set(set, derived);
    const derivation = await derived.derivation;
    const view = await inTurns(derivation.viewOf(subject));
    const known = derived.texts.get(view);
    const { isComplete } = derivation;
    if (known !== undefined) return { text: known, isComplete };
    const text = JSON.stringify(toFenceJson(await inTurns(derivation.derive(subject))));
    if (derived.texts.size >= MOST_TEXTS) derived.texts.clear();
    derived.texts.set(view, text);
    return { text, isComplete };
  }
}

const CLOSED = JSON.stringify(toFenceJson(CLOSED_FENCE));
