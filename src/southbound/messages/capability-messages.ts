import type { Antenna__Output } from '../../../proto/generated/clearband/scos/v1/Antenna.ts';
import type { Capability__Output } from '../../../proto/generated/clearband/scos/v1/Capability.ts';
import type { Location__Output } from '../../../proto/generated/clearband/scos/v1/Location.ts';
import type { MetadataItem__Output } from '../../../proto/generated/clearband/scos/v1/MetadataItem.ts';
import type { Range__Output } from '../../../proto/generated/clearband/scos/v1/Range.ts';
import { type Fault, InvalidInputError } from '../../errors.ts';
import type { Antenna, Capability, MetadataItem, Range } from '../../sensors/sensor.ts';
import type { Band } from '../../spectrum/band.ts';
import type { Location } from '../../spectrum/location.ts';
import { toCount, toFinite, toText } from './values.ts';

const MAX_ITEMS = 256;
const MAX_TEXT_LENGTH = 4096;
/** Above every radio there is, below what a whole number of hertz can hold. */
const MAX_HZ = 1e15;

const CLASSES = { A: 'A', B: 'B', C: 'C' } as const satisfies Record<MetadataItem['metadataClass'], string>;
const TYPES = { string: 'string', float: 'float', int: 'int', boolean: 'boolean' } as const satisfies Record<
  MetadataItem['type'],
  string
>;

/** What the agent published. @throws {InvalidInputError} naming every fault with a pointer into the message. */
export function toCapability(message: Capability__Output): Capability {
  const check = new CapabilityCheck();
  const capability: Capability = {
    model: check.text(message.model, '#/model'),
    driver: check.text(message.driver, '#/driver'),
    tunableBands: check
      .list(message.tunableBands, '#/tunable_bands')
      .map((band, index) => check.band(band, `#/tunable_bands/${index}`)),
    sampleRateHz: check.range(message.sampleRateHz, '#/sample_rate_hz'),
    gainDb: check.range(message.gainDb, '#/gain_db'),
    resolutionHz: check.range(message.resolutionHz, '#/resolution_hz'),
    actions: check.list(message.actions, '#/actions').map(({ name, description }, index) => ({
      name: check.text(name, `#/actions/${index}/name`),
      description: check.text(description, `#/actions/${index}/description`),
    })),
    antennas: check
      .list(message.antennas, '#/antennas')
      .map((antenna, index) => check.antenna(antenna, `#/antennas/${index}`)),
    location: message.location === null ? undefined : toLocation(message.location, '#/location', check.faults),
    mobile: message.mobile,
    gpsAvailable: message.gpsAvailable,
    noiseFigureDb: toFinite(message.noiseFigureDb, '#/noise_figure_db', check.faults),
    adcBits: message.adcBits,
    simulated: message.simulated,
    metadata: check.list(message.metadata, '#/metadata').map((item, index) => check.item(item, `#/metadata/${index}`)),
    spoolBytes: toCount(message.spoolBytes, '#/spool_bytes', check.faults),
  };
  if (check.faults.length > 0) throw new InvalidInputError(check.faults);
  return capability;
}

/** A place on Earth; a fault is added when it is none. */
export function toLocation(message: Location__Output, pointer: string, faults: Fault[]): Location {
  const { latitude, longitude, altitudeM } = message;
  if (!(Math.abs(latitude) <= 90))
    faults.push(outOfRange(`${pointer}/latitude`, 'the latitude must be between -90 and 90'));
  if (!(Math.abs(longitude) <= 180))
    faults.push(outOfRange(`${pointer}/longitude`, 'the longitude must be between -180 and 180'));
  if (altitudeM === undefined) return { latitude, longitude };
  if (!Number.isFinite(altitudeM)) faults.push(outOfRange(`${pointer}/altitude_m`, 'the altitude must be a number'));
  return { latitude, longitude, altitudeM };
}

/** Collects faults while values are taken out of a message. */
class CapabilityCheck {
  readonly faults: Fault[] = [];

  text(value: string, pointer: string): string {
    return toText(value, MAX_TEXT_LENGTH, { pointer, faults: this.faults });
  }

  list<Item>(values: readonly Item[], pointer: string): readonly Item[] {
    if (values.length <= MAX_ITEMS) return values;
    this.faults.push(outOfRange(pointer, `there are more than ${MAX_ITEMS} items`));
    return [];
  }

  band({ startHz, stopHz }: { readonly startHz: number; readonly stopHz: number }, pointer: string): Band {
    if (!(startHz >= 0 && startHz < stopHz && stopHz <= MAX_HZ)) {
      this.faults.push(outOfRange(pointer, `${startHz}..${stopHz} Hz is no band`));
    }
    return { startHz, stopHz };
  }

  range(message: Range__Output | null, pointer: string): Range {
    const { min, max } = message ?? { min: 0, max: 0 };
    if (!(Number.isFinite(min) && Number.isFinite(max) && min <= max)) {
      this.faults.push(outOfRange(pointer, `${min}..${max} is no range`));
    }
    return { min, max };
  }

  antenna(message: Antenna__Output, pointer: string): Antenna {
    const { model, type, gainDbi, polarization, azimuthDeg, elevationDeg, cableLossDb } = message;
    const finite = (value: number | undefined, field: string) => toFinite(value, `${pointer}/${field}`, this.faults);
    return {
      model: this.text(model, `${pointer}/model`),
      type: this.text(type, `${pointer}/type`),
      gainDbi: finite(gainDbi, 'gain_dbi'),
      polarization: polarization === undefined ? undefined : this.text(polarization, `${pointer}/polarization`),
      azimuthDeg: finite(azimuthDeg, 'azimuth_deg'),
      elevationDeg: finite(elevationDeg, 'elevation_deg'),
      cableLossDb: finite(cableLossDb, 'cable_loss_db'),
    };
  }

  item(message: MetadataItem__Output, pointer: string): MetadataItem {
    const metadataClass = lookUp(CLASSES, message.metadataClass);
    const type = lookUp(TYPES, message.type);
    if (metadataClass === undefined)
      this.faults.push(outOfRange(`${pointer}/metadata_class`, 'the class must be A, B or C'));
    if (type === undefined)
      this.faults.push(outOfRange(`${pointer}/type`, 'the type must be string, float, int or boolean'));
    return {
      name: this.text(message.name, `${pointer}/name`),
      metadataClass: metadataClass ?? 'C',
      type: type ?? 'string',
      editable: message.editable,
      content: this.text(message.content, `${pointer}/content`),
    };
  }
}

function lookUp<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function outOfRange(pointer: string, detail: string): Fault {
  return { code: 'out-of-range', detail, pointer };
}
