import { describe, expect, it } from 'vitest';
import { sensorQuery } from '../../src/sensors/sensor-access.ts';
import { capabilityOf, sensorNamed } from './sensors.ts';

const declared = (content: string) => [
  { name: 'Sensitivity', metadataClass: 'A', type: 'float', editable: false, content } as const,
];

describe('a sensor as policy is asked about it', () => {
  it.each([
    ['nothing is known', { noiseFigureDb: undefined }, undefined],
    ['its noise figure is known: its own noise in 100 kHz', { noiseFigureDb: 6 }, -118],
    ['its agent declares it', { noiseFigureDb: 6, metadata: declared('-121.5') }, -121.5],
    ['its agent declares nonsense', { noiseFigureDb: 6, metadata: declared('good') }, -118],
  ])('has a sensitivity as far as it is known: %s', (_name, change, dbm) => {
    const sensor = { ...sensorNamed('roof'), capability: capabilityOf(change) };
    expect(sensorQuery(sensor).resourceAttributes?.['sensitivity']).toBe(dbm);
  });

  it('has none before it has published its capability', () => {
    expect(sensorQuery({ ...sensorNamed('roof'), capability: undefined })).not.toHaveProperty('resourceAttributes');
  });
});
