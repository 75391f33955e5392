import { createPublicKey, verify, X509Certificate } from 'node:crypto';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { FenceIssuer, type FencedSensor } from '../../../src/enforcement/fences/fence-issuer.ts';
import { FenceSerials } from '../../../src/enforcement/fences/fence-serials.ts';
import { CertificateAuthority } from '../../../src/identity/certificate-authority.ts';
import type { FenceJson } from '../../../src/spectrum/fence/fence-json.ts';
import { HeldClock } from '../../events/held-clock.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { CLIENTS_MAY, closedBand, HeldPolicies, policyOf } from '../policies.ts';

const VALID_SECONDS = 3600;

function sensor(name: string, element = 'Foo'): FencedSensor {
  const subject = { resource: `${element}:Sensors::${name}`, groups: [], namespace: element, attributes: {} };
  return { sensorId: name, subject: { ...subject, location: undefined, mobile: false } };
}

describeEachDatabase('fences', (database) => {
  const clock = new HeldClock();
  let authority: CertificateAuthority;
  let policies: HeldPolicies;
  let issuer: FenceIssuer;

  beforeAll(async () => {
    authority = await CertificateAuthority.open(database().place.dataDir, clock);
  });
  beforeEach(() => {
    policies = new HeldPolicies();
    issuer = issuerFor(database());
  });

  function issuerFor({ db }: ReturnType<typeof database>): FenceIssuer {
    const sign = (content: Uint8Array<ArrayBuffer>) => authority.sign(content);
    return new FenceIssuer({
      set: policies,
      serials: new FenceSerials(db, clock),
      sign,
      clock,
      validSeconds: VALID_SECONDS,
    });
  }

  async function contentsOf(...sensors: readonly FencedSensor[]) {
    const issued = await issuer.issue(sensors);
    return issued.map(({ content }) => JSON.parse(Buffer.from(content).toString()) as Record<string, unknown>);
  }

  it('are signed over the bytes that are sent, and say for whom, from what and how long', async () => {
    const [fence] = await issuer.issue([sensor('roof')]);
    const key = createPublicKey(
      new X509Certificate(authority.certificatePem).publicKey.export({ type: 'spki', format: 'pem' }),
    );
    const { content = new Uint8Array(), signature = new Uint8Array() } = fence ?? {};
    expect(verify('sha256', content, { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
    expect(JSON.parse(Buffer.from(content).toString())).toMatchObject({
      kind: 'clearband-fence',
      version: 1,
      sensor_id: 'roof',
      policy_set_hash: policies.current?.hash,
      issued_ms: clock.now().getTime(),
      valid_seconds: VALID_SECONDS,
    });
  });

  it('have serials that grow, from whichever process, and never fall behind the clock', async () => {
    const other = issuerFor(database());
    const serials: number[] = [];
    for (const one of [issuer, other, issuer, other]) {
      serials.push(...(await one.issue([sensor('a'), sensor('b')])).map(({ serial }) => serial));
      clock.forward(0.000_001);
    }
    expect(serials).toEqual([...new Set(serials)].sort((a, b) => a - b));
    // As after a backup was restored.
    await database().db.updateTable('fenceSerial').set({ last: 5 }).execute();
    clock.forward(1);
    const [after] = await issuer.issue([sensor('a')]);
    expect(after?.serial).toBeGreaterThan(serials.at(-1) ?? Infinity);
  });

  it('permit nothing while there is no set', async () => {
    policies.current = undefined;
    const [content] = await contentsOf(sensor('roof'));
    expect(content).toMatchObject({ policy_set_hash: '', fence: { permissions: [] } });
  });

  it('differ where policy tells sensors apart, and follow the set', async () => {
    const own = policyOf('own', 'sensing-management', { 'Policy-Action': 'Deny', Resource: 'Foo:Sensors::mast' });
    policies.put(...CLIENTS_MAY, own);
    const [roof, tower, mast] = (await contentsOf(sensor('roof'), sensor('tower'), sensor('mast'))).map(
      (one) => one['fence'],
    );
    expect(roof).toEqual(tower);
    expect(mast).not.toEqual(roof);
    policies.put(...CLIENTS_MAY, closedBand('astronomy', '1400 MHz', '1427 MHz'));
    const [after] = await contentsOf(sensor('roof'));
    expect(after?.['fence']).not.toEqual(roof);
  });

  it('name no statement, no policy, no Actor and no reason, confidential or not', async () => {
    const secret = {
      'Policy-Action': 'Deny',
      Actor: 'user:mallory',
      frequency: [['100 MHz', '110 MHz']],
      description: 'because of the harbour',
      Confidential: true,
    };
    policies.put(...CLIENTS_MAY, policyOf('harbour-watch', 'sensing-management', secret));
    const [content] = await contentsOf(sensor('roof'));
    expect(JSON.stringify(content)).not.toMatch(/harbour|mallory|client|clients-scan/);
    const fence = content?.['fence'] as FenceJson | undefined;
    expect(fence?.permissions).not.toEqual([]);
  });
});
