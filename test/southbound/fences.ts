import { fenceContent, type FenceHeader } from '../../src/enforcement/fences/fence-content.ts';
import type { IssuedFence } from '../../src/enforcement/fences/fence-issuer.ts';
import type { CertificateAuthority } from '../../src/identity/certificate-authority.ts';
import type { FenceSource } from '../../src/southbound/fence-delivery.ts';
import { ACTION_NAMES } from '../../src/spectrum/action-parameters.ts';
import type { Band } from '../../src/spectrum/band.ts';
import type { Fence, FenceRule } from '../../src/spectrum/fence/fence.ts';
import { toFenceJson } from '../../src/spectrum/fence/fence-json.ts';

/** Permits scans where `permit` holds and no denial does. */
export function fenceOf(permit: FenceRule, denials: readonly FenceRule[] = []): Fence {
  const grant = {
    permits: [0],
    actorPermits: [],
    resourcePermits: [],
    denials: denials.map((_, index) => index + 1),
    impositions: [],
  };
  return {
    rules: [permit, ...denials],
    impositions: [],
    permissions: [{ operation: 'Scanning', actions: ACTION_NAMES, grants: [grant] }],
  };
}

/** Permits every scan. */
export const OPEN_FENCE = fenceOf({});

/** Permits scans in this band alone. */
export function bandFence(...bands: readonly Band[]): Fence {
  return fenceOf({ bands });
}

/** A Manager's fences, as a test wants them. */
export class TestFences implements FenceSource {
  readonly #authority: CertificateAuthority;
  /** Where the next serial comes from. */
  serial = 1;
  setHash = 'set-1';
  validSeconds = 3600;
  isComplete = true;
  fence: Fence = OPEN_FENCE;
  /** Changes what a fence says of itself, before it is signed. */
  header: (header: FenceHeader) => FenceHeader = (header) => header;

  constructor(authority: CertificateAuthority) {
    this.#authority = authority;
  }

  issue(sensorIds: readonly string[]): Promise<readonly IssuedFence[]> {
    return Promise.all(sensorIds.map((sensorId) => this.sign(sensorId)));
  }

  async sign(sensorId: string): Promise<IssuedFence> {
    const { setHash: policySetHash, validSeconds } = this;
    const header = this.header({ sensorId, policySetHash, issuedAt: new Date(), validSeconds, serial: this.serial });
    this.serial += 1;
    const content = fenceContent(header, JSON.stringify(toFenceJson(this.fence)));
    return { ...header, content, isComplete: this.isComplete, signature: await this.#authority.sign(content) };
  }
}
