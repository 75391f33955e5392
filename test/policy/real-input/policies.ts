import type { PolicyFile } from '../../../src/policy/policy-set.ts';
import type { Band } from '../../../src/spectrum/band.ts';
import type { Allocation } from './allocations.ts';
import type { Zone } from './zones.ts';
import { membersOf } from './zones.ts';

/** The statement that closes the bands of radio astronomy. */
export const RADIO_ASTRONOMY = 'radio-astronomy';
/** Primary users of a band resolve what they like; secondary ones nothing finer. Hz. */
export const SECONDARY_RESOLUTION_HZ = 10_000;

/** The role of those for whom an allocation is made: `federal-government`. */
export function roleOf({ activity }: Pick<Allocation, 'activity'>): string {
  return activity.toLowerCase().replaceAll(' ', '-');
}

/** The StatementId of an allocation. */
export function statementOf({ row }: Allocation): string {
  return `row-${row}`;
}

/**
 * One statement for each allocation (primary: permits scanning to its role; secondary: limits its role to coarse
 * spectra; a row of footnotes alone: asks for approval), and the bands of radio astronomy closed to all. Aliases: each
 * band, and the bands of each service.
 */
export function allocationFiles(allocations: readonly Allocation[]): readonly PolicyFile[] {
  const of = (category: Allocation['category']) => allocations.filter((row) => row.category === category);
  return files({
    'bands.json': { Aliases: { frequency: bandAliases(allocations) } },
    'services.json': { Aliases: { frequency: serviceAliases(allocations) } },
    'primary.json': policy('Primary', 'SPU-Policy', of('primary').map(primary)),
    'secondary.json': policy('Secondary', 'SPU-Policy', of('secondary').map(secondary)),
    'footnotes.json': policy('Footnotes', 'SSM-Policy', of(undefined).map(footnotes)),
    'radio-astronomy.json': policy('Radio-astronomy', 'SPA-Policy', [
      { StatementId: RADIO_ASTRONOMY, 'Policy-Action': 'Deny', 'SCOS-Task': 'Scanning', frequency: 'Radio Astronomy' },
    ]),
  });
}

/** Every zone closed in its band, as an alias of its own. */
export function zoneFiles(zones: readonly Zone[]): readonly PolicyFile[] {
  return files({
    'zones.json': { Aliases: { location: Object.fromEntries(zones.map((zone) => [zone.id, membersOf(zone)])) } },
    'protected.json': policy('Protected-zones', 'SPA-Policy', zones.map(protect)),
  });
}

function files(documents: Readonly<Record<string, object>>): readonly PolicyFile[] {
  return Object.entries(documents).map(([path, document]) => ({ path, text: JSON.stringify(document) }));
}

function policy(name: string, type: string, statements: readonly object[]): object {
  return {
    Version: '2017-02-15',
    Policy: { name, 'Policy-type': type, Scope: 'sensing-management', Statement: statements },
  };
}

function primary(allocation: Allocation): object {
  return {
    ...partsOf(allocation),
    'Policy-Action': 'Permit',
    Actor: `role:${roleOf(allocation)}`,
    Resource: '*',
    'SCOS-Task': 'Scanning',
  };
}

function secondary(allocation: Allocation): object {
  const Attributes = { 'Min-resolution-bandwidth': `${SECONDARY_RESOLUTION_HZ / 1000} kHz` };
  return { ...partsOf(allocation), 'Policy-Action': 'Set', Actor: `role:${roleOf(allocation)}`, Attributes };
}

function footnotes(allocation: Allocation): object {
  return { ...partsOf(allocation), 'Policy-Action': 'Set', Attributes: { 'Approval-required': true } };
}

function partsOf(allocation: Allocation): object {
  return { StatementId: statementOf(allocation), frequency: aliasOf(allocation.band) };
}

function protect({ id, band }: Zone): object {
  const edges = [band.startHz, band.stopHz].map((hz) => `${hz / 1e6} MHz`);
  return { StatementId: id, 'Policy-Action': 'Deny', 'SCOS-Task': 'Scanning', frequency: [edges], location: id };
}

function aliasOf({ startHz, stopHz }: Band): string {
  return `${startHz}..${stopHz} Hz`;
}

function bandAliases(allocations: readonly Allocation[]): object {
  return Object.fromEntries(
    allocations.map(({ band }) => [aliasOf(band), [[band.startHz, `${band.stopHz / 1000} kHz`]]]),
  );
}

/** The bands of each service by name: aliases of aliases. */
function serviceAliases(allocations: readonly Allocation[]): object {
  const services = Map.groupBy(
    allocations.filter(({ service }) => service !== undefined),
    ({ service = '' }) => service,
  );
  return Object.fromEntries(
    [...services].map(([service, rows]) => [service, [...new Set(rows.map(({ band }) => aliasOf(band)))]]),
  );
}
