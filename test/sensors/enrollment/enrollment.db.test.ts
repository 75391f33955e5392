import { beforeAll, expect, it } from 'vitest';
import { makeKeyAndRequest } from '../../../sensor-agent/join/certificate-request.ts';
import { CertificateAuthority } from '../../../src/identity/certificate-authority.ts';
import { fingerprintOf } from '../../../src/identity/certificate-files.ts';
import { makeCredential } from '../../../src/identity/credential-format.ts';
import { CertificateRepository } from '../../../src/sensors/enrollment/certificate-repository.ts';
import { Enrollment } from '../../../src/sensors/enrollment/enrollment.ts';
import { JoinTokenRepository } from '../../../src/sensors/enrollment/join-token-repository.ts';
import { JoinTokens } from '../../../src/sensors/enrollment/join-token.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { NOON, StoredSensors } from '../stored-sensors.ts';

describeEachDatabase('Enrollment', (database) => {
  let stored: StoredSensors;
  let authority: CertificateAuthority;
  let joinTokens: JoinTokens;
  let certificates: CertificateRepository;
  let enrollment: Enrollment;
  let certificateRequestPem: string;

  beforeAll(async () => {
    const { db, place } = database();
    stored = await StoredSensors.in(database());
    const clock = { now: () => stored.now };
    authority = await CertificateAuthority.open(place.dataDir, clock);
    joinTokens = new JoinTokens(new JoinTokenRepository(db), authority.fingerprint, clock);
    certificates = new CertificateRepository(db, clock);
    const { sensors, events } = stored;
    enrollment = new Enrollment({ db, joinTokens, sensors, certificates, authority, events, clock });
    certificateRequestPem = (await makeKeyAndRequest()).requestPem;
  });

  async function newToken(sensorName?: string): Promise<string> {
    return (await joinTokens.create({ element: stored.element, sensorName, createdBy: 'admin', ttlSeconds: 3600 }))
      .text;
  }

  function join(tokenText: string, wantedName?: string, requestPem = certificateRequestPem) {
    return enrollment.join({ tokenText, certificateRequestPem: requestPem, wantedName, agentVersion: '0.1.0' });
  }

  async function sensorCount(): Promise<number> {
    return (await stored.sensors.findMany({}, { limit: 100 })).items.length;
  }

  it('makes the sensor, records its certificate and uses the token up', async () => {
    const joined = await join(await newToken('roof'), 'ignored');
    expect(joined).toMatchObject({
      sensorName: 'roof',
      managerId: authority.managerId,
      caPem: authority.certificatePem,
    });
    const known = await certificates.find(fingerprintOf(joined.certificatePem));
    expect(known).toMatchObject({ sensor: { id: joined.sensorId, name: 'roof', element: stored.element } });
    expect(known?.revokedAt).toBeUndefined();
    expect(await stored.kindsOfEvents(joined.sensorId)).toEqual(['sensor.joined']);
  });

  it('refuses a name that is taken, and the token can be used with another', async () => {
    const token = await newToken();
    await join(await newToken('harbour'));
    await expect(join(token, 'harbour')).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('`harbour`') as string,
    });
    expect((await join(token, 'harbour-2')).sensorName).toBe('harbour-2');
  });

  it('gives a name to a sensor that has none', async () => {
    expect((await join(await newToken())).sensorName).toMatch(/^sensor-[0-9a-f]{8}$/);
  });

  it.each([
    [
      'used before',
      104,
      async () => {
        const token = await newToken();
        await join(token);
        return token;
      },
    ],
    [
      'expired',
      103,
      async () => {
        const token = await newToken();
        stored.now = new Date(NOON.getTime() + 3_600_000);
        return token;
      },
    ],
    ['unknown', 100, () => Promise.resolve(makeCredential('join', authority.fingerprint).text)],
    ['of another Manager', 100, () => Promise.resolve(makeCredential('join', 'f'.repeat(64)).text)],
    ['for the API', 101, () => Promise.resolve(makeCredential('token').text)],
    ['cut', 101, async () => (await newToken()).slice(0, -3)],
  ])('refuses a token that is %s with code %i and changes nothing', async (_name, scosCode, make) => {
    const token = await make();
    const before = await sensorCount();
    await expect(join(token)).rejects.toMatchObject({ kind: 'unauthenticated', scosCode });
    expect(await sensorCount()).toBe(before);
    stored.now = NOON;
  });

  it('names every fault of the name, and does not spend the token on them or on a bad request', async () => {
    const token = await newToken();
    await expect(join(token, ` ${'ä'.repeat(40)}:\u0007`)).rejects.toMatchObject({
      faults: ['surrounding-space', 'too-long', 'control-character', 'reserved-character'].map((code) => ({
        code,
        pointer: '#/sensor_name',
      })),
    });
    await expect(join(token, 'fine', 'not a request')).rejects.toMatchObject({ kind: 'invalid-input' });
    expect((await join(token, 'fine')).sensorName).toBe('fine');
  });

  it('lets one of two join who use a token at once', async () => {
    const token = await newToken();
    const results = await Promise.allSettled([join(token), join(token)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { scosCode: 104 } });
  });

  it.each([
    ['a time to live of nothing', { ttlSeconds: 0 }, '#/ttl_seconds'],
    ['a time to live of years', { ttlSeconds: 1e9 }, '#/ttl_seconds'],
    ['a name that is empty', { sensorName: '' }, '#/sensor_name'],
  ])('makes no token with %s', async (_name, request, pointer) => {
    const wanted = { element: stored.element, createdBy: 'admin', ...request };
    await expect(joinTokens.create(wanted)).rejects.toMatchObject({ kind: 'invalid-input', faults: [{ pointer }] });
  });
});
