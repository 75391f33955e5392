import type { Setting } from '../terms/tree.ts';
import type { FindingLog } from './finding.ts';
import type { Reach, SharedPart } from './reasoning/reach.ts';
import { coverTogether, covers, coversBut } from './reasoning/reach.ts';
import { nameOf } from './reasoning/unreachable.ts';

const SHARED: readonly SharedPart[] = ['frequency', 'time', 'task'];

/**
 * Report what others make idle: permits that only repeat one, permits that are denied whole, denials that only repeat
 * one, settings that are always beaten. Only what is certain is said.
 */
export function checkCoverage(reaches: readonly Reach[], log: FindingLog): void {
  for (const inScope of Map.groupBy(reaches, ({ compiled }) => compiled.policy.scope).values()) {
    const of = (effect: Reach['compiled']['effect']) => inScope.filter(({ compiled }) => compiled.effect === effect);
    const [permits, denials, sets] = [of('permit'), of('deny'), of('set')];
    for (const permit of permits) if (!checkDenied(permit, denials, log)) checkRepeated(permit, permits, log);
    for (const denial of denials) checkRepeated(denial, denials, log);
    for (const set of sets) checkBeaten(set, sets, log);
  }
}

/** @returns true when the permit is denied whole */
function checkDenied(permit: Reach, denials: readonly Reach[], log: FindingLog): boolean {
  const whole = denials.find((denial) => covers(denial, permit));
  const { place } = permit.compiled.statement;
  if (whole !== undefined) {
    log.warn('permit-denied', `the permit never permits: ${nameOf(whole.compiled)} denies all of it`, place);
    return true;
  }
  const several = SHARED.map((part) => denyingTogether(part, permit, denials)).find((parts) => parts.length > 0);
  if (several === undefined) return false;
  const names = several.map(({ compiled }) => nameOf(compiled)).join(', ');
  log.warn('permit-denied', `the permit never permits: ${names} together deny all of it`, place);
  return true;
}

/** The denials that cover in everything else what the permit reaches, and between them its bands, times or tasks. */
function denyingTogether(part: SharedPart, permit: Reach, denials: readonly Reach[]): readonly Reach[] {
  const isGiven = ({ bands, windows, names }: Reach) =>
    ({ frequency: bands, time: windows, task: names.task })[part] !== undefined;
  if (!isGiven(permit)) return [];
  const parts = denials.filter(
    (denial) => isGiven(denial) && touches(denial, permit) && coversBut(part, denial, permit),
  );
  return parts.length > 1 && coverTogether(part, parts, permit) ? parts : [];
}

function touches({ bands: one }: Reach, { bands: other }: Reach): boolean {
  return one === undefined || other === undefined || one.overlaps(other);
}

function checkRepeated(one: Reach, others: readonly Reach[], log: FindingLog): void {
  const { action, place } = one.compiled.statement;
  // These three also oblige to do something.
  if (action === 'Transmit-Sensing-Data' || action === 'Store-Sensing-Data' || action === 'Discard-Sensing-Data')
    return;
  const other = others.find((wide) => wide !== one && hasSteps(wide, one) && covers(wide, one) && !isLater(wide, one));
  if (other === undefined) return;
  if (one.compiled.effect === 'permit')
    log.warn('redundant-permit', `the permit adds nothing: ${nameOf(other.compiled)} permits all of it`, place);
  else log.note('redundant-denial', `the denial adds nothing: ${nameOf(other.compiled)} denies all of it`, place);
}

function hasSteps({ compiled: wide }: Reach, { compiled: narrow }: Reach): boolean {
  if (narrow.effect !== 'permit') return true;
  return (wide.steps.actor || !narrow.steps.actor) && (wide.steps.resource || !narrow.steps.resource);
}

/** Of two that say the same, the first stays. */
function isLater(wide: Reach, narrow: Reach): boolean {
  return wide.compiled.ordinal > narrow.compiled.ordinal && covers(narrow, wide) && hasSteps(narrow, wide);
}

function checkBeaten(set: Reach, sets: readonly Reach[], log: FindingLog): void {
  for (const setting of set.compiled.statement.settings) {
    const other = sets.find((wide) => wide !== set && beats(wide, set, { setting, sets }));
    if (other === undefined) continue;
    const detail = `${setting.attribute.spelling} never counts here: ${nameOf(other.compiled)} always beats it`;
    log.warn('beaten-setting', detail, setting.place);
  }
}

/**
 * True when what `wide` gives the attribute always counts instead: it applies wherever the other does, is never beaten
 * itself by a more specific statement, and is at least as strict.
 */
function beats(wide: Reach, narrow: Reach, { setting, sets }: { setting: Setting; sets: readonly Reach[] }): boolean {
  const { attribute } = setting;
  const other = settingOf(wide, setting);
  if (other === undefined || !isStricter(other, setting)) return false;
  if (other.value === setting.value && wide.compiled.ordinal > narrow.compiled.ordinal) return false;
  const mayBeBeaten = sets.some(
    ({ compiled }) =>
      compiled.isSpecific &&
      compiled.policy.namespace === wide.compiled.policy.namespace &&
      compiled.statement.settings.some((one) => one.attribute === attribute),
  );
  return (wide.compiled.isSpecific || !mayBeBeaten) && beatsTheSame(wide, narrow) && covers(wide, narrow);
}

/** A specific statement counts even where its value does not: it keeps out the general ones of its namespace. */
function beatsTheSame({ compiled: wide }: Reach, { compiled: narrow }: Reach): boolean {
  return !narrow.isSpecific || (wide.isSpecific && wide.policy.namespace === narrow.policy.namespace);
}

function settingOf({ compiled }: Reach, { attribute }: Setting): Setting | undefined {
  return compiled.statement.settings.find((one) => one.attribute === attribute);
}

/** Switches are compared by no one: they agree or are errors. */
function isStricter(one: Setting, other: Setting): boolean {
  switch (one.attribute.combination) {
    case 'minimum':
      return one.value >= other.value;
    case 'maximum':
      return one.value <= other.value;
    case 'true-wins':
      return one.value === true || other.value === false;
    case 'switch':
      return one.value === other.value;
  }
}
